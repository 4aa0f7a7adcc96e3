using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Hosting;

/// <summary>Reads host.json and the local settings below everything else, so that the environment and the command line win.</summary>
internal static class SettingsFiles
{
    /// <exception cref="HostStartException">A file is not valid JSON.</exception>
    public static void AddTo(ConfigurationManager configuration, params string[] folders)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (Find(folders, "host.json") is { } host)
        {
            foreach (var (key, value) in Read(host))
            {
                settings[$"{HostSettings.Section}:{key}"] = value;
                if (key.StartsWith("logging:logLevel:", StringComparison.OrdinalIgnoreCase))
                    settings[key] = value;
            }
        }

        if ((Find(folders, "local.settings.json") ?? Find(folders, "local.settings.sample.json")) is { } local)
        {
            const string Values = "Values:";
            foreach (var (key, value) in Read(local).Where(setting => setting.Key.StartsWith(Values, StringComparison.OrdinalIgnoreCase)))
                settings[key[Values.Length..].Replace("__", ":", StringComparison.Ordinal)] = value;
        }

        configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = settings });
    }

    private static string? Find(string[] folders, string name) => folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static IEnumerable<KeyValuePair<string, string?>> Read(string path)
    {
        try
        {
            return [.. new ConfigurationBuilder().AddJsonFile(path, optional: false).Build().AsEnumerable().Where(setting => setting.Value is not null)];
        }
        catch (InvalidDataException e)
        {
            throw new HostStartException($"{path} cannot be read: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}
