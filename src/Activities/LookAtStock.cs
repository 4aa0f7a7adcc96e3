using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>Looks which lines of an order the warehouse does not have in full, before anything is reserved. Reads only.</summary>
public sealed class LookAtStock(OrderStore orders, StockLook look)
{
    [Function(nameof(LookAtStock))]
    public async Task<IReadOnlyList<ShortLine>> RunAsync([ActivityTrigger] StockToLookAt step, CancellationToken cancellation) =>
        await look.ShortAsync((await orders.GetAsync(step.OrderId, cancellation)).As(step.Terms), cancellation);
}

/// <param name="Terms">What is agreed now, where it differs from what was placed.</param>
public sealed record StockToLookAt(string OrderId, OrderTerms? Terms);
