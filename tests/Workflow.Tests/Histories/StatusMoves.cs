using System.Text.Json;
using Durable.Testing.Replay;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Orders;

namespace Workflow.Tests.Histories;

/// <summary>
/// The statuses that an order went through, read from its history: an order's status changes nowhere but in what it writes down.
/// </summary>
internal static class StatusMoves
{
    public static IEnumerable<string> NotInTheTable(RecordedHistory history) =>
        from move in Of(history)
        where !Transitions.Allows(move.From, move.To)
        select $"{history.InstanceId}: {move.From} to {move.To} is not in the table.";

    private static IEnumerable<(OrderStatus From, OrderStatus To)> Of(RecordedHistory history)
    {
        if (history.Orchestration != nameof(OrderOrchestration))
            yield break;
        var from = OrderStatus.Placed;
        foreach (var (activity, input) in history.Calls.Where(call => call.Activity == nameof(RecordProgress)))
        {
            var to = JsonSerializer.Deserialize<Progress[]>(input, OrderJson.Options)![0].State.Status;
            yield return (from, to);
            from = to;
        }
    }
}
