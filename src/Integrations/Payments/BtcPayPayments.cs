using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Orders.Functions.Integrations.Payments;

/// <summary>BTCPay Server: crypto, on the page of a server of one's own.</summary>
public sealed class BtcPayPayments(BtcPayApi btcPay, BtcPayInvoices invoices, BtcPayRefunds refunds, BtcPaySettings settings)
    : IPaymentProvider
{
    public const string ProviderName = "btcpay";

    public string Name => ProviderName;

    public bool SendsCryptoBack => true;

    public string? Complaint(PaymentMethod method, Money total) =>
        method != PaymentMethod.Crypto ? "Cannot be paid in this way."
        : settings.Currencies.Count > 0 && !settings.Currencies.Contains(total.Currency) ? $"{total.Currency} cannot be paid so."
        : total.Amount <= 0 ? $"{total} cannot be paid so."
        : null;

    public async Task<PaymentRequest> RequestAsync(PaymentToCollect wanted, CancellationToken cancellation = default) =>
        new(await invoices.OpenAsync(wanted, cancellation));

    public Task<RefundReceipt> RefundAsync(string idempotencyKey, string orderId, Money amount, CancellationToken cancellation = default) =>
        refunds.MakeAsync(idempotencyKey, orderId, amount, cancellation);

    public Task CancelAsync(string orderId, CancellationToken cancellation = default) => invoices.CloseAsync(orderId, cancellation);

    public async Task<string?> FindOrderAsync(string payment, CancellationToken cancellation = default)
    {
        try
        {
            return (await btcPay.GetInvoiceAsync(payment, cancellation)).Order;
        }
        catch (PaymentRefusedException e) when (BtcPayApi.IsMissing(e))
        {
            return null;
        }
    }
}
