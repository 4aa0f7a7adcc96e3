using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>
/// Puts what an order still waits for under a reservation of its own, so that the rest can be shipped. Keyed (order, reference, part).
/// </summary>
public sealed class PartStock(StockStore stock)
{
    [Function(nameof(PartStock))]
    public async Task<StockAmended> RunAsync([ActivityTrigger] StockPart part, CancellationToken cancellation)
    {
        var rest = await stock.PartAsync(part.OrderId, part.Reference, part.Part, cancellation);
        return new StockAmended(true, rest.Revision, rest.Missing, []);
    }
}

/// <param name="Part">The reference of the new reservation.</param>
public sealed record StockPart(string OrderId, string Reference, string Part);
