using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Storage.Stock;

/// <summary>A reservation's row.</summary>
/// <param name="Lines">Units reserved; of a released one those that were. None, and released: it was released before it was made.</param>
internal sealed record StoredReservation(ReservationStatus Status, IReadOnlyList<ParcelLine> Lines)
{
    /// <summary>Units waited for in the backorder queue.</summary>
    public IReadOnlyList<ParcelLine> Missing { get; init; } = [];

    /// <summary>Its place in the backorder queue: when the order was placed.</summary>
    public DateTimeOffset Rank { get; init; }

    /// <summary>The changes that were made, by their step, and what each dropped: a step again changes nothing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ParcelLine>> Steps { get; init; } =
        new Dictionary<string, IReadOnlyList<ParcelLine>>(StringComparer.Ordinal);

    public int Revision { get; init; }

    public int MissingOf(string sku) => Missing.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    public int ReservedOf(string sku) => Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    /// <summary>The same with units reserved, or fewer.</summary>
    public StoredReservation WithLines(string sku, int difference) => this with { Lines = Changed(Lines, sku, difference) };

    /// <summary>The same with units waited for, or fewer.</summary>
    public StoredReservation WithMissing(string sku, int difference) => this with { Missing = Changed(Missing, sku, difference) };

    public StoredReservation WithStep(string step, IReadOnlyList<ParcelLine> givenUp) =>
        this with
        {
            Steps = new Dictionary<string, IReadOnlyList<ParcelLine>>(Steps, StringComparer.Ordinal) { [step] = givenUp },
            Revision = Revision + 1,
        };

    private static ParcelLine[] Changed(IReadOnlyList<ParcelLine> lines, string sku, int difference)
    {
        var quantity = lines.Where(line => line.Sku == sku).Sum(line => line.Quantity) + difference;
        if (quantity < 0)
            throw new InvalidOperationException($"A reservation has fewer of {sku} than it would have to give.");
        ParcelLine[] others = [.. lines.Where(line => line.Sku != sku)];
        return quantity == 0 ? others : [.. others, new(sku, quantity)];
    }
}

internal enum ReservationStatus
{
    Reserved,
    Released,
    Shipped,
}
