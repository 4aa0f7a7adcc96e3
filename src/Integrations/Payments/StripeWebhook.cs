using System.Text;
using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Webhooks;
using Stripe;
using Stripe.Checkout;

namespace Orders.Functions.Integrations.Payments;

/// <summary>
/// What Stripe posts: snapshot events of the version that Stripe's client is made for (https://docs.stripe.com/webhooks). No order is
/// promised, and one change may be told twice: a payment is known by its PaymentIntent, a refund or dispute by its own id, under
/// whatever event they are told.
/// </summary>
public sealed class StripeWebhook(StripeSettings settings) : IWebhookAdapter
{
    private const string Header = "Stripe-Signature";

    public WebhookKind Kind => WebhookKind.Payments;

    public string Name => StripePayments.ProviderName;

    public IReadOnlyList<string> Headers { get; } = [Header];

    public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        var signature = headers.GetValueOrDefault(Header);
        if (TimedSignature.Refusal(settings.WebhookSecrets, signature, body.Span, receivedAt) is { } refusal)
            return new WebhookRefused(refusal);

        if (!IsEvent(body))
            return new WebhookNotUnderstood("body_invalid");
        try
        {
            var told = EventUtility.ParseEvent(Encoding.UTF8.GetString(body.Span));
            return told.Livemode == settings.IsLive ? new Reading(this, told).Read() : new WebhookNotUnderstood("livemode_differs");
        }
        catch (StripeException)
        {
            return new WebhookNotUnderstood($"api_version_differs: {StripeConfiguration.ApiVersion} is wanted");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new WebhookNotUnderstood("body_invalid");
        }
    }

    /// <summary>Stripe's client takes it for granted that this is so.</summary>
    private static bool IsEvent(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && ((string[])["id", "type", "api_version"]).All(name =>
                    root.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 }
                );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>One event, and what it says.</summary>
    private sealed class Reading(StripeWebhook adapter, Event told)
    {
        public WebhookReading Read() =>
            (told.Type, told.Data?.Object) switch
            {
                (EventTypes.CheckoutSessionCompleted, Session { PaymentStatus: "unpaid" } session) => Of(
                    session,
                    PaymentUpdateType.Pending
                ),
                (EventTypes.CheckoutSessionCompleted or EventTypes.CheckoutSessionAsyncPaymentSucceeded, Session session) => Of(
                    session,
                    PaymentUpdateType.Succeeded
                ),
                (EventTypes.CheckoutSessionAsyncPaymentFailed, Session session) => Of(session, PaymentUpdateType.Failed),
                (EventTypes.ChargeSucceeded, Charge { Captured: true } charge) => Of(charge),
                (_, Refund { Status: "succeeded" } refund) => Of(refund, PaymentUpdateType.Refunded),
                (_, Refund { Status: "failed" or "canceled" } refund) => Of(refund, PaymentUpdateType.RefundFailed),
                (_, Dispute dispute) => Of(dispute),
                _ => new NothingToTell(),
            };

        // A session or charge that names no order of ours is none: an account may sell in other ways too.
        private WebhookReading Of(Session session, PaymentUpdateType type) =>
            OrderIn(session.Metadata) is { } order && session.PaymentIntentId is { } payment
                ? Tell(type, session.AmountTotal ?? 0, session.Currency, payment, payment, order)
                : new NothingToTell();

        private WebhookReading Of(Charge charge) =>
            OrderIn(charge.Metadata) is { } order && charge.PaymentIntentId is { } payment
                ? Tell(
                    PaymentUpdateType.Succeeded,
                    charge.Amount,
                    charge.Currency,
                    payment,
                    payment,
                    order,
                    MethodOf(charge.PaymentMethodDetails)
                )
                : new NothingToTell();

        private WebhookReading Of(Refund refund, PaymentUpdateType type) =>
            Tell(
                type,
                refund.Amount,
                refund.Currency,
                refund.Id,
                refund.PaymentIntentId,
                OrderIn(refund.Metadata),
                refundKey: StripeNames.RefundKeyIn(refund.Metadata)
            );

        private WebhookReading Of(Dispute dispute)
        {
            PaymentUpdateType? type = dispute.Status switch
            {
                "needs_response" or "under_review" => PaymentUpdateType.Disputed,
                "won" => PaymentUpdateType.DisputeWon,
                "lost" => PaymentUpdateType.DisputeLost,

                // An inquiry (warning_…), or one that was prevented: no money has moved.
                _ => null,
            };
            return type is { } known
                ? Tell(known, dispute.Amount, dispute.Currency, dispute.Id, dispute.PaymentIntentId, order: null)
                : new NothingToTell();
        }

        /// <param name="reference">The id of what is told of.</param>
        /// <param name="payment">The payment that it is, or is about.</param>
        /// <param name="order">Null where Stripe does not say: what is made in its dashboard, and disputes.</param>
        private WebhookReading Tell(
            PaymentUpdateType type,
            long amount,
            string currency,
            string reference,
            string? payment,
            string? order,
            string? method = null,
            string? refundKey = null
        ) =>
            StripeAmounts.Read(amount, currency) is not { } money ? new WebhookNotUnderstood($"amount_unknown: {amount} {currency}")
            : order is null && payment is null ? new NothingToTell()
            : new PaymentWebhook(
                order,
                new($"{adapter.Name}:{told.Id}", adapter.Name, type, money, method, Confirmations: null, reference)
                {
                    EndsRequest = type.IsOfPayment(),
                    RefundKey = refundKey,
                },
                payment
            );

        private static string? OrderIn(Dictionary<string, string>? metadata) => metadata?.GetValueOrDefault(StripeNames.Order);

        /// <summary>The wallet, or the kind of card (<c>credit</c>, <c>debit</c>, <c>prepaid</c>); else the method.</summary>
        private static string? MethodOf(ChargePaymentMethodDetails? details) =>
            details?.Card is { } card ? card.Wallet?.Type ?? card.Funding : details?.Type;
    }
}
