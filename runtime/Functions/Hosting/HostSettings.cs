using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Hosting;

/// <summary>host.json, as far as the stand-in obeys it. Defaults are the official ones.</summary>
internal sealed record HostSettings
{
    /// <summary>Where host.json stands in the configuration; environment variables may override it there, as in Azure.</summary>
    public const string Section = "AzureFunctionsJobHost";

    /// <summary>The setting that holds the storage account.</summary>
    public const string DefaultConnection = "AzureWebJobsStorage";

    public HttpSettings Http { get; init; } = new();

    public QueueSettings Queues { get; init; } = new();

    public DurableSettings DurableTask { get; init; } = new();

    /// <exception cref="HostStartException">A value is not of its kind.</exception>
    public static HostSettings Read(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection($"{Section}:extensions").Get<HostSettings>() ?? new();
        }
        catch (InvalidOperationException e)
        {
            throw new HostStartException($"host.json: {e.Message}", e);
        }
    }

    internal sealed record HttpSettings
    {
        public string RoutePrefix { get; init; } = "api";
    }

    internal sealed record QueueSettings
    {
        /// <summary>Messages fetched at once, at most 32.</summary>
        public int BatchSize { get; init; } = 16;

        /// <summary>When this many or fewer are running, the next batch is fetched; half the batch when null.</summary>
        public int? NewBatchThreshold { get; init; }

        /// <summary>The longest pause between looks into an empty queue.</summary>
        public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

        /// <summary>How long a message that failed stays hidden before it is tried again.</summary>
        public TimeSpan VisibilityTimeout { get; init; }

        /// <summary>Attempts before a message goes to the poison queue.</summary>
        public int MaxDequeueCount { get; init; } = 5;

        /// <summary><c>base64</c> or <c>none</c>.</summary>
        public string MessageEncoding { get; init; } = "base64";
    }

    internal sealed record DurableSettings
    {
        public string HubName { get; init; } = "TestHubName";

        public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

        public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

        public string DefaultVersion { get; init; } = "";

        public StorageSettings StorageProvider { get; init; } = new();
    }

    internal sealed record StorageSettings
    {
        /// <summary>The setting that holds the hub's storage account.</summary>
        public string ConnectionName { get; init; } = DefaultConnection;
    }
}
