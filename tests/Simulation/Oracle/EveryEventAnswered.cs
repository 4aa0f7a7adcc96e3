using System.Text.Json;
using LocalRuntime.DurableTask.Core;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Simulation.Oracle;

/// <summary>Whatever the shop took had its effect, or an answer: each webhook that it answered with yes is settled, and each command that reached an order has an outcome. Nothing is dropped in silence.</summary>
internal sealed class EveryEventAnswered : Invariant
{
    private static readonly string[] _commands =
    [
        OrderEvents.CancelRequest, OrderEvents.ChangeRequest, OrderEvents.ChangeConfirmed, OrderEvents.ReviewDecision, OrderEvents.StockDecision, OrderEvents.RefundDecision, OrderEvents.PaymentUpdate,
        OrderEvents.ClaimFiled, OrderEvents.ReturnRequested, OrderEvents.ServiceRequest,
    ];

    public override void AtEnd(Ending ending)
    {
        var files = ending.Orders.ToDictionary(order => order.Id, StringComparer.Ordinal);
        foreach (var row in Life.World.Tables.Rows(StorageSchema.Inbox))
        {
            if (row.RowKey.StartsWith("pending:", StringComparison.Ordinal))
            {
                Violated(null, $"the event {row.GetString("EventId")} of {row.PartitionKey} is still on its way after {row.GetInt32("Attempts")} attempts");
                continue;
            }

            var (target, outcome) = (row.Read<WebhookTarget>(), row.GetString("Outcome"));
            if (outcome == "delivered")
                Expect(target.Rma is not null || files.TryGetValue(target.OrderId, out var order) && IsHandled(order, target.HandledId), target.OrderId, $"the event {row.GetString("EventId")} is said to be delivered, and had no effect");
            else if (outcome is not null)
                Violated(target.OrderId, $"the event {row.GetString("EventId")} ({target.EventName}) was {outcome}");
        }

        foreach (var order in ending.Orders)
        {
            if (ending.Instances.TryGetValue(order.Id, out var instance))
                JudgeCommands(order, instance.History.OfType<EventRaised>());
        }
    }

    private void JudgeCommands(OrderFile order, IEnumerable<EventRaised> raised)
    {
        foreach (var command in raised.Where(one => _commands.Contains(one.Name)))
        {
            using var body = JsonDocument.Parse(command.Input!);
            var id = body.RootElement.EnumerateObject().First(property => property.Name.Equals("eventId", StringComparison.OrdinalIgnoreCase)).Value.GetString()!;
            Expect(IsHandled(order, id) || order.State.Commands.ContainsKey(id) || order.State.Changes.ContainsKey(id), order.Id, $"{command.Name} {id} reached the order, and had neither effect nor answer");
        }
    }

    private static bool IsHandled(OrderFile order, string eventId) => order.Handled.Contains(TableKey.Escape(eventId));
}
