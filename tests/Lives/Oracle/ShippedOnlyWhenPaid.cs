using Companies;
using Orders.Functions.Domain.Status;

namespace Lives.Oracle;

/// <summary>
/// Nothing leaves the warehouse that is not paid, and nothing of an order that was cancelled: when the carrier takes a parcel over, its
/// waybill was not voided, its order has not come to an end by cancelling, and the payment provider has, for that order, at least the price
/// of what is in it.
/// </summary>
internal sealed class ShippedOnlyWhenPaid : Invariant
{
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);

    public override void OnMove()
    {
        var carrier = Life.World.Carrier;
        if (_gone.Count == carrier.Parcels.Count)
            return;
        foreach (var parcel in carrier.Parcels.Values)
        {
            if (parcel.IsHandedOver && _gone.Add(parcel.Waybill))
                JudgeHandOver(parcel);
        }
    }

    private void JudgeHandOver(Parcel parcel)
    {
        var orderId = Waybills.OrderOf(parcel);
        Expect(!parcel.IsVoided, orderId, $"{parcel.Waybill} left the warehouse after it was voided");
        if (Books.State(orderId) is not { } state || Books.Order(orderId) is not { } order)
        {
            Violated(orderId, $"{parcel.Waybill} left the warehouse, and there is no such order");
            return;
        }

        Expect(
            state.Status is not (OrderStatus.Cancelled or OrderStatus.Placed or OrderStatus.InReview or OrderStatus.AwaitingPayment),
            orderId,
            $"{parcel.Waybill} left the warehouse while the order is {state.Status}"
        );

        // A parcel that goes in another's place was paid with that one.
        if (
            Books.Parcels(orderId).FirstOrDefault(one => one.Number == parcel.Booking.ParcelNumber) is not { } shown
            || Books.Parcels(orderId).Any(other => other.Number < shown.Number && other.Outcome is not null)
        )
            return;
        var now = order.As(state.Terms);
        var price = shown.Lines.Sum(line =>
            now.Lines.FirstOrDefault(ordered => ordered.Sku == line.Sku)?.UnitPrice.Amount * line.Quantity ?? 0
        );
        var books = CompanyBooks.Of(Life.World.Payments, orderId, order.Total.Currency);
        Expect(
            (books.Taken - books.Refunded).Amount >= price,
            orderId,
            $"{parcel.Waybill} with goods for {price} left the warehouse, and the payment provider has {books.Taken - books.Refunded}"
        );
    }
}
