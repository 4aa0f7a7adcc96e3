using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Sandbox;
using Simulation.Storage;

namespace Simulation.World;

/// <summary>The payment provider as one process of the app sees it.</summary>
internal sealed class PaymentWire(PaymentCompany company, IGate gate) : Wire("payments", gate), IPaymentProvider
{
    public string Name => SandboxPayments.ProviderName;

    public Task<PaymentRequest> RequestAsync(
        string orderId,
        string orderNumber,
        Money due,
        PaymentMethod method,
        DateTimeOffset until,
        string reference = "",
        CancellationToken cancellation = default
    ) => CallAsync($"request:{orderId}:{reference}", () => company.Request(orderId, due, reference));

    public Task<RefundReceipt> RefundAsync(string idempotencyKey, string orderId, Money amount, CancellationToken cancellation = default) =>
        CallAsync($"refund:{idempotencyKey}", () => company.TakeRefund(idempotencyKey, orderId, amount));

    public Task CancelAsync(string orderId, CancellationToken cancellation = default) =>
        CallAsync(
            $"withdraw:{orderId}",
            () =>
            {
                company.Withdraw(orderId);
                return true;
            }
        );
}
