using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>What a step would refund, before it is done.</summary>
/// <param name="Possible">False: it cannot be done now, for <paramref name="Reason"/>; the amount is what it would be.</param>
/// <param name="Text">The reason in the customer's language.</param>
/// <param name="Refund">What would be refunded; of a return: if everything comes back as new.</param>
/// <param name="Parts">What it is made of.</param>
/// <param name="IfUsed">Of a return: what would be refunded if the goods were used.</param>
public sealed record SimulatedRefund(
    bool Possible,
    Reason? Reason,
    string? Text,
    Money Refund,
    IReadOnlyList<SimulatedPart> Parts,
    Money? IfUsed = null
);

/// <param name="What">A SKU, <c>shipping</c>, <c>duties</c>, <c>paid_so_far</c>, <c>way_back</c>.</param>
public sealed record SimulatedPart(string What, int? Quantity, Money Amount);

public enum SimulatedStep
{
    Cancel,
    Change,
    Claim,
    Return,
}

/// <summary>Works out refunds without making them.</summary>
public static class RefundSimulation
{
    /// <summary>The whole order is called off: all that was paid goes back, whatever it was for.</summary>
    public static IReadOnlyList<SimulatedPart> OfCancel(OrderState state) => [new("paid_so_far", null, state.Captured - state.Refunded)];

    /// <summary>
    /// The carrier brings back what it has, and what has not left is not sent: the shipping fee was in vain, and the way back may cost.
    /// What the customer has, they keep.
    /// </summary>
    public static IReadOnlyList<SimulatedPart> OfRecall(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases
    )
    {
        var none = Money.Zero(order.Total.Currency);
        ParcelState[] leaving = [.. parcels.Where(parcel => parcel is { Voided: false, Outcome: null, HandedOver: true })];
        var fee = leaving.Aggregate(
            none,
            (sum, parcel) => sum + none with { Amount = Math.Min(order.ReturnToSenderFee, ClaimRules.ValueOf(order, parcel.Lines).Amount) }
        );
        SimulatedPart[] wayBack = fee.Amount > 0 ? [new("way_back", null, none - fee)] : [];
        if (state.Kept.Amount <= 0)
            return [.. OfCancel(state), new("shipping", null, none - order.ShippingFee), .. wayBack];

        // What has come, did not come and was settled, or was refunded as lost is not cancelled any more.
        int Gone(string sku) =>
            parcels.Where(parcel => parcel is { Outcome: not null, Replaced: false }).Sum(parcel => Count(parcel.Lines, sku))
            + cases
                .Where(filed => filed.Claim is { Kind: ClaimKind.Lost, Verdict.Outcome: ClaimOutcome.Refund })
                .Sum(filed => Count(filed.Lines, sku));
        ParcelLine[] rest =
        [
            .. order
                .Lines.Where(line => line.Kind == ProductKind.Physical)
                .Select(line => new ParcelLine(line.Sku, line.Quantity - Gone(line.Sku)))
                .Where(line => line.Quantity > 0),
        ];
        var duties = order.DutiesOf(rest);
        return
        [
            .. rest.Select(line => PartOf(order, line)),
            .. duties.Amount > 0 ? [new SimulatedPart("duties", null, duties)] : (SimulatedPart[])[],
            .. wayBack,
        ];
    }

    /// <summary>Goods that were damaged, lost, wrong or missing: their price; the shipping fee stays.</summary>
    public static IReadOnlyList<SimulatedPart> OfClaim(Order order, IReadOnlyList<ParcelLine> lines) =>
        [.. lines.Select(line => PartOf(order, line))];

    /// <summary>Units are dropped before preparation: their price, and what shipping and duties become less (or more).</summary>
    /// <param name="after">The terms that would be agreed.</param>
    public static IReadOnlyList<SimulatedPart> OfChange(Order order, IReadOnlyList<ParcelLine> givenUp, OrderTerms after)
    {
        var goods = givenUp.Select(line => PartOf(order, line)).ToList();
        var shipping = order.ShippingFee - after.ShippingFee;
        var duties = order.Total - after.Total - shipping - Sum(goods, order.Total.Currency);
        return
        [
            .. goods,
            .. shipping.Amount != 0 ? [new SimulatedPart("shipping", null, shipping)] : (SimulatedPart[])[],
            .. duties.Amount != 0 ? [new SimulatedPart("duties", null, duties)] : (SimulatedPart[])[],
        ];
    }

    /// <summary>Goods come back: as the terms of the day say for what the warehouse may find.</summary>
    public static (IReadOnlyList<SimulatedPart> AsNew, Money IfUsed) OfReturn(ReturnTerms terms)
    {
        Money Refund(ReturnCondition condition) =>
            ReturnDue
                .Of(
                    terms,
                    ReturnWish.Refund,
                    [.. terms.ToSend.Select(line => new InspectedLine(line.Sku, line.Quantity, condition))],
                    "rule"
                )
                .Refund;
        IReadOnlyList<SimulatedPart> parts =
        [
            .. terms.Lines.Select(line => new SimulatedPart(line.Sku, line.Quantity, line.UnitPrice * line.Quantity)),
        ];
        var shippingFee = Refund(ReturnCondition.AsNew) - Sum(parts, terms.ShippingFee.Currency);
        return (
            [.. parts, .. shippingFee.Amount > 0 ? [new SimulatedPart("shipping", null, shippingFee)] : (SimulatedPart[])[]],
            Refund(ReturnCondition.Used)
        );
    }

    /// <summary>Never more than is with us: what the customer's bank took back is not.</summary>
    public static Money RefundOf(IReadOnlyList<SimulatedPart> parts, OrderState state)
    {
        var withUs = state.Captured - state.Refunded;
        if (state.Disputed is { Amount: > 0 } taken)
            withUs = taken < withUs ? withUs - taken : Money.Zero(withUs.Currency);
        var sum = Sum(parts, withUs.Currency);
        return sum < withUs ? sum : withUs;
    }

    private static int Count(IReadOnlyList<ParcelLine> lines, string sku) =>
        lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    private static SimulatedPart PartOf(Order order, ParcelLine line) =>
        new(line.Sku, line.Quantity, order.Lines.First(ordered => ordered.Sku == line.Sku).UnitPrice * line.Quantity);

    private static Money Sum(IEnumerable<SimulatedPart> parts, string currency) =>
        parts.Aggregate(Money.Zero(currency), (sum, part) => sum + part.Amount);
}
