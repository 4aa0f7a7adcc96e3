using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Mail;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Issues the licence keys of an order's digital lines; the licences mail carries them. Keyed (order, line, unit).</summary>
public sealed class DeliverLicences(OrderStore orders, LicenceIssuer licences)
{
    [Function(nameof(DeliverLicences))]
    public async Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellation)
    {
        // As it stands: lines may have been changed since it was placed.
        var record = await orders.FindAsync(orderId, cancellation) ?? throw new InvalidOperationException($"Order {orderId} is not stored.");
        await licences.IssueAsync(orderId, record.Order.Lines, cancellation);
    }
}
