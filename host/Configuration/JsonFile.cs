namespace LocalHost.Configuration;

internal static class JsonFile
{
    /// <summary>The file's values, named by their path.</summary>
    /// <exception cref="HostStartException">It is not JSON.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(path, optional: false)
                .Build()
                .AsEnumerable()
                .Where(setting => setting.Value is not null)
                .ToDictionary(setting => setting.Key, setting => setting.Value!, StringComparer.OrdinalIgnoreCase);
        }
        catch (InvalidDataException e)
        {
            throw new HostStartException($"{path} cannot be read: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}
