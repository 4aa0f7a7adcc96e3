using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orders.Functions.Commands.Stock;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Background;

/// <summary>
/// Makes up for what was lost between the stock's rows and the orders that wait: free units without a queue message, and orders that were
/// not woken, or were woken in vain. Nothing to do while nobody waits.
/// </summary>
public sealed class StockSweep(
    StockStore stock,
    OrderStore orders,
    StockArrivalCommand arrivals,
    TimeProvider clock,
    ILogger<StockSweep> log
)
{
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(30);

    [Function(nameof(StockSweep))]
    public async Task RunAsync(
        [TimerTrigger("30 * * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        _ = timer;
        foreach (var arrival in await stock.ArrivalsAsync(cancellation))
            await SettleAsync(arrival, client, cancellation);
        if (await stock.SweepAsync(cancellation) is > 0 and var swept)
            log.LogWarning(
                "{Swept} products had units that nobody had given to the orders in the backorder queue; they are queued again.",
                swept
            );
    }

    private async Task SettleAsync(StockArrival arrival, DurableTaskClient client, CancellationToken cancellation)
    {
        if (
            await orders.IsHandledAsync(arrival.OrderId, arrival.EventId, cancellation)
            || await orders.HasEndedAsync(arrival.OrderId, cancellation)
            || await client.GetInstanceAsync(arrival.OrderId, cancellation) is { IsCompleted: true }
        )
        {
            await stock.ForgetAsync(arrival, cancellation);
        }
        else if (clock.GetUtcNow() - arrival.At >= Overdue)
        {
            log.LogWarning("Order {OrderId} was not seen to know of the goods that came for it; it is told again.", arrival.OrderId);
            await arrivals.RunAsync(client, arrival, cancellation);
        }
    }
}
