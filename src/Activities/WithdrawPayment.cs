using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Integrations.Payments;

namespace Orders.Functions.Activities;

/// <summary>Tells the payment provider not to collect for this order any more. Money that comes all the same is refunded when it comes.</summary>
public sealed class WithdrawPayment(IPaymentProvider payments)
{
    [Function(nameof(WithdrawPayment))]
    public Task<PartnerAnswer<bool>> RunAsync([ActivityTrigger] string orderId, CancellationToken cancellation) => PartnerAnswer.OfAsync(async () =>
    {
        await payments.CancelAsync(orderId, cancellation);
        return true;
    });
}
