using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Sandbox;

namespace Companies;

/// <summary>The payment provider as the shop calls it.</summary>
internal sealed class PaymentPort(PaymentCompany company, ILine line) : IPaymentProvider
{
    public const string Company = "payments";

    public string Name => SandboxPayments.ProviderName;

    public Task<PaymentRequest> RequestAsync(
        string orderId,
        string orderNumber,
        Money due,
        PaymentMethod method,
        DateTimeOffset until,
        string reference = "",
        CancellationToken cancellation = default
    ) => line.CallAsync(Company, $"request:{orderId}:{reference}", () => company.Request(orderId, due, reference));

    public Task<RefundReceipt> RefundAsync(string idempotencyKey, string orderId, Money amount, CancellationToken cancellation = default) =>
        line.CallAsync(Company, $"refund:{idempotencyKey}", () => company.TakeRefund(idempotencyKey, orderId, amount));

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
