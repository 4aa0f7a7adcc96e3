using Durable.Testing.Hub;
using DurableTask.Core.History;
using Lives.Storage;

namespace Lives.Machine;

/// <summary>
/// The way of one process to the task hub: through its gate, like all its calls to storage. Here events and results are doubled, and
/// results lost.
/// </summary>
internal sealed class HubDoor(IGate gate, Hazards hazards) : IHubGate
{
    /// <summary>The hub among the stores.</summary>
    public const string Name = "hub";

    // An activity's code is no call.
    public Task BeforeAsync(HubCall call) => call.Verb == HubVerb.Activity ? Task.CompletedTask : gate.BeforeAsync(Of(call));

    public Task AfterAsync(HubCall call) => call.Verb == HubVerb.Activity ? Task.CompletedTask : gate.AfterAsync(Of(call));

    public HubFate FateOf(HubCall call)
    {
        if (call.Verb == HubVerb.ActivityResult && hazards.Strikes(FaultKind.ResultLost))
            return HubFate.Lost;
        var twice =
            gate.IsRepeated(Of(call))
            || (call.Events.Any(sent => sent is EventRaisedEvent) && hazards.Strikes(FaultKind.EventTwice))
            || (
                call.Events.Any(sent => sent is SubOrchestrationInstanceCompletedEvent or SubOrchestrationInstanceFailedEvent)
                && hazards.Strikes(FaultKind.EndTwice)
            );
        return twice ? HubFate.Twice : HubFate.Normal;
    }

    private static StorageCall Of(HubCall call) => new(Name, VerbOf(call.Verb), call.InstanceId);

    private static StorageVerb VerbOf(HubVerb verb) =>
        verb switch
        {
            HubVerb.Start or HubVerb.Raise or HubVerb.ActivityResult => StorageVerb.Add,
            HubVerb.StartRow => StorageVerb.Upsert,
            HubVerb.Purge => StorageVerb.Delete,
            HubVerb.Read => StorageVerb.Query,
            HubVerb.Send => StorageVerb.Send,
            HubVerb.Checkpoint => StorageVerb.Transaction,
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "There is no such call to the hub."),
        };
}
