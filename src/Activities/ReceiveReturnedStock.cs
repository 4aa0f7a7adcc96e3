using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>Restocks goods that came back as new. Keyed (order, reference, sku).</summary>
public sealed class ReceiveReturnedStock(StockStore stock)
{
    [Function(nameof(ReceiveReturnedStock))]
    public async Task RunAsync([ActivityTrigger] ReturnedStock returned, CancellationToken cancellation)
    {
        foreach (var line in returned.Lines)
        {
            await stock.ReceiveAsync($"{returned.OrderId}:{returned.Reference}", line.Sku, line.Quantity, cancellation);
        }
    }
}

/// <param name="Reference">The case they came back by.</param>
public sealed record ReturnedStock(string OrderId, string Reference, IReadOnlyList<ParcelLine> Lines);
