using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Domain.Views;

/// <summary>Makes quotes.</summary>
public static class Quotes
{
    /// <param name="stock">What is there of each product; one that is not named is there.</param>
    /// <param name="now">When the goods would be made ready from.</param>
    public static Quote Of(
        QuoteRequest request,
        IReadOnlyCollection<Product> products,
        PriceTables tables,
        PromiseRules promises,
        IReadOnlyDictionary<string, UnitsInStock> stock,
        DateTimeOffset now
    )
    {
        var (asked, shipTo, locale) = request;
        var ordered = OrderedLine.Of(asked, shipTo.Place, products, tables.Restrictions);
        List<OrderedLine> possible = [.. ordered.Where(line => line.Refusals.Count == 0)];
        var goods = OrderPricing.GoodsOf(possible);
        List<OrderLine> lines = [.. possible.Select(line => OrderPricing.LineOf(line.Product!, line.Asked.Quantity))];
        List<QuotedClass> classes = possible.Count == 0 ? [] : [.. Enum.GetValues<ShippingClass>().Select(Class)];
        return new Quote
        {
            Country = shipTo.Country,
            Territory = TerritoryView.Of(shipTo.TerritoryWithin, locale),
            Currency = tables.Rates.Currency,
            RatesVersion = tables.Rates.Version,
            CalendarVersion = classes.Select(quoted => quoted.Promise?.CalendarVersion).FirstOrDefault(version => version is not null),
            Lines = [.. ordered.Select(Line)],
            Goods = lines.Aggregate(Money.Zero(tables.Rates.Currency), (sum, line) => sum + line.Price),
            Errors = goods.Count > 0 && !PostalCodes.IsValid(shipTo) ? [Reason(ReasonCode.AddressPostalCode, locale)] : [],
            Classes = classes,
        };

        QuotedLine Line(OrderedLine line) => LineOf(line, locale) with { Short = ShortOf(line) };

        QuotedShortage? ShortOf(OrderedLine line)
        {
            if (line is not { Product: { } product, Refusals.Count: 0 } || Missing(line) is not (> 0 and var missing))
                return null;
            var there = line.Asked.Quantity - missing;
            var offers = Substitutes.For(
                OrderPricing.LineOf(product, line.Asked.Quantity),
                missing,
                lines,
                products,
                stock.ToDictionary(units => units.Key, units => units.Value.Available, StringComparer.Ordinal),
                other => tables.Restrictions.MayGo(other, shipTo.Place)
            );
            var expected = stock[product.Sku].ExpectedOn;
            var more = expected is { } day ? ShortViews.Expected(day) : new LocalizedText("", "");
            var text = new LocalizedText(
                there == 0
                    ? $"{product.Name.En} is out of stock{more.En}."
                    : $"Of {product.Name.En} {there} are in stock, {missing} are missing{more.En}.",
                there == 0 ? $"{product.Name.Zh}缺货{more.Zh}。" : $"{product.Name.Zh}现有 {there} 件，缺 {missing} 件{more.Zh}。"
            ).In(locale);
            return new QuotedShortage(
                there,
                missing,
                text,
                ShortViews.Options(offers.Count > 0, possible.Sum(other => other.Asked.Quantity) > possible.Sum(Missing)),
                [.. offers.Select(offer => SubstituteView.Of(offer, locale))]
            )
            {
                ExpectedOn = expected,
            };
        }

        int Missing(OrderedLine line) =>
            stock.TryGetValue(line.Asked.Sku, out var units) ? Math.Max(0, line.Asked.Quantity - units.Available) : 0;

        QuotedClass Class(ShippingClass shippingClass)
        {
            if (ShippingCharge.Of(goods, shipTo, shippingClass, tables) is not { } charge)
                return new QuotedClass(shippingClass, Available: false, Reason(ReasonCode.TooHeavy, locale), null, null, null, null);
            if (goods.Count > 0 && !ShippingCharge.HasCarriers(goods, shipTo, shippingClass, tables))
                return new QuotedClass(shippingClass, Available: false, Reason(ReasonCode.NoCarrier, locale), null, null, null, null);
            var duties = Duties.Of(shipTo.Place, goods, charge.Total, tables.Duties);
            var promise = goods.Count == 0 ? null : promises.For(shippingClass, shipTo, now);
            return new QuotedClass(
                shippingClass,
                Available: true,
                Refusal: null,
                new QuotedFee(charge.Total, charge.Base, charge.Remote, charge.BillableGrams),
                promise is null ? null : PromiseView.Of(promise, locale),
                duties is null ? null : DutiesView.Of(duties),
                OrderPricing.TotalOf(lines, charge, duties)
            );
        }
    }

    private static QuotedLine LineOf(OrderedLine line, string locale)
    {
        var product = line.Product;
        return new QuotedLine(
            line.Asked.Sku,
            product?.Name.In(locale),
            product?.Kind,
            line.Asked.Quantity,
            product?.Price,
            product is null ? null : product.Price * line.Asked.Quantity,
            [.. line.Refusals.Select(refusal => new ReasonView(refusal.Code, refusal.Text.In(locale)))]
        );
    }

    private static ReasonView Reason(ReasonCode code, string locale) => ReasonView.Of(code, locale);
}
