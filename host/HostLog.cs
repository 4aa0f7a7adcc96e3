using LocalHost.Configuration;

namespace LocalHost;

/// <summary>One stream for host and worker, filtered as host.json says.</summary>
internal static class HostLog
{
    /// <summary>
    /// They tell once more of a failure: of a function, which its own category has; of the start, which the host says in the end.
    /// </summary>
    private static readonly string[] ToldAlready =
    [
        "Host.Results",
        "Host.Startup",
        "Microsoft.Azure.Functions.Worker.FunctionsApplication",
        "Microsoft.Extensions.Hosting.Internal.Host",
    ];

    /// <summary>Makes the log.</summary>
    /// <param name="log">Where it goes; null: nowhere.</param>
    public static ILoggerFactory Create(HostSettings settings, Action<ILoggingBuilder>? log) =>
        LoggerFactory.Create(logging =>
        {
            logging.AddFilter("LocalHost", LogLevel.Information);

            // Every retry of a storage call is a warning there; what comes of it is told by whoever made the call.
            logging.AddFilter("Azure.Core", LogLevel.Error);

            foreach (var category in ToldAlready)
                logging.AddFilter(category, LogLevel.None);
            logging.AddConfiguration(settings.Configuration.GetSection($"{HostJson.Section}:logging"));
            log?.Invoke(logging);
        });

    /// <summary>A line an entry on standard output, in universal time, with its category.</summary>
    public static void ToConsole(ILoggingBuilder logging) =>
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
}
