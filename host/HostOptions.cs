namespace LocalHost;

/// <summary>What a host is started with.</summary>
public sealed record HostOptions
{
    /// <summary>A build or publish output of a Functions app: the folder with worker.config.json and host.json.</summary>
    public required string App { get; init; }

    /// <summary>
    /// Where the host listens, several addresses separated by semicolons; port 0 takes a free one. Null: what the settings say, else
    /// http://127.0.0.1:7071.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>
    /// A settings file in the form of local.settings.json; null: the one in the current directory or the app's folder, else the app's
    /// sample.
    /// </summary>
    public string? SettingsFile { get; init; }

    /// <summary>Settings that win over files and environment, named <c>A:B</c> or <c>A__B</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where the log of host and worker goes; null: nowhere.</summary>
    public Action<ILoggingBuilder>? Log { get; init; }

    /// <summary>How long running functions may go on once a stop was asked for; functionTimeout of host.json, if that is shorter.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(20);
}
