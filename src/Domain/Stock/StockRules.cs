using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Stock;

/// <summary>How a shortage is settled: by the preference that came with the order, or by the customer's answer.</summary>
public static class StockRules
{
    /// <summary>The longest that a customer can wait for goods.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(180);

    /// <summary>What the order said beforehand, line by line; null if the customer has to be asked.</summary>
    public static IReadOnlyList<LineChoice>? Preferred(OutOfStockChoice preference, IReadOnlyList<ShortLine> lines) =>
        preference switch
        {
            OutOfStockChoice.Refund => [.. lines.Select(line => new LineChoice(line.Sku, StockChoice.Refund))],
            OutOfStockChoice.Split => [.. lines.Select(line => new LineChoice(line.Sku, StockChoice.Split))],
            OutOfStockChoice.Wait => [.. lines.Select(line => new LineChoice(line.Sku, StockChoice.Wait))],
            OutOfStockChoice.Substitute when lines.All(line => line.Substitutes.Count > 0) =>
            [
                .. lines.Select(line => new LineChoice(line.Sku, StockChoice.Substitute, line.Substitutes[0].Line.Sku)),
            ],
            _ => null,
        };

    /// <summary>The reason code against a choice; null if it can be taken.</summary>
    /// <param name="lines">The short lines as they are now.</param>
    public static Reason? Against(IReadOnlyList<LineChoice> choices, IReadOnlyList<ShortLine> lines, DateTimeOffset now)
    {
        foreach (var choice in choices)
        {
            if (lines.FirstOrDefault(line => line.Sku == choice.Sku) is not { } line)
                return new Reason(ReasonCode.NotShort, choice.Sku);
            if (choice.Choice == StockChoice.Substitute && line.Substitutes.All(offer => offer.Line.Sku != choice.Substitute))
                return new Reason(ReasonCode.NoSubstitute, choice.Substitute ?? choice.Sku);
            if (choice.Until is { } until && (until <= now || until > now + LongestWait))
                return ReasonCode.WaitUntil;
        }

        return lines.FirstOrDefault(line => choices.All(choice => choice.Sku != line.Sku)) is { } forgotten
            ? new Reason(ReasonCode.NoChoice, forgotten.Sku)
            : null;
    }

    /// <summary>What changes about the reservation: refunded lines go back whole, substitutes take the place of what is missing.</summary>
    /// <param name="held">The lines that the reservation is for.</param>
    public static StockAmendment Amendment(IReadOnlyList<LineChoice> choices, IReadOnlyList<ParcelLine> held) =>
        new()
        {
            Return =
            [
                .. choices
                    .Where(choice => choice.Choice == StockChoice.Refund)
                    .Select(choice => new ParcelLine(choice.Sku, ShortLines.UnitsOf(choice.Sku, held))),
            ],
            Swap = choices
                .Where(choice => choice.Choice == StockChoice.Substitute)
                .ToDictionary(choice => choice.Sku, choice => choice.Substitute!, StringComparer.Ordinal),
        };

    /// <summary>The lines after units were dropped; lines of which nothing is left are gone.</summary>
    public static IReadOnlyList<OrderLine> Without(IReadOnlyList<OrderLine> lines, IReadOnlyList<ParcelLine> givenUp) =>
        [
            .. lines
                .Select(line => line with { Quantity = line.Quantity - ShortLines.UnitsOf(line.Sku, givenUp) })
                .Where(line => line.Quantity > 0),
        ];

    /// <summary>The units that nobody wants any more before anything is reserved: refunded lines whole, substituted ones as far as they miss.</summary>
    public static IReadOnlyList<ParcelLine> GivenUp(IReadOnlyList<LineChoice> choices, IReadOnlyList<ShortLine> lines, Order order) =>
        [
            .. from choice in choices
            where choice.Choice is StockChoice.Refund or StockChoice.Substitute
            let line = lines.Single(line => line.Sku == choice.Sku)
            let ordered = order.Lines.Where(ordered => ordered.Sku == choice.Sku).Sum(ordered => ordered.Quantity)
            let units = choice.Choice == StockChoice.Refund ? ordered : Math.Min(line.Missing, ordered)
            where units > 0
            select new ParcelLine(choice.Sku, units),
        ];

    /// <summary>What was chosen before the order was paid, where it says something of each line that is short now; else null.</summary>
    public static IReadOnlyList<LineChoice>? Known(IReadOnlyList<LineChoice> chosen, IReadOnlyList<ShortLine> lines) =>
        lines.All(line => chosen.Any(choice => choice.Sku == line.Sku))
            ? [.. chosen.Where(choice => lines.Any(line => line.Sku == choice.Sku))]
            : null;

    /// <summary>The substitutes that were taken, for as many units as were really dropped: some may have come in the meantime.</summary>
    public static IReadOnlyList<OrderLine> Taken(
        IReadOnlyList<LineChoice> choices,
        IReadOnlyList<ShortLine> lines,
        IReadOnlyList<ParcelLine> givenUp
    ) =>
        [
            .. from choice in choices
            where choice.Choice == StockChoice.Substitute
            let units = ShortLines.UnitsOf(choice.Sku, givenUp)
            where units > 0
            let offer = lines.Single(line => line.Sku == choice.Sku).Substitutes.Single(offer => offer.Line.Sku == choice.Substitute)
            select offer.For(units).Line,
        ];

    /// <summary>True if the customer agreed to get the order in parts: beforehand, or for a line.</summary>
    public static bool AllowsParts(Order order, IReadOnlyList<ShortLine> lines) =>
        order.OutOfStock == OutOfStockChoice.Split || lines.Any(line => line.Choice == StockChoice.Split);

    /// <summary>When the wait for goods is over: the earliest date that a line has, else after the order's window.</summary>
    public static DateTimeOffset WaitEnd(IReadOnlyList<LineChoice> choices, OrderWindows windows, DateTimeOffset now) =>
        choices.Where(choice => choice.Choice is StockChoice.Split or StockChoice.Wait).Select(choice => choice.Until).Min()
        ?? now + windows.Restock;

    /// <summary>True if something can be shipped now and every missing unit may come later.</summary>
    public static bool CanPart(Order order, IReadOnlyList<ShortLine> lines) =>
        lines.Count > 0
        && lines.All(line => line.Choice == StockChoice.Split)
        && order.Lines.Sum(line => line.Quantity) > lines.Sum(line => line.Missing);
}
