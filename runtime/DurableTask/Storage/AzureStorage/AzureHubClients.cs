using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>Storage clients as the hub wants them: one pool of kept connections, few and short retries of their own.</summary>
internal static class AzureHubClients
{
    private const int Retries = 1;

    // More at once make one emulator thread, or one table partition, no faster, and each call slower.
    private const int MaxConnections = 64;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    // Storage that answers nobody ends a try much sooner (SilenceLimit), so that two are over within ten seconds: a caller over HTTP waits no longer. Steps are tried again by the engine.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    // The pool outlives every client: kept connections are what makes a step cost one round trip.
    private static readonly SocketsHttpHandler Connections = new()
    {
        AllowAutoRedirect = false,
        MaxConnectionsPerServer = MaxConnections,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        UseCookies = false,
        UseProxy = false,
    };

    /// <param name="policies">Put on every call, retries included.</param>
    public static TableServiceClient Tables(string connectionString, params IEnumerable<HttpPipelinePolicy> policies)
    {
        var options = new TableClientOptions();
        Configure(options, policies);
        return new(connectionString, options);
    }

    /// <inheritdoc cref="Tables"/>
    public static BlobServiceClient Blobs(string connectionString, params IEnumerable<HttpPipelinePolicy> policies)
    {
        var options = new BlobClientOptions();
        Configure(options, policies);
        return new(connectionString, options);
    }

    private static void Configure(global::Azure.Core.ClientOptions options, IEnumerable<HttpPipelinePolicy> policies)
    {
        options.Transport = new HttpClientTransport(new HttpClient(new SilenceLimit(Connections, TimeProvider.System), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });
        options.Retry.MaxRetries = Retries;
        options.Retry.Delay = FirstDelay;
        options.Retry.MaxDelay = MaxDelay;
        options.Retry.NetworkTimeout = CallTimeout;
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        foreach (var policy in policies)
            options.AddPolicy(policy, global::Azure.Core.HttpPipelinePosition.PerRetry);
    }
}
