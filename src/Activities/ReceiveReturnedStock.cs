using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>Puts goods that came back as new on the shelf again. Keyed (order, occasion, sku).</summary>
public sealed class ReceiveReturnedStock(StockStore stock)
{
    [Function(nameof(ReceiveReturnedStock))]
    public async Task RunAsync([ActivityTrigger] ReturnedStock returned, CancellationToken cancellation)
    {
        foreach (var line in returned.Lines)
        {
            await stock.ReceiveAsync($"{returned.OrderId}:{returned.Occasion}", line.Sku, line.Quantity, cancellation);
        }
    }
}

/// <param name="Occasion">The case they came back by.</param>
public sealed record ReturnedStock(string OrderId, string Occasion, IReadOnlyList<ParcelLine> Lines);
