using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Gives reserved units back to the shelf; nothing if none were reserved. Keyed (order, occasion).</summary>
public sealed class ReleaseStock(StockStore stock)
{
    [Function(nameof(ReleaseStock))]
    public Task RunAsync([ActivityTrigger] StockStep step, CancellationToken cancellation) => stock.ReleaseAsync(step.OrderId, step.Occasion, cancellation);
}
