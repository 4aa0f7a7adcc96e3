using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Stock;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Background;

/// <summary>Gives units that came, or came back into stock, to the orders that wait for them, and wakes those orders.</summary>
public sealed class StockAllotter(StockStore stock, StockArrivalCommand arrivals)
{
    [Function(nameof(StockAllotter))]
    public async Task RunAsync(
        [QueueTrigger(StockStore.Queue)] string text,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var message =
            JsonSerializer.Deserialize<StockFreed>(text, OrderJson.Options)
            ?? throw new JsonException("A message of the stock queue is null.");
        foreach (var arrival in await stock.AllotAsync(message.Sku, cancellation))
            await arrivals.RunAsync(client, arrival, cancellation);
    }
}
