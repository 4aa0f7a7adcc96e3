using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Domain.Views;

/// <summary>A line that is out of stock, and what can be done about it.</summary>
/// <param name="Missing">Units that are not there; the others are reserved.</param>
/// <param name="Choice">What was chosen; absent while the customer is asked.</param>
/// <param name="Options">What can be chosen.</param>
public sealed record ShortView(
    string Sku,
    string Name,
    int Ordered,
    int Missing,
    StockChoice? Choice,
    IReadOnlyList<StockChoice> Options,
    IReadOnlyList<SubstituteView> Substitutes
)
{
    /// <summary>The day on which the warehouse expects more; absent where it does not know.</summary>
    public DateOnly? ExpectedOn { get; init; }
}

/// <param name="Price">For all missing units.</param>
/// <param name="PriceAdjustment">What it costs more; negative: less.</param>
public sealed record SubstituteView(string Sku, string Name, int Quantity, Money UnitPrice, Money Price, Money PriceAdjustment)
{
    public static SubstituteView Of(SubstituteOffer offer, string locale) =>
        new(offer.Line.Sku, offer.Line.Name.In(locale), offer.Line.Quantity, offer.Line.UnitPrice, offer.Line.Price, offer.PriceAdjustment);
}

public static class ShortViews
{
    public static IReadOnlyList<ShortView> Of(Order order, OrderState state) =>
        [
            .. state.Short.Select(line => new ShortView(
                line.Sku,
                order.NameOf(line.Sku),
                OrderedOf(order, line),
                line.Missing,
                line.Choice,
                Options(order, state, line),
                [.. line.Substitutes.Select(offer => SubstituteView.Of(offer, order.Locale))]
            )
            {
                ExpectedOn = line.ExpectedOn,
            }),
        ];

    /// <summary>For example <c>Hardware wallet Pro: 1 of 3 missing</c>.</summary>
    public static string Text(Order order, ShortLine line)
    {
        var name = order.NameOf(line.Sku);
        var ordered = OrderedOf(order, line);
        var expected = line.ExpectedOn is { } day ? Expected(day) : new LocalizedText("", "");
        return new LocalizedText(
            $"{name}: {line.Missing} of {ordered} missing{expected.En}",
            $"{name}：共 {ordered} 件，缺 {line.Missing} 件{expected.Zh}"
        ).In(order.Locale);
    }

    /// <summary>To be put behind what is missing.</summary>
    internal static LocalizedText Expected(DateOnly day) =>
        new(
            $", more expected on {day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}",
            $"，预计 {day.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture)}到货"
        );

    /// <summary>All short lines in one text.</summary>
    public static string Text(Order order, OrderState state) =>
        string.Join(new LocalizedText("; ", "；").In(order.Locale), state.Short.Select(line => Text(order, line)));

    // A change may have made it another number since.
    private static int OrderedOf(Order order, ShortLine line) =>
        order.Lines.FirstOrDefault(ordered => ordered.Sku == line.Sku)?.Quantity ?? line.Ordered;

    private static IReadOnlyList<StockChoice> Options(Order order, OrderState state, ShortLine line)
    {
        // A part can be sent only if some of the order is there.
        var missing = state.Short.Sum(other => other.Missing);
        var canSplit = order.Lines.Sum(other => other.Quantity) > missing;
        return Options(line.Substitutes.Count > 0, canSplit);
    }

    /// <param name="hasSubstitutes">Something could come instead.</param>
    /// <param name="canSplit">Some of the order could be sent now.</param>
    internal static IReadOnlyList<StockChoice> Options(bool hasSubstitutes, bool canSplit) =>
        [
            StockChoice.Refund,
            .. hasSubstitutes ? (StockChoice[])[StockChoice.Substitute] : [],
            .. canSplit ? (StockChoice[])[StockChoice.Split] : [],
            StockChoice.Wait,
        ];
}
