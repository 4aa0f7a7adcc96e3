using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Background;

/// <summary>Gives units that came, or came back to the shelf, to the orders that wait for them, and wakes those orders.</summary>
public sealed class StockAllotter(StockStore stock)
{
    [Function(nameof(StockAllotter))]
    public async Task RunAsync([QueueTrigger(StockStore.Queue)] string text, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var message = JsonSerializer.Deserialize<StockFreed>(text, OrderJson.Options) ?? throw new JsonException("A message of the stock queue is null.");
        foreach (var arrival in await stock.AllotAsync(message.Sku, cancellation))
            await client.TellAsync(arrival.OrderId, OrderEvents.StockArrived, EventOf(arrival), cancellation);
    }

    internal static StockArrived EventOf(StockArrival arrival) => new(arrival.EventId, arrival.Occasion, arrival.Revision, arrival.Missing);
}
