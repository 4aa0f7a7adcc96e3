namespace LocalHost.Configuration;

/// <summary>host.json of the app, and over it what this host wants of one machine.</summary>
internal static class HostJson
{
    public const string FileName = "host.json";
    public const string LocalFileName = "host.local.json";

    /// <summary>Where it stands in the configuration; settings named like this win over it, as on Azure.</summary>
    public const string Section = "AzureFunctionsJobHost";

    /// <exception cref="HostStartException">The file is missing or is not JSON.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Read(string path)
    {
        if (!File.Exists(path))
            throw new HostStartException($"There is no {path}.");
        return [.. JsonFile.Read(path).Select(setting => KeyValuePair.Create($"{Section}:{setting.Key}", (string?)setting.Value))];
    }
}
