using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Orders;

namespace Orders.Functions.Orchestrations;

// 4. Stock check
public sealed partial class OrderOrchestration
{
    /// <summary>The reservation of the order's lines.</summary>
    private const string OrderReservation = "order";

    private async Task<Stop?> ReserveStockAsync()
    {
        _undo.Push(ReleaseStockAsync);
        var reservation = await _context.CallActivityAsync<StockAnswer>(nameof(ReserveStock), new StockStep(_order.OrderId, OrderReservation, ChangedLines), Retries.Storage);
        _stockHeld = true;
        return reservation.Reserved ? await TakeArrivedAsync() : TakeShortage(reservation);
    }

    private static Stop TakeShortage(StockAnswer reservation) => new([.. reservation.ShortSkus.Select(sku => $"out_of_stock:{sku}")], By: "shop");
}
