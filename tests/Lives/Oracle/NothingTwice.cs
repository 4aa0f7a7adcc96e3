using Companies;
using Orders.Functions.Domain.Status;

namespace Lives.Oracle;

/// <summary>
/// What the shop asks of companies is done once, however often it asks: one refund per reference, and never two for the same payment; one
/// waybill in use per parcel; and no payment request from an order that is over.
/// </summary>
internal sealed class NothingTwice : Invariant
{
    public override void AtEnd(Ending ending)
    {
        foreach (var order in ending.Orders)
        {
            var refunds = Life.World.Payments.Refunds.Where(refund => refund.Value.OrderId == order.Id).ToList();
            foreach (var (key, refund) in refunds)
            {
                Expect(
                    key.StartsWith($"{order.Id}:refund:", StringComparison.Ordinal),
                    order.Id,
                    $"the refund {key} is not keyed by its order and reference"
                );
                Expect(
                    order.Record.Ledger.Any(entry => $"{order.Id}:{entry.Key}" == $"{key}:requested" && entry.Amount == refund.Amount),
                    order.Id,
                    $"the refund {key} of {refund.Amount} is in the company's books, and was never asked for by the ledger"
                );
            }

            // One that came back is made again.
            foreach (
                var same in refunds
                    .Where(refund => !refund.Value.Failed)
                    .GroupBy(refund => PaymentOf(refund.Key), StringComparer.Ordinal)
                    .Where(same => same.Key.Length > 0 && same.Count() > 1)
            )
                Violated(order.Id, $"the payment {same.Key} went back under {string.Join(" and ", same.Select(refund => refund.Key))}");
            JudgeParcels(order);
            if (
                order.State.IsFinal
                && Life.World.Payments.Demands.TryGetValue(order.Id, out var demand)
                && order.State.Status == OrderStatus.Cancelled
            )
                Expect(!demand.Open, order.Id, $"is {order.State.Status}, and {demand.Due} can still be paid");
        }
    }

    private void JudgeParcels(OrderFile order)
    {
        var parcels = Life.World.Carrier.Parcels.Values.Where(parcel => Waybills.OrderOf(parcel) == order.Id);
        foreach (
            var same in parcels
                .Where(parcel => !parcel.IsVoided)
                .GroupBy(parcel => parcel.Booking.ParcelNumber)
                .Where(same => same.Count() > 1)
        )
            Violated(order.Id, $"parcel {same.Key} is booked twice: {string.Join(" and ", same.Select(parcel => parcel.Waybill))}");
    }

    // refund:excess:sandbox:evt_1 and refund:late:sandbox:evt_1 return the same payment, and so may evt_2.
    private string PaymentOf(string key)
    {
        if (key.LastIndexOf("pay-", StringComparison.Ordinal) is var payment and >= 0)
            return key[payment..];
        if (key.LastIndexOf("evt_", StringComparison.Ordinal) is not (var at and >= 0))
            return "";
        return Life.World.Payments.ReferenceIn(key[at..]) ?? key[at..];
    }
}

/// <summary>What a parcel's idempotency key tells.</summary>
internal static class Waybills
{
    public static string OrderOf(Parcel parcel) => parcel.Key[..parcel.Key.LastIndexOf("-p", StringComparison.Ordinal)];
}
