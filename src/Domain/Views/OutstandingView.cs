using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>Goods of an order, part of which has arrived or left, that are still to come.</summary>
/// <param name="Name">In the customer's language.</param>
/// <param name="Parcel">The parcel that they come in; absent while they wait to be sent.</param>
/// <param name="From">The first day on which they may come; absent where nobody can say.</param>
/// <param name="By">The last; of goods that wait to be sent: until when they are waited for.</param>
public sealed record OutstandingView(string Sku, string Name, int Quantity, int? Parcel, DateTimeOffset? From, DateTimeOffset? By)
{
    /// <summary>Of goods that wait to be sent: the day on which the warehouse expects them; absent where it does not know.</summary>
    public DateOnly? ExpectedOn { get; init; }

    /// <summary>
    /// What is still to come: in parcels under way, the nearest first, and what is shipped once it is in stock again. After all had arrived,
    /// too: goods are sent again, or go back to the customer. Nothing once the order stops.
    /// </summary>
    public static IReadOnlyList<OutstandingView> Of(Order order, OrderState state, IReadOnlyList<ParcelState> parcels)
    {
        if (!OrderStatuses.IsOnTheRoad(state.Status))
            return [];
        DateTimeOffset? restock = state.Deadlines.TryGetValue(OrderDeadline.Restock, out var at) ? at : null;
        return
        [
            .. from parcel in parcels
            where parcel is { IsGone: false, DeliveredAt: null }
            orderby parcel.PromisedTo, parcel.Number
            from line in parcel.Lines
            select new OutstandingView(
                line.Sku,
                order.NameOf(line.Sku),
                line.Quantity,
                parcel.Number,
                parcel.PromisedFrom,
                parcel.PromisedTo
            ),
            .. from line in state.Short
            where line.Missing > 0
            select new OutstandingView(line.Sku, order.NameOf(line.Sku), line.Missing, null, null, restock)
            {
                ExpectedOn = line.ExpectedOn,
            },
        ];
    }

    /// <summary>
    /// The same once a parcel has arrived: from then on the order speaks parcel by parcel. Nothing while none has, or when all have.
    /// </summary>
    public static IReadOnlyList<OutstandingView> AfterPart(Order order, OrderState state, IReadOnlyList<ParcelState> parcels) =>
        Arrived(parcels).Count > 0 ? Of(order, state, parcels) : [];

    /// <summary>The parcels that have arrived, by number.</summary>
    public static IReadOnlyList<ParcelState> Arrived(IReadOnlyList<ParcelState> parcels) =>
        [.. parcels.Where(parcel => parcel is { IsGone: false, DeliveredAt: not null }).OrderBy(parcel => parcel.Number)];

    /// <summary>As a line of a list: what, how many, and when.</summary>
    public string In(string locale)
    {
        var goods = FormattableString.Invariant($"{Name} × {Quantity}");
        var days = CustomerFormat.Days(From, By, locale);
        return (
                (Parcel, days) switch
                {
                    ({ } number, null) => new LocalizedText($"{goods} (parcel {number})", $"{goods}（包裹 {number}）"),
                    ({ } number, _) => new($"{goods} (parcel {number}), expected {days}", $"{goods}（包裹 {number}），预计 {days} 送达"),
                    (null, null) => new($"{goods}: sent as soon as we have it", $"{goods}：到货后立即寄出"),
                    _ => new(
                        $"{goods}: sent as soon as we have it; we wait for it until {days}",
                        $"{goods}：到货后立即寄出，等待期限为 {days}"
                    ),
                }
            ).In(locale) + (ExpectedOn is { } day ? ShortViews.Expected(day).In(locale) : "");
    }
}
