using System.Text.Json;
using System.Text.Json.Nodes;
using Durable.Testing.Replay;
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
        foreach (var to in history.Calls.Select(call => WrittenIn(call.Input)).OfType<JsonNode>())
        {
            var status = to["status"].Deserialize<OrderStatus>(OrderJson.Options);
            yield return (from, status);
            from = status;
        }
    }

    /// <summary>The state that an activity writes down, in its own step or in one that it takes along.</summary>
    private static JsonNode? WrittenIn(string input) =>
        JsonNode.Parse(input) is JsonArray { Count: 1 } arguments && arguments[0] is JsonObject argument
            ? argument["state"] ?? (argument["step"] as JsonObject)?["state"]
            : null;
}
