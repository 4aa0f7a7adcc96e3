using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// Tells an instance of an event from inside the engine, which needs no more than its history; a client is refused where the instance's row
/// does not say that it runs.
/// </summary>
public static class EventRelay
{
    [Function(nameof(EventRelay))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var relayed = context.GetInput<RelayedEvent>() ?? throw new InvalidOperationException("A relay starts with its event.");
        context.SendEvent(relayed.InstanceId, relayed.EventName, relayed.Payload);
        return Task.CompletedTask;
    }
}
