namespace Orders.Functions.Orders;

/// <summary>A change with what it comes to.</summary>
/// <param name="Change">With the lines, the fee and the duties that the prices brought.</param>
/// <param name="Terms">As they would be.</param>
/// <param name="Difference">What they cost more than the terms before; negative: less.</param>
/// <param name="AsksDuties">The customer has to accept import duties (again): what customs take, or who pays them, would be another.</param>
public sealed record PricedChange(OrderChange Change, OrderTerms Terms, Money Difference, bool AsksDuties);

/// <summary>Prices a change of an order.</summary>
public static class ChangePricing
{
    /// <summary>What was ordered already keeps the price at which it was ordered; carriage and duties are worked out anew, unless only the address changes and carriage costs the same there.</summary>
    /// <param name="wish">As the customer asks for it.</param>
    /// <param name="from">Where the order goes now.</param>
    /// <param name="to">Where it would go.</param>
    /// <param name="acceptDuties">The customer accepts import duties already.</param>
    /// <returns>Null if it cannot be had; then <paramref name="errors"/> says all that stands in the way: lines by their place in <paramref name="wish"/>.</returns>
    public static PricedChange? Price(
        OrderTerms terms, OrderChange wish, Destination from, Destination to, bool acceptDuties, IReadOnlyCollection<Product> products, PriceTables tables, FieldErrors errors)
    {
        var change = new OrderChange([.. wish.Actions.Select(action => WithLine(action, terms, products))]);
        if (ChangeReducer.Apply(terms, change, errors) is not { } draft)
            return null;
        if (CostsTheSame(terms, draft, from, to, products, tables))
            return new PricedChange(change, draft, Money.Zero(terms.Total.Currency), AsksDuties: false);

        var known = products.Where(product => draft.Lines.All(line => line.Sku != product.Sku)).Concat(draft.Lines.Select(line => AsOrdered(line, products))).ToList();
        if (Pricing.Price(new PriceRequest(InOrderOf(wish, draft), to, draft.ShippingClass, AcceptDuties: true), known, tables, errors) is not { } priced)
            return null;

        var asks = DutiesQuote.AsksAnew(terms.Duties, priced.Duties);
        change = new OrderChange(
        [
            .. change.Actions,
            new ChangeAction(ChangeKind.ShippingFee) { Fee = priced.ShippingFee },
            new ChangeAction(ChangeKind.Duties) { Duties = priced.Duties is { } duties ? duties with { Accepted = !asks || acceptDuties } : null },
        ]);
        var after = ChangeReducer.Apply(terms, change, errors)!;
        return new PricedChange(change, after, after.Total - terms.Total, asks && !acceptDuties);
    }

    // Another street in the same area: neither a newer table of rates nor another rate of exchange is the customer's business.
    private static bool CostsTheSame(OrderTerms before, OrderTerms after, Destination from, Destination to, IReadOnlyCollection<Product> products, PriceTables tables)
    {
        if (from.Country != to.Country || !ChangeReducer.Same(before, after))
            return false;
        if (!PostalCodes.IsValid(to.Country, to.PostalCode))
            return false;
        IReadOnlyList<(Product, int)> goods = [.. before.Lines.Where(line => line.Kind == ProductKind.Physical).Select(line => (AsOrdered(line, products), line.Quantity))];
        return ShippingCharge.Of(goods, from, before.ShippingClass, tables)?.Total == ShippingCharge.Of(goods, to, before.ShippingClass, tables)?.Total;
    }

    private static ChangeAction WithLine(ChangeAction action, OrderTerms terms, IReadOnlyCollection<Product> products) =>
        action is { Kind: ChangeKind.Quantity, Quantity: > 0 and var quantity }
            && terms.Lines.All(line => line.Sku != action.Sku)
            && products.FirstOrDefault(product => product.Sku == action.Sku) is { } product
            ? action with { Line = Pricing.LineOf(product, quantity) }
            : action;

    private static Product AsOrdered(OrderLine line, IReadOnlyCollection<Product> products) => products.FirstOrDefault(product => product.Sku == line.Sku) is { } product
        ? product with { Price = line.UnitPrice }
        : new Product(line.Sku, line.Name, new("", ""), line.Kind, line.UnitPrice, line.WeightGrams, [], line.Quantity);

    // As the customer named them, then what the change leaves alone: so that an error names the line that he asked for.
    private static IReadOnlyList<RequestLine> InOrderOf(OrderChange wish, OrderTerms draft)
    {
        var named = wish.Actions.Where(action => action is { Kind: ChangeKind.Quantity, Quantity: > 0 }).Select(action => action.Sku!).Distinct(StringComparer.Ordinal).ToList();
        return [.. draft.Lines.OrderBy(line => named.IndexOf(line.Sku) is >= 0 and var place ? place : int.MaxValue).Select(line => new RequestLine(line.Sku, line.Quantity))];
    }
}
