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
        // What was to be written only if all went as hoped and did not: the next step has its number.
        var steps = history
            .Calls.SelectMany(call => WrittenIn(call.Input))
            .GroupBy(state => (int)state["sequence"]!)
            .OrderBy(states => states.Key);
        var from = OrderStatus.Placed;
        foreach (var states in steps)
        {
            var status = states.Last()["status"].Deserialize<OrderStatus>(OrderJson.Options);
            yield return (from, status);
            from = status;
        }
    }

    /// <summary>The states that an activity writes down, in its own step or in those that it takes along.</summary>
    private static IEnumerable<JsonNode> WrittenIn(string input)
    {
        if (JsonNode.Parse(input) is not JsonArray { Count: 1 } arguments || arguments[0] is not JsonObject argument)
            return [];
        JsonNode?[] states = [argument["state"], (argument["step"] as JsonObject)?["state"], (argument["then"] as JsonObject)?["state"]];
        return states.OfType<JsonNode>();
    }
}
