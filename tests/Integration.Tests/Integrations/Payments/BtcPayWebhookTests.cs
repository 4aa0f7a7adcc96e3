using System.Text;
using System.Text.Json.Nodes;
using Doubles.BtcPay;
using Orders.Functions.Integrations.Payments;
using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Integrations.Payments;

public sealed class BtcPayWebhookTests
{
    private const string Secret = "btcpay-secret";
    private const string Settled = """{"type":"InvoiceSettled","invoiceId":"I1"}""";

    /// <summary>Signatures made by other programs (HMAC of Python and OpenSSL): of a body on one line, and as BTCPay indents it.</summary>
    [Theory]
    [InlineData("", 42, "020f1ce1a1527c20a2b54835a2e67c22a7a55ad5078761f757a889d77549f18b")]
    [InlineData("\n", 288, "d4dd38d229022aec830bfcd08c816e5b3a07b7e2e9c87d62d76424f2bc2e6ebe")]
    [InlineData("\r\n", 302, "bb301cdbee0e8284130e3fe880dc062618c6cffa21f8494cc542ad4558e509a6")]
    public void Signature_of_the_vectors_holds_and_is_the_doubles(string newLine, int length, string signature)
    {
        JsonObject told = new()
        {
            ["overPaid"] = false,
            ["manuallyMarked"] = false,
            ["deliveryId"] = "D1",
            ["webhookId"] = "W1",
            ["originalDeliveryId"] = "D1",
            ["isRedelivery"] = false,
            ["type"] = "InvoiceSettled",
            ["timestamp"] = 1767225600,
            ["storeId"] = "S1",
            ["invoiceId"] = "I1",
            ["metadata"] = new JsonObject { ["orderId"] = "ord_42" },
        };
        var body = newLine.Length == 0 ? Encoding.UTF8.GetBytes(Settled) : BtcPayWebhooks.Body(told, newLine);

        Assert.Equal(length, body.Length);
        Assert.Equal($"sha256={signature}", BtcPayWebhooks.Sign(Secret, body));
        Assert.Equal(new PaymentHint("invoice:I1"), Read(body, $"sha256={signature}"));
    }

    [Theory]
    [InlineData("right", null)]
    [InlineData("wrong key", "signature_wrong")]
    [InlineData("other body", "signature_wrong")]
    [InlineData("laid out anew", "signature_wrong")]
    [InlineData("missing", "signature_missing")]
    [InlineData("two, one right", "signature_malformed")]
    [InlineData("two headers", "signature_malformed")]
    [InlineData("cut short", "signature_malformed")]
    [InlineData("no hex", "signature_malformed")]
    [InlineData("other scheme", "signature_malformed")]
    [InlineData("empty", "signature_malformed")]
    [InlineData("secret before", null)]
    [InlineData("secret now, before another", null)]
    public void Forged_signature_is_refused_before_the_body_is_read(string attack, string? refusal)
    {
        var body = Encoding.UTF8.GetBytes(Settled);
        var right = BtcPayWebhooks.Sign(Secret, body);
        var header = attack switch
        {
            "wrong key" => BtcPayWebhooks.Sign("other-secret", body),
            "missing" => null,
            "two, one right" => $"{right},{right}",
            "two headers" => $"{BtcPayWebhooks.Sign("other-secret", body)}, {right}",
            "cut short" => right[..^2],
            "no hex" => right[..^2] + "zz",
            "other scheme" => right.Replace("sha256", "sha512", StringComparison.Ordinal),
            "empty" => "sha256=",
            "secret before" => BtcPayWebhooks.Sign("secret-before", body),
            _ => right,
        };
        body = attack switch
        {
            "other body" => Encoding.UTF8.GetBytes(Settled.Replace("I1", "I2", StringComparison.Ordinal)),
            "laid out anew" => Encoding.UTF8.GetBytes(Settled.Replace(",", ", ", StringComparison.Ordinal)),
            _ => body,
        };

        var reading = Read(body, header, attack.StartsWith("secret", StringComparison.Ordinal) ? [Secret, "secret-before"] : [Secret]);

        Assert.Equal(refusal, (reading as WebhookRefused)?.Reason);
    }

    [Theory]
    [InlineData("InvoiceReceivedPayment")]
    [InlineData("InvoiceProcessing")]
    [InlineData("InvoicePaymentSettled")]
    [InlineData("InvoiceSettled")]
    [InlineData("InvoiceExpired")]
    [InlineData("InvoiceExpiredPaidPartial")]
    [InlineData("InvoicePaidAfterExpiration")]
    [InlineData("InvoiceInvalid")]
    public void Event_of_an_invoice_is_a_hint_at_it(string type) =>
        Assert.Equal(new PaymentHint("invoice:I1"), Read($$"""{"type":"{{type}}","storeId":"S1","invoiceId":"I1"}"""));

    [Theory]
    [InlineData("PayoutCreated")]
    [InlineData("PayoutApproved")]
    [InlineData("PayoutUpdated")]
    public void Event_of_a_payout_is_a_hint_at_its_refund(string type) =>
        Assert.Equal(
            new PaymentHint("refund:PP1"),
            Read($$"""{"type":"{{type}}","storeId":"S1","payoutId":"PO1","pullPaymentId":"PP1","payoutState":"Completed"}""")
        );

    [Theory]
    [InlineData("""{"type":"InvoiceCreated","storeId":"S1","invoiceId":"I1"}""")]
    [InlineData("""{"type":"InvoiceRefund","storeId":"S1","invoiceId":"I1","pullPaymentId":"PP1"}""")]
    [InlineData("""{"type":"PayoutCreated","storeId":"S1","payoutId":"PO1","pullPaymentId":null}""")]
    [InlineData("""{"type":"PaymentRequestCreated","storeId":"S1"}""")]
    public void Event_that_means_nothing_for_an_order_is_left(string body) => Assert.IsType<NothingToTell>(Read(body));

    [Theory]
    [InlineData("""{"type":"InvoiceSettled","storeId":"S2","invoiceId":"I1"}""", "store_differs: S2")]
    [InlineData("""{"type":"InvoiceSettled","storeId":"S1"}""", "body_invalid")]
    [InlineData("""{"storeId":"S1","invoiceId":"I1"}""", "body_invalid")]
    [InlineData("""["InvoiceSettled"]""", "body_invalid")]
    [InlineData("InvoiceSettled", "body_invalid")]
    public void Nonsense_is_kept_for_a_person(string body, string reason) => Assert.Equal(new WebhookNotUnderstood(reason), Read(body));

    private static WebhookReading Read(string body) =>
        Read(Encoding.UTF8.GetBytes(body), BtcPayWebhooks.Sign(Secret, Encoding.UTF8.GetBytes(body)));

    private static WebhookReading Read(byte[] body, string? header, params string[] secrets)
    {
        var adapter = new BtcPayWebhook(
            new BtcPaySettings
            {
                ApiUrl = new("https://btcpay.example"),
                StoreId = "S1",
                ApiKey = "key",
                WebhookSecrets = secrets.Length == 0 ? [Secret] : secrets,
            }
        );
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (header is not null)
            headers["btcpay-sig"] = header;
        return adapter.Read(headers, body, DateTimeOffset.UtcNow);
    }
}
