using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Domain.Views;

/// <summary>
/// What became of goods that were out of stock, in the customer's language, with a text for each product. The mail says it as it was at
/// that moment: by the time it is sent the order may have gone on.
/// </summary>
internal sealed record StockOutcome
{
    /// <summary>Taken off the order, as the customer chose.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Taken off the order, since they did not come in time.</summary>
    public IReadOnlyList<string> Overdue { get; init; } = [];

    /// <summary>Substitutes that do not come, since their price difference was not paid.</summary>
    public IReadOnlyList<string> Unpaid { get; init; } = [];

    /// <summary>What comes instead of what.</summary>
    public IReadOnlyList<string> Instead { get; init; } = [];

    /// <summary>What the whole order waits for.</summary>
    public IReadOnlyList<string> Waits { get; init; } = [];

    /// <summary>What is sent after the rest.</summary>
    public IReadOnlyList<string> Later { get; init; } = [];

    public bool IsNothing => Lists.All(list => list.Texts.Count == 0);

    /// <summary>For a mail: a fact for each list that holds something.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts => [.. Lists.Select(list => (list.Name, string.Join('\n', list.Texts)))];

    private IEnumerable<(string Name, IReadOnlyList<string> Texts)> Lists =>
        [("removed", Removed), ("overdue", Overdue), ("unpaid", Unpaid), ("instead", Instead), ("waits", Waits), ("later", Later)];

    /// <param name="before">The order as it was when the choice was made.</param>
    /// <param name="writtenOff">What was taken off the order, what others come instead of included.</param>
    /// <param name="taken">The substitutes.</param>
    /// <param name="missing">What is still out of stock, with what was chosen for it.</param>
    public static StockOutcome Of(
        Order before,
        IReadOnlyList<LineChoice> choices,
        IReadOnlyList<ParcelLine> writtenOff,
        IReadOnlyList<OrderLine> taken,
        IReadOnlyList<ShortLine> missing
    ) =>
        new()
        {
            Removed = Texts(
                before,
                writtenOff.Where(gone => choices.Any(choice => choice.Sku == gone.Sku && choice.Choice == StockChoice.Refund))
            ),
            Instead = [.. taken.Select(line => InsteadOf(before, line, choices.First(choice => choice.Substitute == line.Sku).Sku))],
            Waits = Missing(before, missing, StockChoice.Wait),
            Later = Missing(before, missing, StockChoice.Split),
        };

    /// <summary>Products with their units, each in a text: those of one product together.</summary>
    public static IReadOnlyList<string> Texts(Order order, IEnumerable<ParcelLine> lines) =>
        [
            .. lines
                .GroupBy(line => line.Sku, StringComparer.Ordinal)
                .Select(line => Text(order, line.Key, line.Sum(one => one.Quantity)))
                .Order(StringComparer.Ordinal),
        ];

    private static IReadOnlyList<string> Missing(Order order, IReadOnlyList<ShortLine> missing, StockChoice choice) =>
        [
            .. missing
                .Where(line => line.Choice == choice)
                .Select(line =>
                    Text(order, line.Sku, line.Missing) + (line.ExpectedOn is { } day ? ShortViews.Expected(day).In(order.Locale) : "")
                )
                .Order(StringComparer.Ordinal),
        ];

    private static string InsteadOf(Order order, OrderLine substitute, string sku)
    {
        var (comes, stands) = (PriceParts.Label(substitute, order.Locale), Text(order, sku, substitute.Quantity));
        return new LocalizedText($"{comes} instead of {stands}", $"{comes}，替代 {stands}").In(order.Locale);
    }

    private static string Text(Order order, string sku, int units) =>
        string.Create(CultureInfo.InvariantCulture, $"{order.NameOf(sku)} × {units}");
}
