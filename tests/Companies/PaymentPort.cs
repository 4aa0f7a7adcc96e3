using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Sandbox;

namespace Companies;

/// <summary>The payment provider as the shop calls it.</summary>
internal sealed class PaymentPort(PaymentCompany company, ILine line) : IPaymentProvider
{
    public const string Company = "payments";

    public string Name => SandboxPayments.ProviderName;

    public Task<PaymentRequest> RequestAsync(PaymentToCollect wanted, CancellationToken cancellation = default) =>
        line.CallAsync(
            Company,
            $"request:{wanted.OrderId}:{wanted.Reference}",
            () => company.Request(wanted.OrderId, wanted.Due, wanted.Reference)
        );

    public Task<RefundReceipt> RefundAsync(string idempotencyKey, string orderId, Money amount, CancellationToken cancellation = default) =>
        line.CallAsync(Company, $"refund:{idempotencyKey}", () => company.TakeRefund(idempotencyKey, orderId, amount));

    // It names the order in all that it tells.
    public Task<string?> FindOrderAsync(string payment, CancellationToken cancellation = default) => Task.FromResult<string?>(null);

    public Task CancelAsync(string orderId, CancellationToken cancellation = default) =>
        line.CallAsync(
            Company,
            $"withdraw:{orderId}",
            () =>
            {
                company.Withdraw(orderId);
                return true;
            }
        );
}
