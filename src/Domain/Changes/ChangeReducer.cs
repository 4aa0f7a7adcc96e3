using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Changes;

/// <summary>Makes new terms of old ones and a change: the same for the offer that is shown and for the commit.</summary>
public static class ChangeReducer
{
    /// <returns>
    /// Null if the change cannot be applied to these terms; then <paramref name="errors"/> says why, by the fields of a change request.
    /// </returns>
    public static OrderTerms? Apply(OrderTerms terms, OrderChange change, FieldErrors errors)
    {
        var after = change.Actions.Aggregate(terms, (before, action) => Apply(before, action, errors));
        if (after.Lines.Count == 0)
            errors.Add("lines", "The last line cannot be removed by a change: cancel the order instead.");
        return errors.Any ? null : Totalled(after);
    }

    /// <summary>True if both are the same agreement, whatever the order of the lines.</summary>
    public static bool Same(OrderTerms one, OrderTerms other) =>
        (one.Country, one.Territory) == (other.Country, other.Territory)
        && one.ShippingClass == other.ShippingClass
        && one.Total == other.Total
        && one.Lines.Select(line => (line.Sku, line.Quantity)).ToHashSet().SetEquals(other.Lines.Select(line => (line.Sku, line.Quantity)));

    /// <summary>Units that the second terms have more of than the first.</summary>
    public static IReadOnlyList<ParcelLine> Added(OrderTerms from, OrderTerms to) =>
        [.. to.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity - QuantityOf(from, line.Sku))).Where(line => line.Quantity > 0)];

    /// <summary>The terms with the total that their lines, fee and duties come to.</summary>
    public static OrderTerms Totalled(OrderTerms terms) => terms with { Total = TotalOf(terms) };

    private static OrderTerms Apply(OrderTerms terms, ChangeAction action, FieldErrors errors)
    {
        switch (action)
        {
            case { Kind: ChangeKind.ShipTo, Country: { } country }:
                return terms with { Country = country, Territory = action.Territory, TimeZone = action.TimeZone };
            case { Kind: ChangeKind.ShippingClass, ShippingClass: { } shippingClass }:
                return terms with { ShippingClass = shippingClass };
            case { Kind: ChangeKind.ShippingFee, Fee: { } fee }:
                return terms with { ShippingFee = fee };
            case { Kind: ChangeKind.Duties }:
                return terms with { Duties = action.Duties };
            case { Kind: ChangeKind.Quantity, Sku: { } sku, Quantity: >= 0 and var quantity }:
                return Count(terms, sku, quantity, action.Line, errors);
            case { Kind: ChangeKind.Remove, Sku: { } sku, Quantity: > 0 and var fewer }:
                return Remove(terms, sku, fewer, errors);
            default:
                throw new ArgumentException($"An action {OrderJson.Name(action.Kind)} lacks what it needs.", nameof(action));
        }
    }

    private static OrderTerms Count(OrderTerms terms, string sku, int quantity, OrderLine? asNew, FieldErrors errors)
    {
        if (quantity == 0)
            return terms with { Lines = [.. terms.Lines.Where(line => line.Sku != sku)] };
        if (terms.Lines.Any(line => line.Sku == sku))
            return terms with { Lines = [.. terms.Lines.Select(line => line.Sku == sku ? line with { Quantity = quantity } : line)] };
        if (asNew is not null)
            return terms with { Lines = [.. terms.Lines, asNew with { Quantity = quantity }] };
        errors.Add("lines", $"There is no product {sku}.");
        return terms;
    }

    private static OrderTerms Remove(OrderTerms terms, string sku, int fewer, FieldErrors errors)
    {
        var left = QuantityOf(terms, sku) - fewer;
        if (left >= 0)
            return Count(terms, sku, left, asNew: null, errors);
        errors.Add("lines", $"The order has fewer than {fewer} of {sku}.");
        return terms;
    }

    private static int QuantityOf(OrderTerms terms, string sku) => terms.Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    private static Money TotalOf(OrderTerms terms)
    {
        var shipping = terms.ShippingFee + (terms.Duties?.DueToUs(terms.ShippingFee.Currency) ?? Money.Zero(terms.ShippingFee.Currency));
        return terms.Lines.Aggregate(shipping, (sum, line) => sum + line.Price);
    }
}
