using System.Text;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Payments;
using Orders.Functions.Integrations.Webhooks;
using Stripe;

namespace Integration.Tests.Integrations.Payments;

public sealed class StripeWebhookTests
{
    private const string Secret = "whsec_test_partner";
    private const string Session =
        """{"id":"cs_1","object":"checkout.session","status":"complete","payment_status":"paid","amount_total":1999,"currency":"eur","payment_intent":"pi_1","metadata":{"order":"o-1"}}""";
    private const string Charge =
        """{"id":"ch_1","object":"charge","captured":true,"amount":1999,"currency":"eur","payment_intent":"pi_1","metadata":{"order":"o-1"},"payment_method_details":{"type":"card","card":{"funding":"debit"}}}""";
    private const string Refund =
        """{"id":"re_1","object":"refund","status":"succeeded","amount":1999,"currency":"eur","payment_intent":"pi_1","metadata":{"order":"o-1","refund":"o-1:refund:cancel"}}""";
    private const string Dispute =
        """{"id":"du_1","object":"dispute","status":"needs_response","amount":1999,"currency":"eur","payment_intent":"pi_1","metadata":{}}""";

    private static readonly DateTimeOffset _sent = DateTimeOffset.FromUnixTimeSeconds(1767225600);
    private static readonly StripeSettings _settings = new()
    {
        SecretKey = "sk_test_1",
        WebhookSecrets = [Secret],
        ApiUrl = new("https://api.stripe.com"),
    };

    /// <summary>Bodies and signatures made by other programs (HMAC of Python and OpenSSL).</summary>
    [Theory]
    [InlineData(
        """{"id":"evt_1","object":"event","api_version":"2026-07-29.dahlia","created":1767225600,"type":"checkout.session.completed","livemode":false,"pending_webhooks":1,"request":{"id":null,"idempotency_key":null},"data":{"object":{"id":"cs_test_1","object":"checkout.session","status":"complete","payment_status":"paid","amount_total":1999,"currency":"eur","client_reference_id":"ord_42","payment_intent":"pi_1","metadata":{"order":"ord_42","attempt":"2"}}}}""",
        "5036196ded257ed345ee69abad8ad95fbe42eaae7d43a29641701a1eb1ad15b8",
        "api_version_differs"
    )]
    [InlineData("""{"name":"Жанна 张三 é"}""", "830d13f3772e8f029a41ad02dc46c9a682ab0db1c9b63eb4b71ba6ff67d0c1b2", "body_invalid")]
    public void Signature_of_the_vectors_holds(string body, string signature, string reason)
    {
        var reading = Read(Encoding.UTF8.GetBytes(body), $"t=1767225600,v1={signature}");

        Assert.StartsWith(reason, Assert.IsType<WebhookNotUnderstood>(reading).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_agrees_with_the_one_of_stripes_client()
    {
        var body = EventOf("checkout.session.completed", Session);

        var header = EventUtility.GenerateSignatureHeader(body, Secret, _sent.ToUnixTimeSeconds());

        Assert.IsType<PaymentWebhook>(Read(Encoding.UTF8.GetBytes(body), header));
        Assert.Equal(header, TimedSignature.Sign(Secret, Encoding.UTF8.GetBytes(body), _sent));
    }

    [Theory]
    [InlineData("wrong key", "signature_wrong")]
    [InlineData("other body", "signature_wrong")]
    [InlineData("stale", "signature_stale")]
    [InlineData("early", "signature_early")]
    [InlineData("missing", "signature_missing")]
    [InlineData("time changed", "signature_wrong")]
    [InlineData("scheme v0 only", "signature_malformed")]
    [InlineData("two, neither right", "signature_wrong")]
    [InlineData("two, one right", null)]
    [InlineData("reordered", null)]
    [InlineData("secret before", null)]
    public void Forged_signature_is_refused_before_the_body_is_read(string attack, string? refusal)
    {
        var body = Encoding.UTF8.GetBytes(EventOf("checkout.session.completed", Session));
        var right = TimedSignature.Sign(Secret, body, _sent);
        var (time, signature) = (right.Split(',')[0], right.Split(',')[1]);
        var other = TimedSignature.Sign("whsec_other", body, _sent).Split(',')[1];
        var header = attack switch
        {
            "wrong key" => $"{time},{other}",
            "stale" => TimedSignature.Sign(Secret, body, _sent.AddSeconds(-301)),
            "early" => TimedSignature.Sign(Secret, body, _sent.AddSeconds(301)),
            "missing" => null,
            "time changed" => $"t=1767225601,{signature}",
            "scheme v0 only" => $"{time},{signature.Replace("v1", "v0", StringComparison.Ordinal)}",
            "two, neither right" => $"{time},{other},{other}",
            "two, one right" => $"{time},{other},{signature}",
            "reordered" => $"{signature},{time}",
            "secret before" => TimedSignature.Sign("whsec_before", body, _sent),
            _ => right,
        };
        if (attack == "other body")
            body = [.. body, (byte)' '];

        var reading = Read(body, header, attack == "secret before" ? [Secret, "whsec_before"] : [Secret]);

        Assert.Equal(refusal, (reading as WebhookRefused)?.Reason);
    }

    [Theory]
    [InlineData("checkout.session.completed", Session, PaymentUpdateType.Succeeded, "pi_1", "o-1", null)]
    [InlineData("checkout.session.async_payment_succeeded", Session, PaymentUpdateType.Succeeded, "pi_1", "o-1", null)]
    [InlineData("checkout.session.async_payment_failed", Session, PaymentUpdateType.Failed, "pi_1", "o-1", null)]
    [InlineData("charge.succeeded", Charge, PaymentUpdateType.Succeeded, "pi_1", "o-1", "debit")]
    [InlineData("refund.created", Refund, PaymentUpdateType.Refunded, "re_1", "o-1", null)]
    [InlineData("refund.updated", Refund, PaymentUpdateType.Refunded, "re_1", "o-1", null)]
    [InlineData("charge.refund.updated", Refund, PaymentUpdateType.Refunded, "re_1", "o-1", null)]
    [InlineData("charge.dispute.created", Dispute, PaymentUpdateType.Disputed, "du_1", null, null)]
    [InlineData("charge.dispute.funds_withdrawn", Dispute, PaymentUpdateType.Disputed, "du_1", null, null)]
    public void Event_tells_what_it_means_for_an_order(
        string type,
        string about,
        PaymentUpdateType means,
        string reference,
        string? order,
        string? method
    )
    {
        var told = Assert.IsType<PaymentWebhook>(Read(type, about));

        Assert.Equal(
            new PaymentUpdate("stripe:evt_1", "stripe", means, new Money(1999, "EUR"), method, Confirmations: null, reference)
            {
                EndsRequest = reference == "pi_1",
                RefundKey = reference == "re_1" ? "cancel" : null,
            },
            told.Update
        );
        Assert.Equal((order, "pi_1"), (told.OrderId, told.Payment));
    }

    [Theory]
    [InlineData("won", PaymentUpdateType.DisputeWon)]
    [InlineData("lost", PaymentUpdateType.DisputeLost)]
    [InlineData("under_review", PaymentUpdateType.Disputed)]
    [InlineData("warning_needs_response", null)]
    [InlineData("warning_closed", null)]
    [InlineData("prevented", null)]
    public void Dispute_moves_money_unless_it_is_an_inquiry(string status, PaymentUpdateType? means)
    {
        var reading = Read("charge.dispute.closed", Dispute.Replace("needs_response", status, StringComparison.Ordinal));

        Assert.Equal(means, (reading as PaymentWebhook)?.Update.Type);
        Assert.Equal(means is null, reading is NothingToTell);
    }

    [Theory]
    [InlineData("""{"type":"card","card":{"funding":"credit"}}""", "credit")]
    [InlineData("""{"type":"card","card":{"funding":"credit","wallet":{"type":"apple_pay"}}}""", "apple_pay")]
    [InlineData("""{"type":"alipay","alipay":{}}""", "alipay")]
    public void Charge_tells_by_what_it_was_paid(string details, string method)
    {
        var about = Charge.Replace("""{"type":"card","card":{"funding":"debit"}}""", details, StringComparison.Ordinal);

        Assert.Equal(method, Assert.IsType<PaymentWebhook>(Read("charge.succeeded", about)).Update.Method);
    }

    [Theory]
    [InlineData("checkout.session.expired", Session)]
    [InlineData("payment_intent.payment_failed", """{"id":"pi_1","object":"payment_intent","metadata":{"order":"o-1"}}""")]
    [InlineData("charge.refunded", Charge)]
    [InlineData("customer.created", """{"id":"cus_1","object":"customer"}""")]
    [InlineData("some.event.of.tomorrow", """{"id":"x_1","object":"thing_of_tomorrow"}""")]
    public void Event_without_meaning_for_an_order_is_taken_and_left(string type, string about) =>
        Assert.IsType<NothingToTell>(Read(type, about));

    [Fact]
    public void Payment_of_another_shop_on_the_account_is_left()
    {
        foreach (var (type, about) in ((string, string)[])[("checkout.session.completed", Session), ("charge.succeeded", Charge)])
            Assert.IsType<NothingToTell>(Read(type, about.Replace("\"order\"", "\"other\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Unpaid_session_is_pending() =>
        Assert.Equal(
            PaymentUpdateType.Pending,
            Assert
                .IsType<PaymentWebhook>(
                    Read("checkout.session.completed", Session.Replace("\"paid\"", "\"unpaid\"", StringComparison.Ordinal))
                )
                .Update.Type
        );

    [Theory]
    [InlineData("pending")]
    [InlineData("requires_action")]
    public void Refund_under_way_tells_nothing(string status) =>
        Assert.IsType<NothingToTell>(Read("refund.created", Refund.Replace("succeeded", status, StringComparison.Ordinal)));

    [Theory]
    [InlineData("failed")]
    [InlineData("canceled")]
    public void Refund_that_came_to_nothing_is_told(string status)
    {
        foreach (var type in (string[])["refund.failed", "refund.updated", "charge.refund.updated"])
        {
            var told = Assert.IsType<PaymentWebhook>(Read(type, Refund.Replace("succeeded", status, StringComparison.Ordinal)));
            Assert.Equal((PaymentUpdateType.RefundFailed, "re_1"), (told.Update.Type, told.Update.Reference));
        }
    }

    [Fact]
    public void Event_of_the_other_mode_or_of_another_version_is_not_understood()
    {
        var live = EventOf("checkout.session.completed", Session)
            .Replace("\"livemode\":false", "\"livemode\":true", StringComparison.Ordinal);
        var old = EventOf("checkout.session.completed", Session)
            .Replace(StripeConfiguration.ApiVersion, "2024-06-20", StringComparison.Ordinal);

        Assert.Equal("livemode_differs", Assert.IsType<WebhookNotUnderstood>(Signed(live)).Reason);
        Assert.StartsWith("api_version_differs", Assert.IsType<WebhookNotUnderstood>(Signed(old)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"id\":")]
    [InlineData("{\"id\":{}}")]
    [InlineData("{\"object\":\"v2.core.event\",\"id\":\"evt_1\"}")]
    public void Signed_nonsense_is_not_understood(string body) => Assert.IsType<WebhookNotUnderstood>(Signed(body));

    private static WebhookReading Read(string type, string about) => Signed(EventOf(type, about));

    private static WebhookReading Signed(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Read(bytes, TimedSignature.Sign(Secret, bytes, _sent));
    }

    private static WebhookReading Read(byte[] body, string? header, params IReadOnlyList<string> secrets)
    {
        var adapter = new StripeWebhook(secrets.Count == 0 ? _settings : _settings with { WebhookSecrets = secrets });
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        if (header is not null)
            headers["stripe-signature"] = header;
        return adapter.Read(headers, body, _sent);
    }

    private static string EventOf(string type, string about) =>
        $$$"""{"id":"evt_1","object":"event","api_version":"{{{StripeConfiguration.ApiVersion}}}","created":1767225600,"type":"{{{type}}}","livemode":false,"data":{"object":{{{about}}} } }""";
}
