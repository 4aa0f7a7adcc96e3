using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>What happens next to an order whose parcels are packed or under way: what the parcel needs that needs somebody most.</summary>
internal static class ParcelSteps
{
    /// <summary>Null if there is no parcel yet, and nothing else to say of it.</summary>
    public static Step? Of(Order order, OrderState state, IReadOnlyList<ParcelState> parcels, DateTimeOffset now) =>
        !order.NeedsParcel ? Step.Of(NextStepKind.Licences, state)
        : OfUrgent(parcels, now) is { } step ? AfterPart(parcels, step)
        : state is { Status: not OrderStatus.Preparing, Short.Count: > 0 } ? RestWaits(order, state, parcels)
        : state is { Status: OrderStatus.Preparing, Short.Count: > 0 } ? PartIsPacked(state)
        : null;

    /// <summary>The step of the parcel that needs somebody most; null if none is under way.</summary>
    public static Step? OfUrgent(IReadOnlyList<ParcelState> parcels, DateTimeOffset now)
    {
        if (Urgent(parcels) is not { } parcel)
            return null;
        var step = Of(parcel, now);
        return step with { Words = step.Words.About(Name(parcel, parcels)) };
    }

    /// <summary>
    /// What has stopped all that is on its way, of which the order's status says nothing: a parcel that waits to be collected is not out for
    /// delivery. Null where nothing has, or parcels differ.
    /// </summary>
    public static ParcelStatus? Setback(OrderStatus status, IReadOnlyList<ParcelState> parcels)
    {
        if (status is not (OrderStatus.Shipped or OrderStatus.InTransit or OrderStatus.OutForDelivery))
            return null;
        ParcelStatus[] underWay =
        [
            .. parcels.Where(parcel => parcel is { IsGone: false, DeliveredAt: null }).Select(parcel => parcel.Status).Distinct(),
        ];
        return
            underWay
                is [
                    var one
                    and (
                        ParcelStatus.Customs
                        or ParcelStatus.AttemptFailed
                        or ParcelStatus.AvailableForPickup
                        or ParcelStatus.Exception
                        or ParcelStatus.Returning
                    ),
                ]
            ? one
            : null;
    }

    // A parcel whose scans need an answer comes first, then the one that arrives last.
    private static ParcelState? Urgent(IReadOnlyList<ParcelState> parcels) =>
        parcels
            .Where(parcel =>
                parcel is { Voided: false, Replaced: false, Outcome: null, Waybill: not null, Status: not ParcelStatus.Delivered }
            )
            .OrderBy(parcel =>
                parcel.Status switch
                {
                    ParcelStatus.AvailableForPickup or ParcelStatus.AttemptFailed => 0,
                    ParcelStatus.Exception or ParcelStatus.Returning or ParcelStatus.Returned or ParcelStatus.Customs => 1,
                    _ => 2,
                }
            )
            .ThenByDescending(parcel => parcel.PromisedTo)
            .FirstOrDefault();

    private static Step Of(ParcelState parcel, DateTimeOffset now) =>
        parcel.Status switch
        {
            ParcelStatus.Preparing or ParcelStatus.LabelCreated => Step.Of(NextStepKind.PickUp, parcel.PromisedTo),
            ParcelStatus.AvailableForPickup => Step.Of(NextStepKind.Collection, parcel.CollectBy),
            ParcelStatus.AttemptFailed => Step.Of(NextStepKind.NewAttempt),
            ParcelStatus.Customs => Step.Of(NextStepKind.Customs, parcel.PromisedTo),
            ParcelStatus.Exception => Step.Of(NextStepKind.Inquiry),
            ParcelStatus.Returned => Step.Of(NextStepKind.ReturnInspection) with { Words = NextStepTexts.ParcelCameBack },
            _ when parcel.Recalled => Step.Of(NextStepKind.WayBack) with { Words = NextStepTexts.ParcelRecalled },
            ParcelStatus.Returning => Step.Of(NextStepKind.WayBack),
            _ when parcel.PromisedTo < now => Step.Of(NextStepKind.Delivery) with { Words = NextStepTexts.ParcelLate },
            _ => Step.Of(NextStepKind.Delivery, parcel.PromisedTo) with { Words = NextStepTexts.ParcelOnItsWay },
        };

    private static LocalizedText Name(ParcelState parcel, IReadOnlyList<ParcelState> parcels) =>
        parcels.Count(other => !other.Voided) > 1
            ? new(FormattableString.Invariant($"Parcel {parcel.Number}"), FormattableString.Invariant($"包裹 {parcel.Number} "))
            : new("The parcel", "包裹");

    /// <summary>What has arrived is said before what happens to the rest.</summary>
    private static Step AfterPart(IReadOnlyList<ParcelState> parcels, Step step) =>
        ArrivedText(parcels) is { } arrived
            ? step with
            {
                Words = step.Words with { Why = new($"{arrived.En} {step.Words.Why.En}", $"{arrived.Zh}{step.Words.Why.Zh}") },
            }
            : step;

    /// <summary>Nothing is under way, and what is missing is shipped when it comes.</summary>
    private static Step RestWaits(Order order, OrderState state, IReadOnlyList<ParcelState> parcels)
    {
        var arrived = ArrivedText(parcels) ?? NextStepTexts.PartWasSent;
        var missing = ShortViews.Text(order, state);
        return Step.Of(NextStepKind.StockArrival, state) with { Words = NextStepTexts.RestFollows(arrived, missing) };
    }

    /// <summary>Null while nothing has arrived.</summary>
    private static LocalizedText? ArrivedText(IReadOnlyList<ParcelState> parcels) =>
        OutstandingView.Arrived(parcels) is { Count: > 0 } arrived
            ? NextStepTexts.PartArrived([.. arrived.Select(parcel => parcel.Number)])
            : null;

    private static Step PartIsPacked(OrderState state)
    {
        var step = Step.Of(NextStepKind.HandOver, state);
        return step with { Words = step.Words with { Why = NextStepTexts.PartIsPacked } };
    }
}
