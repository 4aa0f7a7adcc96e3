using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;

namespace Orders.Functions.Storage.Stock;

/// <summary>The answer to a reservation, or to a change of one.</summary>
/// <param name="Reserved">False: what was asked for is not there in full.</param>
/// <param name="Short">The lines that stood in the way; empty when reserved.</param>
public sealed record Reservation(bool Reserved, IReadOnlyList<MissingLine> Short)
{
    /// <summary>Units that the order now waits for in the backorder queue; what is there is reserved meanwhile.</summary>
    public IReadOnlyList<ParcelLine> Missing { get; init; } = [];

    /// <summary>Units that this change dropped, waited for or reserved.</summary>
    public IReadOnlyList<ParcelLine> WrittenOff { get; init; } = [];

    /// <summary>Counts the changes of the reservation: of two answers the one with the higher number is the newer.</summary>
    public int Revision { get; init; }
}

/// <param name="Available">Units that could be had, at most as many as wanted.</param>
public sealed record MissingLine(string Sku, int Wanted, int Available);

/// <param name="OnHand">Units in the warehouse, reserved ones included.</param>
/// <param name="Awaited">Units that orders wait for in the backorder queue: the next ones that are free are theirs.</param>
public sealed record StockLevel(string Sku, int OnHand, int Reserved, int Awaited = 0)
{
    /// <summary>Units for an order that has not waited.</summary>
    public int Available => Math.Max(0, OnHand - Reserved - Awaited);

    /// <summary>The day on which the warehouse expects more; null where it does not know. What comes in ends the expectation.</summary>
    public DateOnly? ExpectedOn { get; init; }

    /// <summary>The same for customers: a day that is over says nothing any more.</summary>
    public DateOnly? ExpectedSince(DateTimeOffset now) => ExpectedOn >= WarehouseCalendar.DayOf(now) ? ExpectedOn : null;
}

/// <summary>Units that came for an order that waits: to be told to its orchestration until it has heard.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="Missing">What it still waits for.</param>
public sealed record StockArrival(
    string Key,
    string OrderId,
    string Reference,
    int Revision,
    IReadOnlyList<ParcelLine> Missing,
    DateTimeOffset At
)
{
    /// <summary>The event's id.</summary>
    public string EventId => FormattableString.Invariant($"stock:{Reference}:{Revision}");
}

/// <summary>A message of the queue of <see cref="StockStore.Queue"/>: units of a sku are free, and orders wait for it.</summary>
public sealed record StockFreed(string Sku);
