using DurableTask.Core.History;

namespace Durable.Testing.Hub;

/// <summary>
/// What stands between one run of the app and the task hub's storage: lets a call through, keeps it waiting, has it fail, or has its
/// process die over it. The simulation makes its crashes and outages here.
/// </summary>
public interface IHubGate
{
    /// <summary>
    /// Before a call does its work. Throws if the storage does not answer and has done nothing; never completes if the process has died.
    /// </summary>
    Task BeforeAsync(HubCall call);

    /// <summary>
    /// After a call has done its work. Throws if the answer is lost though the work is done; never completes if the process has died.
    /// </summary>
    Task AfterAsync(HubCall call);

    /// <summary>What becomes of the messages that a call sends.</summary>
    HubFate FateOf(HubCall call) => HubFate.Normal;
}

/// <summary>One call to the hub's storage.</summary>
/// <param name="InstanceId">The orchestration that it is for; empty for a query over many.</param>
/// <param name="Events">What it writes, in order; empty for a read.</param>
public sealed record HubCall(HubVerb Verb, string InstanceId, IReadOnlyList<HistoryEvent> Events)
{
    public HubCall(HubVerb verb, string instanceId)
        : this(verb, instanceId, []) { }
}

/// <summary>What a call is for.</summary>
public enum HubVerb
{
    /// <summary>
    /// A client starts an orchestration: the message. With <see cref="HubProcessOptions.SplitCommits"/> its row is a call of its own.
    /// </summary>
    Start,

    /// <summary>
    /// The row of an orchestration that a client has started: until it is there, nobody can tell the orchestration anything.
    /// </summary>
    StartRow,

    /// <summary>A client's event, or its wish to suspend, resume or terminate.</summary>
    Raise,

    /// <summary>A client removes orchestrations.</summary>
    Purge,

    /// <summary>A client asks, or a worker loads a history.</summary>
    Read,

    /// <summary>
    /// What an episode sends to others and to itself, before its history is written; only with
    /// <see cref="HubProcessOptions.SplitCommits"/>.
    /// </summary>
    Send,

    /// <summary>The history of an episode; without <see cref="HubProcessOptions.SplitCommits"/> with all that it sends.</summary>
    Checkpoint,

    /// <summary>An activity's code: before it runs, and when it has run. No storage is concerned.</summary>
    Activity,

    /// <summary>What an activity has come to.</summary>
    ActivityResult,
}

/// <summary>What becomes of the messages of a call.</summary>
public enum HubFate
{
    Normal,

    /// <summary>Each message is there twice: the first answer was lost, and the sender sent again.</summary>
    Twice,

    /// <summary>
    /// An activity's result is lost: the activity runs again when its message becomes visible again. Means nothing to other calls.
    /// </summary>
    Lost,
}

/// <summary>Nothing is ever in the way.</summary>
internal sealed class OpenGate : IHubGate
{
    public static readonly OpenGate Instance = new();

    public Task BeforeAsync(HubCall call) => Task.CompletedTask;

    public Task AfterAsync(HubCall call) => Task.CompletedTask;
}
