using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Domain.Views;

/// <summary>What can be asked of an order at this moment, and why not.</summary>
public static class CommandRules
{
    /// <summary>
    /// The reason code against cancelling; null if it is possible. The orchestration decides anew when the request reaches it.
    /// </summary>
    public static ReasonCode? AgainstCancel(OrderState state, IReadOnlyList<ParcelState> parcels) =>
        Transitions.Against(state.Status, Trigger.CancelRequest)
        ?? (parcels.Any(parcel => parcel is { Voided: false, HandedOver: true }) ? ReasonCode.HandedOver : null);

    /// <summary>The reason code against a change; null if one can be asked for.</summary>
    public static ReasonCode? AgainstChange(OrderState state) =>
        Transitions.Against(state.Status, Trigger.ChangeRequest) ?? (AwaitsPriceAdjustment(state) ? ReasonCode.ChangeAwaitsPayment : null);

    /// <summary>
    /// The reason code against a choice about short goods; null if there is something to choose. A customer who waits can still choose
    /// otherwise.
    /// </summary>
    public static ReasonCode? AgainstStockDecision(Order order, OrderState state) =>
        Transitions.Against(state.Status, Trigger.StockDecision)
        ?? (
            state.Short.Count == 0 ? ReasonCode.NoStockQuestion
            : state.Offer is { Confirmed: true } && StockRules.CanPart(order, state.Short) ? ReasonCode.ChangeAwaitsPayment
            : null
        );

    /// <summary>A confirmed change, or a substitute, costs more and is not paid yet.</summary>
    private static bool AwaitsPriceAdjustment(OrderState state) =>
        state.Offer is { Confirmed: true } || state is { Status: OrderStatus.AwaitingPayment, StockHeld: true };

    /// <summary>True if it is worth asking all the same: the carrier may bring a parcel back that it has.</summary>
    public static bool MayStillStop(ReasonCode reason) => reason == ReasonCode.HandedOver;

    /// <summary>Every command by name, in the order in which an order meets them.</summary>
    public static IReadOnlyDictionary<string, Allowance> All(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        DateTimeOffset now
    )
    {
        var allowed = new OrderedDictionary<string, Allowance>(StringComparer.Ordinal)
        {
            ["cancel"] = Of(AgainstCancel(state, parcels), order.Locale),
            ["change"] = Of(AgainstChange(state), order.Locale),
            ["stockDecision"] = Of(AgainstStockDecision(order, state), order.Locale),
        };

        allowed.Add("claim", Of(ClaimRules.AgainstAll(order, state, parcels, cases, now), order.Locale));
        allowed.Add("return", Of(ReturnRules.AgainstAny(order, state, parcels, UnitsInCases.Of(state, cases), now), order.Locale));
        allowed.Add("request", Of(RequestRules.Against(state), order.Locale));

        if (allowed["cancel"].Reason is { } late && MayStillStop(late.Code))
            allowed["cancel"] = Recall(state, parcels, order.Locale);
        return allowed;
    }

    /// <summary>A cancel of what the carrier has: the carrier is asked to bring it back, once.</summary>
    private static Allowance Recall(OrderState state, IReadOnlyList<ParcelState> parcels, string locale)
    {
        if (state.ReturnAtDelivery)
            return Of(ReasonCode.HandedOverReturnPrepared, locale);
        ParcelState[] onTheWay = [.. parcels.Where(parcel => parcel is { Voided: false, Outcome: null })];
        return
            onTheWay.Length > 0
            && Array.TrueForAll(onTheWay, parcel => parcel.Recalled || parcel.Status is ParcelStatus.Returning or ParcelStatus.Returned)
            ? Of(ReasonCode.Recalled, locale)
            : May(
                parcels.Count == 0 || Array.Exists(onTheWay, parcel => parcel.HandedOver)
                    ? ReasonCode.CarrierIsAsked
                    : ReasonCode.RestIsCancelled
            );

        Allowance May(ReasonCode first) => new(true, first, ReasonTexts.For(first, locale));
    }

    private static Allowance Of(ReasonCode? reason, string locale) =>
        reason is { } code ? new Allowance(false, code, ReasonTexts.For(code, locale)) : new Allowance(true);
}

/// <param name="Reason">Why not; of what is possible: of what to know first.</param>
/// <param name="Text">The same in the customer's language.</param>
public sealed record Allowance(bool Possible, Reason? Reason = null, string? Text = null);
