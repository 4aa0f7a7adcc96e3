using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Issues the licence keys of an order's digital lines, of those that are there; the licences mail carries them. Keyed (order, line, unit).
/// </summary>
public sealed class DeliverLicences(OrderStore orders, LicenceIssuer licences)
{
    [Function(nameof(DeliverLicences))]
    public async Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellation)
    {
        // As it stands: lines may have been changed since it was placed, or be still to come.
        var record =
            await orders.FindAsync(orderId, cancellation) ?? throw new InvalidOperationException($"Order {orderId} is not stored.");
        await licences.IssueAsync(orderId, ShortLines.There(record.Order.Lines, record.State.Short), cancellation);
    }
}
