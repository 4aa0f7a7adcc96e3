namespace LocalHost.Configuration;

/// <summary>local.settings.json, which stands for an app's settings on Azure.</summary>
internal static class SettingsFile
{
    private const string FileName = "local.settings.json";
    private const string SampleName = "local.settings.sample.json";
    private const string Values = "Values:";

    /// <param name="path">The file; null: the one of the current directory or the app's folder, else the app's sample.</param>
    /// <exception cref="HostStartException">The file is missing or is not JSON.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Read(string? path, string appFolder)
    {
        if (path is not null && !File.Exists(path))
            throw new HostStartException($"There is no settings file {Path.GetFullPath(path)}.");
        path ??= new[]
        {
            Path.GetFullPath(FileName),
            Path.Combine(appFolder, FileName),
            Path.Combine(appFolder, SampleName),
        }.FirstOrDefault(File.Exists);
        return path is null
            ? []
            : JsonFile
                .Read(path)
                .Where(setting => setting.Key.StartsWith(Values, StringComparison.OrdinalIgnoreCase))
                .Select(setting => KeyValuePair.Create(setting.Key[Values.Length..], (string?)setting.Value));
    }
}
