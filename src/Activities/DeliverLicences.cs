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
        var order = await orders.GetAsync(orderId, cancellation);
        await licences.IssueAsync(orderId, order.Lines, cancellation);
    }
}
