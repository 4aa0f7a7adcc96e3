using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>
/// Books reserved units out of the warehouse: they have left; a whole reservation, or the part that one parcel holds. Keyed (order,
/// reference, step).
/// </summary>
public sealed class ShipStock(StepRecorder steps, StockStore stock)
{
    [Function(nameof(ShipStock))]
    public async Task RunAsync([ActivityTrigger] AfterStep<StockStep> call, CancellationToken cancellation)
    {
        await steps.WriteAsync(call.Step, cancellation);
        var step = call.Input;
        await stock.ShipAsync(step.OrderId, step.Reference, step.Step, step.Lines, cancellation);
    }
}
