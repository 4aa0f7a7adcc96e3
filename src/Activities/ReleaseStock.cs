using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>
/// Releases reserved units and leaves the backorder queue, for a whole reservation or a part of it; nothing if none were reserved.
/// Keyed (order, reference, step).
/// </summary>
public sealed class ReleaseStock(StockStore stock)
{
    [Function(nameof(ReleaseStock))]
    public Task RunAsync([ActivityTrigger] StockStep step, CancellationToken cancellation) =>
        step.Lines is { } lines
            ? stock.AmendAsync(step.OrderId, step.Reference, $"release:{step.Step}", new StockAmendment { Return = lines }, cancellation)
            : stock.ReleaseAsync(step.OrderId, step.Reference, cancellation);
}
