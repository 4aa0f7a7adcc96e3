using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace Durable.Testing.Hub;

/// <summary>How one run of the app meets the hub.</summary>
public sealed class HubProcessOptions
{
    /// <summary>What stands before the storage; nothing if not set.</summary>
    public IHubGate Gate { get; init; } = OpenGate.Instance;

    /// <summary>For how long a message stays hidden that a process had in hand when it died.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether an episode's messages and its history are separate calls, as on Azure Storage, so that a process can die in between.
    /// </summary>
    public bool SplitCommits { get; init; }

    /// <summary>
    /// How many of the messages that wait for an orchestration one episode takes, given how many there are; all if null. The order is that
    /// in which they were sent.
    /// </summary>
    public Func<int, int>? MessagesPerEpisode { get; init; }

    /// <summary>
    /// By how much a history grows until its orchestration is replayed from the beginning. In between it stays in memory, as in the
    /// official engine's extended sessions, unless its process dies or its history cannot be written. At 1 each episode is a replay.
    /// </summary>
    public double ReplayedAtGrowth { get; init; } = 1;

    /// <summary>How much too early a timer fires; the official engine cuts off parts of a second.</summary>
    public Func<DateTimeOffset, TimeSpan> TimerEarly { get; init; } = static _ => TimeSpan.Zero;

    /// <summary>The version of what is started and which versions are run, as host.json sets it; null for no versions.</summary>
    public DurableTaskWorkerOptions.VersioningOptions? Versioning { get; init; }

    /// <summary>
    /// How payloads are written; if null, as the services say: by their options of the durable worker, else by their <see
    /// cref="System.Text.Json.JsonSerializerOptions"/>, as the Functions worker does.
    /// </summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>Put around each orchestrator.</summary>
    public Func<ITaskOrchestrator, ITaskOrchestrator>? AroundOrchestrator { get; init; }

    /// <summary>Put around each run of an activity.</summary>
    public Func<ActivityRun, Func<Task<object?>>, Task<object?>>? AroundActivity { get; init; }
}

/// <summary>One run of an activity.</summary>
/// <param name="Input">As the function gets it.</param>
/// <param name="Services">Of the process that runs it.</param>
public sealed record ActivityRun(string Name, string InstanceId, object? Input, IServiceProvider Services);
