using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;

namespace Orders.Functions.Domain.Changes;

/// <summary>A change with what it comes to.</summary>
/// <param name="Change">With the lines, the fee and the duties that the prices brought.</param>
/// <param name="Terms">As they would be.</param>
/// <param name="PriceAdjustment">What they cost more than the terms before; negative: less.</param>
/// <param name="AsksDuties">
/// The customer has to accept import duties (again): what customs take, or who pays them, would be another.
/// </param>
public sealed record PricedChange(OrderChange Change, OrderTerms Terms, Money PriceAdjustment, bool AsksDuties);

/// <summary>Prices a change of an order.</summary>
public static class ChangePricing
{
    /// <summary>
    /// What was ordered already keeps the price at which it was ordered; shipping and duties are worked out anew, unless only the address
    /// changes and shipping costs the same there.
    /// </summary>
    /// <param name="wish">As the customer asks for it.</param>
    /// <param name="from">Where the order goes now.</param>
    /// <param name="to">Where it would go.</param>
    /// <param name="acceptDuties">The customer accepts import duties already.</param>
    /// <returns>
    /// Null if it cannot be had; then <paramref name="errors"/> says all that stands in the way: lines by their place in
    /// <paramref name="wish"/>.
    /// </returns>
    public static PricedChange? Price(
        OrderTerms terms,
        OrderChange wish,
        Destination from,
        Destination to,
        bool acceptDuties,
        IReadOnlyCollection<Product> products,
        PriceTables tables,
        FieldErrors errors
    )
    {
        var change = new OrderChange([.. wish.Actions.Select(action => WithLine(action, terms, products))]);
        foreach (
            var (place, action) in Counted(change)
                .Index()
                .Where(counted => counted.Item is { Quantity: > 0, Line: null } && terms.Lines.All(line => line.Sku != counted.Item.Sku))
        )
            errors.Add(FormattableString.Invariant($"lines[{place}].sku"), $"There is no product {action.Sku}.");
        if (errors.Any)
            return null;
        if (ChangeReducer.Apply(terms, change, errors) is not { } draft)
            return null;
        if (CostsTheSame(terms, draft, from, to, products, tables))
            return new PricedChange(change, draft, Money.Zero(terms.Total.Currency), AsksDuties: false);

        var known = products
            .Where(product => draft.Lines.All(line => line.Sku != product.Sku))
            .Concat(draft.Lines.Select(line => AsOrdered(line, products)))
            .ToList();
        IReadOnlyList<RequestLine> lines = [.. draft.Lines.Select(line => new RequestLine(line.Sku, line.Quantity))];
        var against = new FieldErrors();
        if (
            OrderPricing.Price(new PriceRequest(lines, to, draft.ShippingClass, AcceptDuties: true), known, tables, against)
            is not { } priced
        )
        {
            foreach (var (path, messages) in against.ToDictionary())
            {
                foreach (var message in messages)
                    errors.Add(AsAsked(path, lines, wish), message);
            }

            return null;
        }

        var asks = DutiesQuote.AsksAnew(terms.Duties, priced.Duties);
        change = new OrderChange([
            .. change.Actions,
            new ChangeAction(ChangeKind.ShippingFee) { Fee = priced.ShippingFee },
            new ChangeAction(ChangeKind.Duties)
            {
                Duties = priced.Duties is { } duties ? duties with { Accepted = !asks || acceptDuties } : null,
            },
        ]);
        var after = ChangeReducer.Apply(terms, change, errors)!;
        return new PricedChange(change, after, after.Total - terms.Total, asks && !acceptDuties);
    }

    // Another street in the same area: neither a newer table of rates nor another rate of exchange is the customer's business.
    private static bool CostsTheSame(
        OrderTerms before,
        OrderTerms after,
        Destination from,
        Destination to,
        IReadOnlyCollection<Product> products,
        PriceTables tables
    )
    {
        if (from.Place != to.Place || !ChangeReducer.Same(before, after))
            return false;
        if (!PostalCodes.IsValid(to))
            return false;
        var goods = GoodsOf(before.Lines, products);
        return ShippingCharge.Of(goods, from, before.ShippingClass, tables)?.Total
            == ShippingCharge.Of(goods, to, before.ShippingClass, tables)?.Total;
    }

    /// <summary>What of the lines has to be carried, at the prices at which it was ordered.</summary>
    internal static IReadOnlyList<(Product Product, int Quantity)> GoodsOf(
        IReadOnlyList<OrderLine> lines,
        IReadOnlyCollection<Product> products
    ) => [.. lines.Where(line => line.Kind == ProductKind.Physical).Select(line => (AsOrdered(line, products), line.Quantity))];

    private static ChangeAction WithLine(ChangeAction action, OrderTerms terms, IReadOnlyCollection<Product> products) =>
        action is { Kind: ChangeKind.Quantity, Quantity: > 0 and var quantity }
        && terms.Lines.All(line => line.Sku != action.Sku)
        && products.FirstOrDefault(product => product.Sku == action.Sku) is { } product
            ? action with
            {
                Line = OrderPricing.LineOf(product, quantity),
            }
            : action;

    private static Product AsOrdered(OrderLine line, IReadOnlyCollection<Product> products) =>
        products.FirstOrDefault(product => product.Sku == line.Sku) is { } product
            ? product with
            {
                Price = line.UnitPrice,
            }
            : new Product(line.Sku, line.Name, new("", ""), line.Kind, line.UnitPrice, line.WeightGrams, [], line.Quantity);

    private static IEnumerable<ChangeAction> Counted(OrderChange change) =>
        change.Actions.Where(action => action.Kind is ChangeKind.Quantity or ChangeKind.Remove);

    // The path of a line as the customer asked for it; of one that they left alone: of all lines.
    private static string AsAsked(string path, IReadOnlyList<RequestLine> lines, OrderChange wish)
    {
        const string Start = "lines[";
        if (!path.StartsWith(Start, StringComparison.Ordinal))
            return path;
        var end = path.IndexOf(']', StringComparison.Ordinal);
        var sku = lines[int.Parse(path.AsSpan(Start.Length, end - Start.Length), CultureInfo.InvariantCulture)].Sku;
        var place = Counted(wish).Select(action => action.Sku).ToList().IndexOf(sku);
        return place < 0 ? "lines" : FormattableString.Invariant($"{Start}{place}{path[end..]}");
    }
}
