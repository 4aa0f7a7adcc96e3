namespace Orders.Functions.Storage;

/// <summary>The answer to a reservation: all lines, or none.</summary>
/// <param name="Short">The lines that stood in the way; empty when reserved.</param>
public sealed record Reservation(bool Reserved, IReadOnlyList<ShortLine> Short);

public sealed record ShortLine(string Sku, int Wanted, int Available);

/// <param name="OnHand">Units in the warehouse, reserved ones included.</param>
public sealed record StockLevel(string Sku, int OnHand, int Reserved)
{
    public int Available => OnHand - Reserved;
}
