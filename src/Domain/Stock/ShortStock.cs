using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Stock;

/// <summary>What becomes of a line that is out of stock.</summary>
public enum StockChoice
{
    /// <summary>The line is taken off the order and refunded; what is there of it goes back into stock.</summary>
    Refund,

    /// <summary>Another product comes instead of the missing units; the difference is collected or refunded.</summary>
    Substitute,

    /// <summary>What is there is shipped, the rest when it comes.</summary>
    Split,

    /// <summary>The order waits until all of it is there.</summary>
    Wait,
}

/// <summary>A line that the warehouse does not have in full, while the order waits for a choice or for the goods.</summary>
/// <param name="Ordered">Units of the line.</param>
/// <param name="Missing">Those that are not there; the others are reserved.</param>
/// <param name="Substitutes">What could come instead of the missing units.</param>
public sealed record ShortLine(string Sku, int Ordered, int Missing, IReadOnlyList<SubstituteOffer> Substitutes)
{
    /// <summary>What was chosen; null while the customer is asked.</summary>
    public StockChoice? Choice { get; init; }

    /// <summary>The day on which the warehouse expected more when it was looked at; null: it did not know.</summary>
    public DateOnly? ExpectedOn { get; init; }
}

/// <param name="Line">The substitute as a line of the order: for all missing units, at the catalogue's price.</param>
/// <param name="PriceAdjustment">What it costs more than the missing units; negative: less.</param>
public sealed record SubstituteOffer(OrderLine Line, Money PriceAdjustment)
{
    /// <summary>The same for another number of units.</summary>
    public SubstituteOffer For(int units) =>
        new(Line with { Quantity = units }, PriceAdjustment with { Amount = PriceAdjustment.Amount / Line.Quantity * units });
}

/// <summary>What is to become of one short line.</summary>
/// <param name="Substitute">The substitute's sku, with <see cref="StockChoice.Substitute"/>.</param>
/// <param name="Until">For waiting lines: after this the line is refunded; null: after the time that the shop has set.</param>
public sealed record LineChoice(string Sku, StockChoice Choice, string? Substitute = null, DateTimeOffset? Until = null);
