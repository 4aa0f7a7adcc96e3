using System.Text.Json;
using DurableTask.Core.History;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// Whatever the shop took had its effect, or an answer: each webhook that it answered with yes is settled, and each command that reached an
/// order has an outcome. Nothing is dropped in silence.
/// </summary>
internal sealed class EveryEventAnswered : Invariant
{
    private static readonly TimeSpan _moment = TimeSpan.FromMinutes(1);

    private static readonly string[] _commands =
    [
        OrderEvents.CancelRequest,
        OrderEvents.ChangeRequest,
        OrderEvents.ChangeConfirmed,
        OrderEvents.ReviewDecision,
        OrderEvents.StockDecision,
        OrderEvents.RefundDecision,
        OrderEvents.HoldDecision,
        OrderEvents.PaymentUpdate,
        OrderEvents.ClaimFiled,
        OrderEvents.ReturnRequested,
        OrderEvents.ServiceRequest,
    ];

    // What leaves nothing behind that somebody would wait for.
    private static readonly string[] _decisions =
    [
        OrderEvents.CancelRequest,
        OrderEvents.ChangeRequest,
        OrderEvents.ChangeConfirmed,
        OrderEvents.ReviewDecision,
        OrderEvents.StockDecision,
        OrderEvents.RefundDecision,
        OrderEvents.HoldDecision,
    ];

    public override void AtEnd(Ending ending)
    {
        var files = ending.Orders.ToDictionary(order => order.Id, StringComparer.Ordinal);
        foreach (var row in Life.World.Tables.Rows(StorageSchema.Inbox))
        {
            if (row.RowKey.StartsWith("pending:", StringComparison.Ordinal))
            {
                Violated(
                    null,
                    $"the event {row.GetString("EventId")} of {row.PartitionKey} is still on its way after "
                        + $"{row.GetInt32("Attempts")} attempts"
                );
                continue;
            }

            var (target, outcome) = (row.Read<WebhookTarget>(), row.GetString("Outcome"));
            if (outcome == "delivered")
                Expect(
                    target.Rma is not null || files.TryGetValue(target.OrderId, out var order) && IsHandled(order, target.HandledId),
                    target.OrderId,
                    $"the event {row.GetString("EventId")} is said to be delivered, and had no effect"
                );
            else if (outcome is not null)
                Violated(target.OrderId, $"the event {row.GetString("EventId")} ({target.EventName}) was {outcome}");
        }

        JudgeCancels(files);
        foreach (var order in ending.Orders)
        {
            if (ending.Instances.TryGetValue(order.Id, out var instance))
                JudgeCommands(order, instance.History.OfType<EventRaisedEvent>());
        }
    }

    /// <summary>
    /// A cancel that was taken is decided on; one that came in the very moment of the order's end has that for an answer, and one of an
    /// order that was being wound up already its end.
    /// </summary>
    private void JudgeCancels(IReadOnlyDictionary<string, OrderFile> files)
    {
        foreach (var cancel in Life.Answers.Where(answer => answer is { What: "cancel", IsSuccess: true, Order: not null }))
        {
            var placed = Life.Orders[cancel.Order!.Value];
            if (!files.TryGetValue(placed.OrderId, out var order))
                continue;
            var decided =
                order.State.Cancellation is not null
                || order.State.Commands.Keys.Any(id => id.StartsWith("cancel:", StringComparison.Ordinal));
            var undone =
                order.State.Status is OrderStatus.Cancelled or OrderStatus.Refunded or OrderStatus.Failed
                && placed.Since.TryGetValue(OrderStatus.Cancelling, out var since)
                && since <= cancel.At;
            Expect(
                decided || undone || (order.State.IsFinal && order.State.Since <= cancel.At + _moment),
                order.Id,
                $"a cancel was answered with {cancel.Status} at {cancel.At:u}, and nothing came of it"
            );
        }
    }

    /// <summary>
    /// A decision that arrives in the moment in which the end is written down may find no orchestration any more (decision 4): the end
    /// is the answer to it.
    /// </summary>
    private static bool IsTooLate(OrderFile order, EventRaisedEvent command) =>
        _decisions.Contains(command.Name) && order.State.IsFinal && command.Timestamp >= order.State.Since.UtcDateTime;

    private void JudgeCommands(OrderFile order, IEnumerable<EventRaisedEvent> raised)
    {
        foreach (var command in raised.Where(one => _commands.Contains(one.Name)))
        {
            using var body = JsonDocument.Parse(command.Input!);
            var id = body
                .RootElement.EnumerateObject()
                .First(property => property.Name.Equals("eventId", StringComparison.OrdinalIgnoreCase))
                .Value.GetString()!;
            Expect(
                IsHandled(order, id)
                    || order.State.Commands.ContainsKey(id)
                    || order.State.Changes.ContainsKey(id)
                    || IsTooLate(order, command),
                order.Id,
                $"{command.Name} {id} reached the order, and had neither effect nor answer"
            );
        }
    }

    private static bool IsHandled(OrderFile order, string eventId) => order.Handled.Contains(TableKey.Escape(eventId));
}
