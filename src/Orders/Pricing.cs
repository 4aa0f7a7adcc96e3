namespace Orders.Functions.Orders;

/// <param name="Total">Lines and fee.</param>
public sealed record PricedOrder(IReadOnlyList<OrderLine> Lines, Money ShippingFee, Money Total);

/// <summary>Prices a request from the catalogue and the shipping table; the storefront's own figures are only compared with.</summary>
public static class Pricing
{
    /// <summary>Where the warehouse is: what leaves it for elsewhere crosses a border.</summary>
    public const string WarehouseCountry = "CN";

    /// <returns>Null if it cannot be had as asked; then <paramref name="errors"/> says all that stands in the way.</returns>
    public static PricedOrder? Price(OrderRequest request, IReadOnlyCollection<Product> products, ShippingRates rates, FieldErrors errors)
    {
        var lines = Lines(request, products, errors);
        var physical = lines.Where(line => line.Kind == ProductKind.Physical).ToList();
        var country = request.ShipTo.Country;
        if (physical.Count > 0 && country != WarehouseCountry && !request.AcceptDuties)
            errors.Add("acceptDuties", $"Goods for {country} cross a border: the customer has to accept import duties and taxes.");

        var fee = Money.Zero(rates.Currency);
        if (physical.Count > 0)
        {
            var grams = physical.Sum(line => (long)line.WeightGrams * line.Quantity);
            if (rates.Find(country, request.ShippingClass, grams) is { } rate)
                fee = fee with { Amount = rate.Fee(grams) };
            else
                errors.Add("shippingClass", $"{grams} g cannot be sent to {country} in class {OrderJson.Name(request.ShippingClass)}.");
        }

        if (errors.Any)
            return null;
        var total = lines.Aggregate(fee, (sum, line) => sum + line.Price);
        if (request.ExpectedTotal is { } expected && expected != total)
        {
            errors.Add("expectedTotal", $"The total is {total.Amount} {total.Currency} (minor units), not {expected.Amount} {expected.Currency}.");
            return null;
        }

        return new PricedOrder(lines, fee, total);
    }

    private static List<OrderLine> Lines(OrderRequest request, IReadOnlyCollection<Product> products, FieldErrors errors)
    {
        List<OrderLine> lines = [];
        for (var i = 0; i < request.Lines.Count; i++)
        {
            var asked = request.Lines[i];
            if (products.FirstOrDefault(candidate => candidate.Sku == asked.Sku) is not { } product)
            {
                errors.Add($"lines[{i}].sku", $"There is no product {asked.Sku}.");
                continue;
            }

            if (product.ForbiddenCountries.Contains(request.ShipTo.Country, StringComparer.Ordinal))
                errors.Add($"lines[{i}].sku", $"{asked.Sku} may not be sent to {request.ShipTo.Country}.");
            lines.Add(new OrderLine(product.Sku, product.Name, product.Kind, asked.Quantity, product.Price, product.WeightGrams));
        }

        return lines;
    }
}
