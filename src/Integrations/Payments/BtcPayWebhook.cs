using System.Text;
using System.Text.Json;
using Orders.Functions.Integrations.Webhooks;

namespace Orders.Functions.Integrations.Payments;

/// <summary>
/// What BTCPay posts (https://docs.btcpayserver.org/API/Greenfield/v1/#tag/Webhooks). Events come late, twice, or with less than is true
/// (btcpayserver/btcpayserver#3449, #4978, #5496): each is a hint, and what is true of its invoice or refund is asked for.
/// </summary>
public sealed class BtcPayWebhook(BtcPaySettings settings) : IWebhookAdapter
{
    private const string Header = "BTCPay-Sig";
    private const string Scheme = "sha256=";

    public WebhookKind Kind => WebhookKind.Payments;

    public string Name => BtcPayPayments.ProviderName;

    public IReadOnlyList<string> Headers { get; } = [Header];

    public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        // The key is the text of the secret.
        var keys = settings.WebhookSecrets.Select(Encoding.UTF8.GetBytes);
        if (BodySignature.Refusal(keys, Scheme, headers.GetValueOrDefault(Header), body.Span) is { } refusal)
            return new WebhookRefused(refusal);
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : new WebhookNotUnderstood("body_invalid");
        }
        catch (JsonException)
        {
            return new WebhookNotUnderstood("body_invalid");
        }
    }

    private WebhookReading Read(JsonElement told)
    {
        if (Text(told, "type") is not { Length: > 0 } type)
            return new WebhookNotUnderstood("body_invalid");
        if (Text(told, "storeId") is { } store && store != settings.StoreId)
            return new WebhookNotUnderstood($"store_differs: {store}");
        return type switch
        {
            // Nothing was paid yet, and nothing has come back.
            "InvoiceCreated" or "InvoiceRefund" => new NothingToTell(),
            _ when type.StartsWith("Invoice", StringComparison.Ordinal) => Text(told, "invoiceId") is { Length: > 0 } invoice
                ? new PaymentHint(BtcPayNews.Invoice(invoice))
                : new WebhookNotUnderstood("body_invalid"),
            _ when type.StartsWith("Payout", StringComparison.Ordinal) && Text(told, "pullPaymentId") is { Length: > 0 } refund =>
                new PaymentHint(BtcPayNews.PullPayment(refund)),
            _ => new NothingToTell(),
        };
    }

    private static string? Text(JsonElement told, string name) =>
        told.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
