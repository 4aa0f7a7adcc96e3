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
        var lines = step.Lines ?? [.. (await orders.GetAsync(step.OrderId, cancellation)).Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))];
        var reservation = await stock.ReserveAsync(step.OrderId, step.Occasion, lines, cancellation);
        return new StockAnswer(reservation.Reserved, [.. reservation.Short.Select(line => line.Sku)]);
    }
}

/// <param name="Occasion">Tells the reservations of one order apart; <c>order</c> is the first.</param>
/// <param name="Lines">What is to be reserved; null for all lines as they were placed.</param>
public sealed record StockStep(string OrderId, string Occasion, IReadOnlyList<ParcelLine>? Lines = null);

public sealed record StockAnswer(bool Reserved, IReadOnlyList<string> ShortSkus);
