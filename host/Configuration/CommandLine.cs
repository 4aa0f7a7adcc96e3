namespace LocalHost.Configuration;

/// <summary><c>--app FOLDER [--port N | --urls URL] [--settings FILE] [--Any:Setting=value …]</c></summary>
internal static class CommandLine
{
    private const string Usage = "Usage: --app FOLDER [--port N | --urls URL] [--settings FILE] [--Any:Setting=value ...]";

    private static readonly string[] Own = ["app", "port", "urls", "settings"];

    /// <exception cref="HostStartException">The arguments are not understood.</exception>
    public static HostOptions Read(string[] arguments)
    {
        IConfigurationRoot given;
        try
        {
            given = new ConfigurationBuilder().AddCommandLine(arguments).Build();
        }
        catch (FormatException e)
        {
            throw new HostStartException($"{e.Message} {Usage}", e);
        }

        var app = given["app"];
        if (string.IsNullOrEmpty(app))
            throw new HostStartException($"No app was named. {Usage}");
        return new()
        {
            App = app,
            Url = given["urls"] ?? (given["port"] is { } port ? ListenAddresses.OnPort(port) : null),
            SettingsFile = given["settings"],
            Settings = given
                .AsEnumerable()
                .Where(setting => setting.Value is not null && !Own.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                .ToDictionary(),
        };
    }
}
