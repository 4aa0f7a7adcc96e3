using System.Globalization;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Views;

/// <summary>
/// What an order's total is made of, part by part. Page, offers and mails take their figures from here, so that what a customer adds up
/// is the total: what is not part of it (duties that are paid on delivery) is never among the parts.
/// </summary>
internal static class PriceParts
{
    /// <summary>The goods, line by line.</summary>
    public static IReadOnlyList<PricePart> Goods(OrderTerms terms, string locale) =>
        [.. terms.Lines.Select(line => new PricePart(Label(line, locale), line.Price))];

    /// <summary>What comes on top of the goods; goods and these are the total.</summary>
    public static IReadOnlyList<PricePart> OnTop(OrderTerms terms, string locale)
    {
        var duties = terms.Duties?.DueToUs(terms.Total.Currency) ?? Money.Zero(terms.Total.Currency);
        var carried = terms.Lines.Any(line => line.Kind == ProductKind.Physical);
        return
        [
            .. carried || terms.ShippingFee.Amount > 0
                ? [new PricePart(_shipping.In(locale), terms.ShippingFee)]
                : Array.Empty<PricePart>(),
            .. duties.Amount > 0 ? [new PricePart(_duties.In(locale), duties)] : Array.Empty<PricePart>(),
        ];
    }

    /// <summary>What the recipient pays on delivery by our estimate, beside the total; null if nothing, or nothing is known.</summary>
    public static PricePart? OnDelivery(OrderTerms terms, string locale) =>
        terms.Duties is { Terms: DutyTerms.Dap, Amount: { Amount: > 0 } estimate } ? new PricePart(_onDelivery.In(locale), estimate) : null;

    /// <summary>For example <c>Hardware wallet Pro × 2</c>.</summary>
    public static string Label(OrderLine line, string locale) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.Name.In(locale)} × {line.Quantity}");

    private static readonly LocalizedText _shipping = new("Shipping", "运费");
    private static readonly LocalizedText _duties = new("Import duties and taxes", "进口关税和税费");
    private static readonly LocalizedText _onDelivery = new(
        "Import duties and taxes, paid on delivery (estimate)",
        "进口关税和税费，收货时支付（预估）"
    );
}

/// <param name="Label">In the customer's language.</param>
internal sealed record PricePart(string Label, Money Amount);
