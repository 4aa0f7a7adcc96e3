using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Tells the order's payment provider not to collect for this order any more. Money that comes all the same is refunded when it comes.
/// </summary>
public sealed class WithdrawPayment(OrderStore orders, PaymentProviderRegistry providers)
{
    [Function(nameof(WithdrawPayment))]
    public async Task<PartnerAnswer<bool>> RunAsync([ActivityTrigger] string orderId, CancellationToken cancellation)
    {
        var provider = providers.Named(await orders.PaymentProviderAsync(orderId, cancellation));
        return await PartnerAnswer.OfAsync(async () =>
        {
            await provider.CancelAsync(orderId, cancellation);
            return true;
        });
    }
}
