using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Reserves all lines of an order, or none and says which are short. Keyed (order, occasion).</summary>
public sealed class ReserveStock(OrderStore orders, StockStore stock)
{
    [Function(nameof(ReserveStock))]
    public async Task<StockAnswer> RunAsync([ActivityTrigger] StockStep step, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(step.OrderId, cancellation);
        var lines = order.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity)).ToList();
        var reservation = await stock.ReserveAsync(step.OrderId, step.Occasion, lines, cancellation);
        return new StockAnswer(reservation.Reserved, [.. reservation.Short.Select(line => line.Sku)]);
    }
}

/// <param name="Occasion">Tells the reservations of one order apart; <c>order</c> is the first.</param>
public sealed record StockStep(string OrderId, string Occasion);

public sealed record StockAnswer(bool Reserved, IReadOnlyList<string> ShortSkus);
