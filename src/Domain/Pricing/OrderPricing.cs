using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Pricing;

/// <summary>What is to be priced: a new order, or one as it would be after a change.</summary>
/// <param name="AcceptDuties">The customer agrees to pay import duties and taxes.</param>
/// <param name="ExpectedTotal">
/// What the customer was shown; another total is refused rather than charged. Null: nothing was shown yet.
/// </param>
public sealed record PriceRequest(
    IReadOnlyList<RequestLine> Lines,
    Destination ShipTo,
    ShippingClass ShippingClass,
    bool AcceptDuties,
    Money? ExpectedTotal = null
)
{
    /// <summary>The duties that the customer was shown; others are refused. Null: it is not known what was shown.</summary>
    public Money? ExpectedDuties { get; init; }

    public static PriceRequest Of(OrderRequest request) =>
        new(request.Lines, Destination.Of(request.ShipTo), request.ShippingClass, request.AcceptDuties, request.ExpectedTotal)
        {
            ExpectedDuties = request.ExpectedDuties,
        };
}

/// <param name="Charge">The shipping fee by its parts.</param>
/// <param name="Duties">As shown and accepted; null where no border is crossed.</param>
/// <param name="Total">Lines, fee, and the duties that we collect.</param>
public sealed record PricedOrder(IReadOnlyList<OrderLine> Lines, ShippingCharge Charge, DutiesQuote? Duties, Money Total)
{
    public Money ShippingFee => Charge.Total;
}

/// <summary>Prices goods from the catalogue and the tables; the storefront's own figures are only compared with.</summary>
public static class OrderPricing
{
    /// <returns>
    /// Null if it cannot be had as asked; then <paramref name="errors"/> says all that stands in the way, by the fields of an order
    /// request.
    /// </returns>
    public static PricedOrder? Price(PriceRequest request, IReadOnlyCollection<Product> products, PriceTables tables, FieldErrors errors)
    {
        var place = request.ShipTo.Place;
        var name = request.ShipTo.Territory.Label("en");
        var ordered = OrderedLine.Of(request.Lines, place, products, tables.Restrictions);
        foreach (var line in ordered)
        {
            foreach (var refusal in line.Refusals)
                errors.Add(FormattableString.Invariant($"lines[{line.Index}].{refusal.Field}"), refusal.Text.En);
        }

        var goods = GoodsOf(ordered);
        if (goods.Count > 0)
        {
            if (!PostalCodes.IsValid(request.ShipTo))
                errors.Add(
                    "shipTo.postalCode",
                    string.IsNullOrWhiteSpace(request.ShipTo.PostalCode)
                        ? $"Is required: nothing is carried in {request.ShipTo.Country} without a postal code."
                        : $"No letter to {request.ShipTo.Country} could bear this postal code."
                );
            if (place != ShipsFrom.Country && !request.AcceptDuties)
                errors.Add("acceptDuties", $"Goods for {name} cross a border: the customer has to accept import duties and taxes.");
        }

        var charge = ShippingCharge.Of(goods, request.ShipTo, request.ShippingClass, tables);
        if (charge is null)
            errors.Add(
                "shippingClass",
                $"{ShippingCharge.BillableGramsOf(goods, tables)} g cannot be sent to {name} in class "
                    + $"{OrderJson.Name(request.ShippingClass)}."
            );
        else if (goods.Count > 0 && !ShippingCharge.HasCarriers(goods, request.ShipTo, request.ShippingClass, tables))
            errors.Add("shippingClass", $"No carrier takes these goods to {name} in class {OrderJson.Name(request.ShippingClass)}.");
        if (errors.Any)
            return null;

        List<OrderLine> lines = [.. ordered.Select(line => LineOf(line.Product!, line.Asked.Quantity))];
        var duties = Duties.Of(place, goods, charge!.Total, tables.Duties);
        var total = TotalOf(lines, charge, duties);
        if (request.ExpectedTotal is { } expected && expected != total)
            errors.Add(
                "expectedTotal",
                $"The total is {total.Amount} {total.Currency} (minor units), not {expected.Amount} {expected.Currency}."
            );
        var owed = duties is null ? Money.Zero(total.Currency) : duties.Amount;
        if (request.ExpectedDuties is { } shown && shown != owed)
            errors.Add(
                "expectedDuties",
                owed is { } amount
                    ? $"Duties and taxes come to {amount.Amount} {amount.Currency} (minor units), not {shown.Amount} {shown.Currency}."
                    : "What customs take there is not known."
            );
        return errors.Any
            ? null
            : new PricedOrder(lines, charge, duties is null ? null : duties with { Accepted = request.AcceptDuties }, total);
    }

    /// <summary>What of the lines has to be carried.</summary>
    internal static IReadOnlyList<(Product Product, int Quantity)> GoodsOf(IEnumerable<OrderedLine> lines) =>
        [.. lines.Where(line => line.Product?.Kind == ProductKind.Physical).Select(line => (line.Product!, line.Asked.Quantity))];

    internal static OrderLine LineOf(Product product, int quantity) =>
        new(product.Sku, product.Name, product.Kind, quantity, product.Price, product.WeightGrams)
        {
            CubicMillimetres = product.Size?.CubicMillimetres ?? 0,
            Hazard = product.Hazard,
        };

    internal static Money TotalOf(IEnumerable<OrderLine> lines, ShippingCharge charge, DutiesQuote? duties) =>
        lines.Aggregate(
            charge.Total + (duties?.DueToUs(charge.Total.Currency) ?? Money.Zero(charge.Total.Currency)),
            (sum, line) => sum + line.Price
        );
}
