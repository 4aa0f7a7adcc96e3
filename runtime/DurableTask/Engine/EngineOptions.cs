using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>How the engine runs its hub.</summary>
internal sealed record EngineOptions
{
    public string HubName { get; init; } = "TestHubName";

    public int MaxConcurrentActivities { get; init; } = 100 * Environment.ProcessorCount;

    public int MaxConcurrentOrchestrations { get; init; } = 100 * Environment.ProcessorCount;

    public TimeSpan MaximumTimerInterval { get; init; } = TimeSpan.FromDays(3);

    public DataConverter DataConverter { get; init; } = JsonDataConverter.Default;

    public DurableTaskWorkerOptions.VersioningOptions? Versioning { get; init; }

    /// <summary>How many orchestrations stay alive in memory between their steps; 0 replays each step from the stored history.</summary>
    public int MaxLiveSessions { get; init; } = 1000;

    /// <summary>How long an orchestration without work stays alive in memory.</summary>
    public TimeSpan SessionIdleTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>At most so many messages go into one step.</summary>
    public int MaxMessagesPerStep { get; init; } = 1000;

    /// <summary>So many children are started at once by one step.</summary>
    public int MaxParallelSends { get; init; } = 16;

    /// <summary>An instance whose steps fail in the engine (not in its code) so many times in a row is failed.</summary>
    public int MaxStepFailures { get; init; } = 5;

    /// <summary>So many executions that continue as new without waiting are run before one is stored.</summary>
    public int MaxRestartsPerStep { get; init; } = 20;

    /// <summary>How long a client waits for this process to own the hub.</summary>
    public TimeSpan OwnershipWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop waits for activities that run already.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(20);
}
