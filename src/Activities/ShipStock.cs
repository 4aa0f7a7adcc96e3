using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>
/// Books reserved units out of the warehouse: they have left; a whole reservation, or the part that one parcel holds. Keyed (order,
/// reference, step).
/// </summary>
public sealed class ShipStock(StockStore stock)
{
    [Function(nameof(ShipStock))]
    public Task RunAsync([ActivityTrigger] StockStep step, CancellationToken cancellation) =>
        stock.ShipAsync(step.OrderId, step.Reference, step.Step, step.Lines, cancellation);
}
