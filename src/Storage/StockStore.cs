using Orders.Functions.Orders;

namespace Orders.Functions.Storage;

/// <summary>The warehouse's stock: levels, reservations and append-only movements, changed together or not at all; never below zero.</summary>
public sealed class StockStore
{
    /// <summary>Reserves all lines or none. A reservation is known by (order, occasion): the same again is the same reservation.</summary>
    /// <exception cref="InvalidOperationException">It was released before it was made.</exception>
    public Task<Reservation> ReserveAsync(string orderId, string occasion, IReadOnlyList<ParcelLine> lines, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>Gives reserved units back; nothing to do when there was no reservation.</summary>
    /// <exception cref="InvalidOperationException">The goods were shipped.</exception>
    public Task ReleaseAsync(string orderId, string occasion, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>The reserved units left the warehouse.</summary>
    /// <exception cref="InvalidOperationException">There is no reservation, or it was released.</exception>
    public Task ShipAsync(string orderId, string occasion, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>All levels by sku.</summary>
    public Task<IReadOnlyList<StockLevel>> LevelsAsync(CancellationToken cancellation = default) => throw new NotSupportedException();
}
