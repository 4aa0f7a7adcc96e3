using System.Diagnostics;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

internal static class OrderReads
{
    /// <summary>The frozen order of an orchestration that runs: it was stored before the orchestration started.</summary>
    public static async Task<Order> GetOrderAsync(this OrderStore orders, string orderId, CancellationToken cancellation) =>
        (await orders.FindAsync(orderId, cancellation))?.Order ?? throw new UnreachableException($"Order {orderId} runs but is not stored.");
}
