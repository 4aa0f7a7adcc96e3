using LocalHost.Configuration;

namespace LocalHost;

/// <summary>One stream for host and worker, filtered as host.json says.</summary>
internal static class HostLog
{
    /// <summary>Makes the log.</summary>
    /// <param name="log">Where it goes; null: nowhere.</param>
    public static ILoggerFactory Create(HostSettings settings, Action<ILoggingBuilder>? log) => LoggerFactory.Create(logging =>
    {
        logging.AddFilter("LocalHost", LogLevel.Information);

        // Every retry of a storage call is a warning there; what comes of it is told by whoever made the call.
        logging.AddFilter("Azure.Core", LogLevel.Error);

        // Each tells once more of a failure that the function's own category has.
        logging.AddFilter("Host.Results", LogLevel.None);
        logging.AddConfiguration(settings.Configuration.GetSection($"{HostJson.Section}:logging"));
        log?.Invoke(logging);
    });

    /// <summary>A line an entry on standard output, in universal time, with its category.</summary>
    public static void ToConsole(ILoggingBuilder logging) => logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss.fff ";
        console.UseUtcTimestamp = true;
    });
}
