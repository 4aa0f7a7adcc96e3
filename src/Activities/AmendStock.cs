using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>Changes what an order has reserved or waits for, all of it or nothing. Keyed (order, reference, step).</summary>
public sealed class AmendStock(StockStore stock)
{
    [Function(nameof(AmendStock))]
    public async Task<StockAmended> RunAsync([ActivityTrigger] StockChange change, CancellationToken cancellation)
    {
        var reservation = await stock.AmendAsync(change.OrderId, change.Reference, change.Step, change.Amendment, cancellation);
        return new StockAmended(reservation.Short.Count == 0, reservation.Revision, reservation.Missing, reservation.WrittenOff);
    }
}

public sealed record StockChange(string OrderId, string Reference, string Step, StockAmendment Amendment);

/// <param name="Done">False: what it wanted to take is not there; nothing was changed.</param>
/// <param name="Revision">Of the reservation.</param>
/// <param name="Missing">What the order still waits for.</param>
/// <param name="WrittenOff">Units that it has and waits for no more.</param>
public sealed record StockAmended(bool Done, int Revision, IReadOnlyList<ParcelLine> Missing, IReadOnlyList<ParcelLine> WrittenOff);
