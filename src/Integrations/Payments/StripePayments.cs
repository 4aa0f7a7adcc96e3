using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using StripeException = Stripe.StripeException;

namespace Orders.Functions.Integrations.Payments;

/// <summary>Stripe: cards and wallets, on Stripe's own page.</summary>
public sealed class StripePayments(StripeApi stripe, StripeAttempts attempts, StripeRefunds refunds) : IPaymentProvider
{
    public const string ProviderName = "stripe";

    public string Name => ProviderName;

    public string? Complaint(PaymentMethod method, Money total) =>
        method is not (PaymentMethod.Card or PaymentMethod.Wallet) ? "Cannot be paid in this way."
        : StripeAmounts.IsExact(total) ? null
        : $"{total} is a finer amount than can be paid so.";

    public async Task<PaymentRequest> RequestAsync(PaymentToCollect wanted, CancellationToken cancellation = default) =>
        new(await attempts.OpenAsync(wanted, cancellation));

    public Task<RefundReceipt> RefundAsync(string idempotencyKey, string orderId, Money amount, CancellationToken cancellation = default) =>
        refunds.MakeAsync(idempotencyKey, orderId, amount, cancellation);

    public Task CancelAsync(string orderId, CancellationToken cancellation = default) => attempts.CloseAsync(orderId, cancellation);

    public async Task<string?> FindOrderAsync(string payment, CancellationToken cancellation = default)
    {
        try
        {
            return (await stripe.GetPaymentIntentAsync(payment, cancellation)).Metadata?.GetValueOrDefault(StripeNames.Order);
        }
        catch (PaymentRefusedException e) when (e.InnerException is StripeException { HttpStatusCode: System.Net.HttpStatusCode.NotFound })
        {
            return null;
        }
    }
}
