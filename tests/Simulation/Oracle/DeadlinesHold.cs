using Orders.Functions.Orders;
using Orders.Functions.Storage;
using Simulation.Storage;

namespace Simulation.Oracle;

/// <summary>
/// What was promised for a time is not cut short, and not left hanging: an order is not cancelled for want of payment, not closed, and goods are not given up, before the deadline that the customer was shown;
/// and when a deadline has passed, the order has moved on within the slack.
/// </summary>
internal sealed class DeadlinesHold : Invariant
{
    /// <summary>In a calm life steps take no time; where something went wrong, its repetition may take its own pauses.</summary>
    private static readonly TimeSpan _calm = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _disturbed = TimeSpan.FromHours(2);

    private readonly Dictionary<string, OrderState> _states = new(StringComparer.Ordinal);

    private TimeSpan Slack => Life.Script.Faults.Count == 0 && Life.Script.Aimed is null or { Count: 0 } ? _calm : _disturbed + Life.Script.LongestOutage;

    public override void OnRow(string table, StoredRow row)
    {
        if (table != StorageSchema.Orders || row.Key != OrderRows.State)
            return;
        var state = Books.State(row.PartitionKey)!;
        if (_states.TryGetValue(row.PartitionKey, out var before) && before.Sequence != state.Sequence)
            Judge(row.PartitionKey, before, state);
        _states[row.PartitionKey] = state;
    }

    private void Judge(string orderId, OrderState before, OrderState after)
    {
        var now = Life.World.Clock.Now;
        if (before.Status == after.Status && after.Cancellation is null)
            return;
        if (after.Cancellation is { } cancellation && before.Cancellation is null)
        {
            if (cancellation.Reasons.Contains("payment_timeout") && Books.Order(orderId) is { } order)
                Expect(now >= order.PlacedAt + order.Windows.PaymentFor(order.PaymentMethod), orderId, $"was cancelled for want of payment at {now:u}, placed at {order.PlacedAt:u}");
        }

        if (before is { Status: OrderStatus.AwaitingPayment } && after.Status == OrderStatus.Cancelling && before.Deadlines.TryGetValue("payment", out var payBy))
            Expect(now <= payBy + Slack, orderId, $"was to be paid by {payBy:u}, and was cancelled at {now:u}");
        if (after.Status != OrderStatus.Closed)
            return;
        foreach (var window in new[] { "claim", "return" })
        {
            if (before.Deadlines.TryGetValue(window, out var open))
                Expect(now >= open, orderId, $"was closed at {now:u}, before the {window} window ended at {open:u}");
        }
    }

    public override void AtEnd(Ending ending)
    {
        foreach (var order in ending.Orders.Where(order => order.State.IsFinal))
        {
            foreach (var parcel in order.Record.Parcels)
            {
                if (order.State.Status == OrderStatus.Closed && parcel is { Outcome: ShipmentOutcome.Delivered, DeliveredAt: { } delivered, Replaced: false })
                    Expect(order.State.Since >= delivered + order.Order.Windows.Claim, order.Id, $"parcel {parcel.Number} arrived at {delivered:u}, and the order was closed at {order.State.Since:u}");
            }

            if (order.Timeline.FirstOrDefault(entry => entry.Kind == "delivered") is { } arrived && order.State.Status == OrderStatus.Closed && order.Record.Parcels.Count == 1 && order.Record.Cases.Count == 0)
            {
                // Money that is on its way back holds the books open.
                var settled = order.Record.Ledger.Where(entry => entry.Kind == LedgerKind.Refunded).Select(entry => entry.At).DefaultIfEmpty(arrived.Time).Max();
                var longest = order.Order.Windows.Return > order.Order.Windows.Claim ? order.Order.Windows.Return : order.Order.Windows.Claim;
                var over = arrived.Time + longest;
                Expect(order.State.Since <= (settled > over ? settled : over) + Slack, order.Id, $"was delivered at {arrived.Time:u}, nothing was open, and it closed at {order.State.Since:u}");
            }
        }
    }
}
