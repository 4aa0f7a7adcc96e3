using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>
/// Books a parcel with the carrier, binds the waybill to it, so that scans find their way, and writes it down. Keyed (order, parcel,
/// attempt).
/// </summary>
public sealed class BookShipment(
    StepRecorder steps,
    OrderStore orders,
    ContactStore contacts,
    Catalogue catalogue,
    CarrierChoice carriers,
    WaybillIndex waybills,
    ParcelLabels labels,
    PromiseRules promises,
    TimeProvider time
)
{
    [Function(nameof(BookShipment))]
    public Task<PartnerAnswer<BookedParcel>> RunAsync([ActivityTrigger] ParcelToBook parcel, CancellationToken cancellation) =>
        PartnerAnswer.OfAsync(() => BookAsync(parcel, cancellation));

    private async Task<BookedParcel> BookAsync(ParcelToBook parcel, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(parcel.OrderId, cancellation);
        var contact =
            await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation)
            ?? throw new CarrierRefusedException("The order has no address to ship to.");
        var now = time.GetUtcNow();
        var destination = Destination.Of(contact.ShipTo);
        var promise =
            promises.For(parcel.Class, destination, now)
            ?? throw new CarrierRefusedException($"Nothing goes to {contact.ShipTo.Country} in class {OrderJson.Name(parcel.Class)}.");
        var asItStands = await AsItStandsAsync(parcel, cancellation);
        var (carrier, booking) = await carriers.BookAsync(
            ParcelBooking.KeyOf(order.OrderId, parcel.Number, parcel.Attempt),
            new ParcelBooking(order.OrderNumber, parcel.Number, parcel.Class, parcel.WeightGrams, contact.ShipTo)
            {
                OrderId = order.OrderId,
                Place = destination.Place,
                DutiesPaid = asItStands.Duties is { Terms: DutyTerms.Ddp },
                Goods = await GoodsAsync(parcel, [.. asItStands.Lines, .. order.Lines], cancellation),
            },
            cancellation
        );
        if (booking.Label is { } label)
            await labels.KeepAsync(order.CustomerId, carrier.Name, booking.Waybill, label, cancellation);
        await waybills.BindAsync(carrier.Name, booking.Waybill, order.OrderId, parcel.Number, now, cancellation);

        var booked = new BookedParcel(carrier.Name, booking.Waybill, booking.TrackingUrl, promise, Deadlines.After(parcel.HandOver, now));
        return booked with { Further = await steps.WriteAsync(booked.WrittenIn(parcel), cancellation) };
    }

    /// <summary>The order with all that was changed, substituted or added, as far as this parcel has it.</summary>
    private async Task<Order> AsItStandsAsync(ParcelToBook parcel, CancellationToken cancellation)
    {
        if (orders.Recall(parcel.OrderId)?.Order is { } known && HasAll(known))
            return known;
        return (await orders.FindAsync(parcel.OrderId, cancellation))?.Order
            ?? throw new InvalidOperationException($"Order {parcel.OrderId} is not stored.");

        bool HasAll(Order order) => parcel.Step.Parcel.Lines.All(units => order.Lines.Any(line => line.Sku == units.Sku));
    }

    /// <param name="lines">As they stand, and as they were placed: what was taken off the order may be in a parcel all the same.</param>
    private async Task<IReadOnlyList<ParcelGoods>> GoodsAsync(
        ParcelToBook parcel,
        IReadOnlyList<OrderLine> lines,
        CancellationToken cancellation
    )
    {
        List<ParcelGoods> goods = [];
        foreach (var units in parcel.Step.Parcel.Lines)
        {
            var line =
                lines.FirstOrDefault(line => line.Sku == units.Sku)
                ?? throw new InvalidOperationException(
                    $"Parcel {parcel.Number} of order {parcel.OrderId} holds {units.Sku}, and the order does not."
                );
            goods.Add(ParcelGoods.Of(line, units.Quantity, await catalogue.FindAsync(units.Sku, cancellation)));
        }

        return goods;
    }
}

/// <param name="Attempt">1 for the parcel's first waybill; more once others were voided.</param>
/// <param name="Class">As it is agreed now.</param>
/// <param name="WeightGrams">Of what is in this parcel.</param>
/// <param name="Step">The step that it is booked in; the booking is added to it.</param>
public sealed record ParcelToBook(
    string OrderId,
    int Number,
    int Attempt,
    ShippingClass Class,
    int WeightGrams,
    Window HandOver,
    ParcelProgress Step
);

public sealed record BookedParcel(string Carrier, string Waybill, string? TrackingUrl, Promise Promise, DateTimeOffset HandOverBy)
{
    /// <summary>See <see cref="RecordParcel"/>.</summary>
    public ParcelState? Further { get; init; }

    /// <summary>What the customer is promised by the parcel's first booking, which is what counts; nothing by another.</summary>
    public IReadOnlyList<PromiseState> PromisedIn(ParcelToBook asked) =>
        asked.Step.Parcel.Promise is null ? PromiseState.OfParcel(asked.Number, Promise, asked.Class, Carrier) : [];

    /// <summary>The step of the parcel with this booking in it.</summary>
    public ParcelProgress WrittenIn(ParcelToBook asked)
    {
        var (step, parcel) = (asked.Step, asked.Step.Parcel);
        Dictionary<string, string> facts = new(StringComparer.Ordinal) { ["waybill"] = Waybill, ["carrier"] = Carrier };
        return step with
        {
            Parcel = parcel with
            {
                Status = ParcelStatus.LabelCreated,
                Carrier = Carrier,
                Waybill = Waybill,
                TrackingUrl = TrackingUrl,

                // What the customer was told first is what counts.
                PromisedFrom = parcel.PromisedFrom ?? Promise.From,
                PromisedTo = parcel.PromisedTo ?? Promise.To,
                Promise = parcel.Promise ?? Promise,
            },
            Timeline = [.. step.Timeline, new TimelineEntry(step.DecidedAt!.Value, TimelineKind.ParcelBooked, Actor.Shop, facts)],
            Promises = [.. step.Promises, .. PromisedIn(asked)],
        };
    }
}
