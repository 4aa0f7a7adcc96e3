using Lives.Machine;
using Lives.Storage;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// What was promised for a time is not cut short, and not left hanging: an order is not cancelled for want of payment, of a reviewer or of
/// goods, not closed, and goods are not written off, before the deadline that was shown; and when a deadline has passed, the order has
/// moved on within the slack. The deadlines themselves are as long as the order's windows. (Answers: <see cref="AnswersInTime"/>.)
/// </summary>
internal sealed class DeadlinesHold : Invariant
{
    private const OrderDeadline Review = OrderDeadline.Review;
    private const OrderDeadline StockDecision = OrderDeadline.StockDecision;
    private const OrderDeadline Restock = OrderDeadline.Restock;

    // What nobody waits for any more once an order is being wound up.
    private static readonly OrderDeadline[] _ofOpenOrders = [OrderDeadline.Payment, OrderDeadline.Change, Review, StockDecision];

    private readonly Dictionary<string, OrderState> _states = new(StringComparer.Ordinal);

    // The time that was shown last for a choice about goods, or for their coming.
    private readonly Dictionary<string, DateTimeOffset> _goodsBy = new(StringComparer.Ordinal);

    // When orders began to be wound up, and how they were before.
    private readonly Dictionary<string, (DateTimeOffset At, OrderState Before)> _stopped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ManualReview> _manualReview = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _reviewOverdue = new(StringComparer.Ordinal);

    /// <summary>
    /// A step that stood still was decided again; what is shown is the later of the two until the order's next step, while its timers run
    /// by the first.
    /// </summary>
    private TimeSpan ShownLate => Life.World.Faults.ContainsKey(FaultKind.Stall) ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;

    private TimeSpan Slack => Oracle.Slack.In(Life.Script);

    private DateTimeOffset Now => Life.World.Clock.Now;

    public override void OnRow(string table, StoredRow row)
    {
        if (table == StorageSchema.OpsAlerts)
            JudgeAlert(row.Read<OpsAlert>());
        if (table != StorageSchema.Orders)
            return;
        var orderId = row.PartitionKey;
        if (
            row.Key.StartsWith(OrderRows.EventPrefix, StringComparison.Ordinal)
            && row.Read<TimelineEntry>().Kind == TimelineKind.StockWrittenOff
        )
            Expect(
                _goodsBy.TryGetValue(orderId, out var by) && Now >= by,
                orderId,
                $"what was missing was written off at {Now:u}, and there was time until {by:u}"
            );
        if (row.Key != OrderRows.State)
            return;
        var state = Books.State(orderId)!;
        if (_states.TryGetValue(orderId, out var before) && before.Sequence != state.Sequence && Books.Order(orderId) is { } order)
            Judge(order, before, state);
        _states[orderId] = state;
    }

    private void Judge(Order order, OrderState before, OrderState after)
    {
        var orderId = order.OrderId;
        JudgeReview(order, before, after);
        JudgeGoods(order, before, after);
        if (before.Status != after.Status && after.Status == OrderStatus.Cancelling)
        {
            _stopped[orderId] = (Now, before);
            foreach (var over in after.Deadlines.Keys.Intersect(_ofOpenOrders))
                Violated(orderId, $"is being wound up, and shows a deadline of {over}");
            if (before is { Status: OrderStatus.AwaitingPayment } && before.Deadlines.TryGetValue(OrderDeadline.Payment, out var payBy))
                Expect(Now <= payBy + Slack, orderId, $"was to be paid by {payBy:u}, and was cancelled at {Now:u}");
        }

        if (before.Cancellation is null && after.Cancellation is { } cancellation && _stopped.TryGetValue(orderId, out var stopped))
            JudgeCancellation(order, cancellation, stopped.At, stopped.Before);
        if (before.Status == after.Status || after.Status != OrderStatus.Closed)
            return;
        foreach (var window in new[] { OrderDeadline.Claim, OrderDeadline.Return })
        {
            if (before.Deadlines.TryGetValue(window, out var open))
                Expect(Now >= open, orderId, $"was closed at {Now:u}, before the {window} window ended at {open:u}");
        }
    }

    /// <summary>Why it was cancelled is said when all is settled; what counts is when it was decided.</summary>
    /// <param name="before">The order as it was then.</param>
    private void JudgeCancellation(Order order, Cancellation cancellation, DateTimeOffset at, OrderState before)
    {
        var orderId = order.OrderId;
        if (cancellation.Reasons.Contains(ReasonCode.PaymentTimeout))
            Expect(
                at >= order.PlacedAt + order.Windows.PaymentFor(order.PaymentMethod),
                orderId,
                $"was cancelled for want of payment at {at:u}, placed at {order.PlacedAt:u}"
            );
        if (cancellation.Reasons.Contains(ReasonCode.ReviewTimeout))
        {
            Expect(
                _manualReview.TryGetValue(orderId, out var left) && at >= left.DecideBy,
                orderId,
                $"was cancelled for want of a reviewer at {at:u}, who had time until {left?.DecideBy:u}"
            );
            Expect(_reviewOverdue.ContainsKey(orderId), orderId, $"was cancelled for want of a reviewer, and operations were not told");
        }

        // What the customer chose is written down before, and ends the waiting.
        if (
            cancellation.Reasons.All(reason => reason.Code == ReasonCode.OutOfStock)
            && (before.Deadlines.TryGetValue(StockDecision, out var by) || before.Deadlines.TryGetValue(Restock, out by))
        )
            Expect(at >= by - ShownLate, orderId, $"was cancelled for want of goods at {at:u}, and there was time until {by:u}");
    }

    /// <summary>A reviewer has the review window twice: after the first, operations are told.</summary>
    private void JudgeReview(Order order, OrderState before, OrderState after)
    {
        var shown = before.Deadlines.TryGetValue(Review, out var by);
        if (!shown && after.Deadlines.TryGetValue(Review, out by) && after.ManualReview is { } review)
        {
            _manualReview[order.OrderId] = review;
            Expect(
                by >= Twice(after.Since) && by <= Twice(Now),
                order.OrderId,
                $"is in review since {after.Since:u}, and is to be decided on by {by:u}"
            );
            Expect(
                review.EscalateAt >= Once(after.Since) && review.EscalateAt <= Once(Now),
                order.OrderId,
                $"is in review since {after.Since:u}, and operations are to be told at {review.EscalateAt:u}"
            );
        }

        if (shown && !after.Deadlines.ContainsKey(Review))
        {
            Expect(Now <= by + Slack, order.OrderId, $"was to be decided on by {by:u}, and was in review until {Now:u}");
            Expect(
                _reviewOverdue.ContainsKey(order.OrderId) || Now <= _manualReview[order.OrderId].EscalateAt + Slack,
                order.OrderId,
                $"was in review until {Now:u}, and operations were not told at {_manualReview[order.OrderId].EscalateAt:u}"
            );
        }

        DateTimeOffset Once(DateTimeOffset start) => Deadlines.After(order.Windows.Review, start);
        DateTimeOffset Twice(DateTimeOffset start) => Once(Once(start));
    }

    private void JudgeAlert(OpsAlert alert)
    {
        if (alert is not { Kind: AlertKind.ReviewOverdue, OrderId: { } orderId } || !_reviewOverdue.TryAdd(orderId, Now))
            return;
        Expect(
            _manualReview.TryGetValue(orderId, out var review) && Now >= review.EscalateAt && Now <= review.EscalateAt + Slack,
            orderId,
            $"is said at {Now:u} to wait for a reviewer, who was to be reminded at {review?.EscalateAt:u}"
        );
    }

    /// <summary>Backordered goods: the customer has time to choose, and if they wait, the goods have time to come.</summary>
    private void JudgeGoods(Order order, OrderState before, OrderState after)
    {
        var asked = before.Deadlines.TryGetValue(StockDecision, out var chooseBy);
        var awaited = before.Deadlines.TryGetValue(Restock, out var comeBy);
        if (asked && after.Deadlines.GetValueOrDefault(StockDecision) != chooseBy)
            Expect(Now <= chooseBy + Slack, order.OrderId, $"the customer was to choose by {chooseBy:u}, and was waited for until {Now:u}");
        if (awaited && after.Deadlines.GetValueOrDefault(Restock) != comeBy)
            Expect(Now <= comeBy + Slack, order.OrderId, $"goods were to come by {comeBy:u}, and were waited for until {Now:u}");
        if (after.Deadlines.TryGetValue(StockDecision, out var choose) && choose != chooseBy)
        {
            _goodsBy[order.OrderId] = choose;
            Expect(
                choose == after.Since + order.Windows.StockDecision,
                order.OrderId,
                $"the customer is asked at {after.Since:u} to choose by {choose:u}"
            );
        }

        if (after.Deadlines.TryGetValue(Restock, out var come) && come != comeBy)
            _goodsBy[order.OrderId] = come;
        Expect(
            after.Short.Count > 0 || !after.Deadlines.ContainsKey(Restock),
            order.OrderId,
            $"waits for no goods, and shows that they come by {come:u}"
        );
    }

    public override void AtEnd(Ending ending)
    {
        foreach (var order in ending.Orders.Where(order => order.State.IsFinal))
        {
            foreach (var parcel in order.Record.Parcels)
            {
                if (
                    order.State.Status == OrderStatus.Closed
                    && parcel is { Outcome: ShipmentOutcome.Delivered, DeliveredAt: { } delivered, Replaced: false }
                )
                    Expect(
                        order.State.Since >= delivered + order.Order.Windows.Claim,
                        order.Id,
                        $"parcel {parcel.Number} arrived at {delivered:u}, and the order was closed at {order.State.Since:u}"
                    );
            }

            if (
                order.Timeline.FirstOrDefault(entry => entry.Kind == TimelineKind.Delivered) is { } arrived
                && order.State.Status == OrderStatus.Closed
                && order.Record.Parcels.Count == 1
                && order.Record.Cases.Count == 0
            )
            {
                // Money that is on its way back holds the books open.
                var settled = order
                    .Record.Ledger.Where(entry => entry.Kind == LedgerKind.Refunded)
                    .Select(entry => entry.At)
                    .DefaultIfEmpty(arrived.Time)
                    .Max();
                var longest =
                    order.Order.Windows.Return > order.Order.Windows.Claim ? order.Order.Windows.Return : order.Order.Windows.Claim;
                var from = order.Record.Parcels[0].DeliveredAt is { } shown && shown > arrived.Time ? shown : arrived.Time;
                var over = from + longest;
                Expect(
                    order.State.Since <= (settled > over ? settled : over) + Slack,
                    order.Id,
                    $"was delivered at {arrived.Time:u}, nothing was open, and it closed at {order.State.Since:u}"
                );
            }
        }
    }
}
