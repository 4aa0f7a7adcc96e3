using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Books reserved units out of the warehouse: they have left. Keyed (order, occasion).</summary>
public sealed class ShipStock(StockStore stock)
{
    [Function(nameof(ShipStock))]
    public Task RunAsync([ActivityTrigger] StockStep step, CancellationToken cancellation) => stock.ShipAsync(step.OrderId, step.Occasion, cancellation);
}
