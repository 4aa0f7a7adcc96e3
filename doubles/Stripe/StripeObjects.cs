using System.Text.Json.Nodes;

namespace Doubles.Stripe;

/// <summary>A Checkout Session (https://docs.stripe.com/api/checkout/sessions/object).</summary>
internal sealed class CheckoutSession
{
    public required string Id { get; init; }

    public required Uri Page { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required string ClientReferenceId { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required IReadOnlyDictionary<string, string> IntentMetadata { get; init; }

    public required string SuccessUrl { get; init; }

    public string Status { get; set; } = "open";

    public string PaymentStatus { get; set; } = "unpaid";

    public PaymentIntent? Intent { get; set; }

    public JsonObject Json(bool expandIntent = false, bool expandCharge = false) =>
        new()
        {
            ["id"] = Id,
            ["object"] = "checkout.session",
            ["amount_subtotal"] = Amount,
            ["amount_total"] = Amount,
            ["client_reference_id"] = ClientReferenceId,
            ["created"] = Created.ToUnixTimeSeconds(),
            ["currency"] = Currency,
            ["expires_at"] = ExpiresAt.ToUnixTimeSeconds(),
            ["livemode"] = false,
            ["metadata"] = StripeJson.Of(Metadata),
            ["mode"] = "payment",
            ["payment_intent"] = expandIntent ? Intent?.Json(expandCharge) : Intent?.Id,
            ["payment_status"] = PaymentStatus,
            ["status"] = Status,
            ["success_url"] = SuccessUrl,
            ["url"] = Status == "open" ? Page.AbsoluteUri : null,
        };
}

/// <summary>A PaymentIntent, with its one charge.</summary>
internal sealed class PaymentIntent
{
    public required string Id { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public string Status { get; set; } = "processing";

    public Charge? Charge { get; set; }

    public JsonObject Json(bool expandCharge = false) =>
        new()
        {
            ["id"] = Id,
            ["object"] = "payment_intent",
            ["amount"] = Amount,
            ["amount_received"] = Status == "succeeded" ? Amount : 0,
            ["created"] = Created.ToUnixTimeSeconds(),
            ["currency"] = Currency,
            ["latest_charge"] = expandCharge ? Charge?.Json() : Charge?.Id,
            ["livemode"] = false,
            ["metadata"] = StripeJson.Of(Metadata),
            ["status"] = Status,
        };
}

internal sealed class Charge
{
    public required string Id { get; init; }

    public required PaymentIntent Intent { get; init; }

    public required PaymentMeans By { get; init; }

    public required DateTimeOffset Created { get; init; }

    public long Refunded { get; set; }

    public bool IsDisputed { get; set; }

    public JsonObject Json() =>
        new()
        {
            ["id"] = Id,
            ["object"] = "charge",
            ["amount"] = Intent.Amount,
            ["amount_captured"] = Intent.Amount,
            ["amount_refunded"] = Refunded,
            ["captured"] = true,
            ["created"] = Created.ToUnixTimeSeconds(),
            ["currency"] = Intent.Currency,
            ["disputed"] = IsDisputed,
            ["livemode"] = false,
            ["metadata"] = StripeJson.Of(Intent.Metadata),
            ["paid"] = true,
            ["payment_intent"] = Intent.Id,
            ["payment_method_details"] =
                By.Type == "card"
                    ? new JsonObject
                    {
                        ["type"] = "card",
                        ["card"] = new JsonObject
                        {
                            ["brand"] = "visa",
                            ["country"] = "US",
                            ["funding"] = By.Funding,
                            ["last4"] = "4242",
                            ["wallet"] = By.Wallet is { } wallet ? new JsonObject { ["type"] = wallet } : null,
                        },
                    }
                    : new JsonObject { ["type"] = By.Type, [By.Type] = new JsonObject() },
            ["refunded"] = Refunded == Intent.Amount,
            ["status"] = "succeeded",
        };
}

internal sealed class Refund
{
    public required string Id { get; init; }

    public required Charge Charge { get; init; }

    public required long Amount { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required string Status { get; set; }

    public string? FailureReason { get; set; }

    public JsonObject Json()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["object"] = "refund",
            ["amount"] = Amount,
            ["charge"] = Charge.Id,
            ["created"] = Created.ToUnixTimeSeconds(),
            ["currency"] = Charge.Intent.Currency,
            ["metadata"] = StripeJson.Of(Metadata),
            ["payment_intent"] = Charge.Intent.Id,
            ["reason"] = null,
            ["status"] = Status,
        };
        if (FailureReason is not null)
            json["failure_reason"] = FailureReason;
        return json;
    }
}

internal sealed class Dispute
{
    public required string Id { get; init; }

    public required Charge Charge { get; init; }

    public required long Amount { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required string Status { get; set; }

    public JsonObject Json() =>
        new()
        {
            ["id"] = Id,
            ["object"] = "dispute",
            ["amount"] = Amount,
            ["balance_transactions"] = new JsonArray(),
            ["charge"] = Charge.Id,
            ["created"] = Created.ToUnixTimeSeconds(),
            ["currency"] = Charge.Intent.Currency,
            ["is_charge_refundable"] = false,
            ["livemode"] = false,
            ["metadata"] = new JsonObject(),
            ["payment_intent"] = Charge.Intent.Id,
            ["reason"] = Reason,
            ["status"] = Status,
        };
}

/// <summary>By what a customer pays.</summary>
/// <param name="Type">Stripe's type of payment method: <c>card</c>, <c>alipay</c>.</param>
/// <param name="Funding">Of a card: credit, debit, prepaid.</param>
/// <param name="Wallet">The wallet that the card is in: <c>apple_pay</c>.</param>
/// <param name="IsDelayed">Whether it is paid is known later only.</param>
public sealed record PaymentMeans(string Type = "card", string Funding = "credit", string? Wallet = null, bool IsDelayed = false);

internal static class StripeJson
{
    public static JsonObject Of(IReadOnlyDictionary<string, string> map) =>
        new(map.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value)));

    /// <summary>A page of a list, the newest first.</summary>
    public static JsonObject List(string url, IReadOnlyList<JsonObject> all, StripeForm asked, Func<JsonObject, string> idOf)
    {
        var limit = (int)(asked.Number("limit") ?? 10);
        var rest = asked["starting_after"] is { } after ? all.SkipWhile(one => idOf(one) != after).Skip(1).ToList() : [.. all];
        return new JsonObject
        {
            ["object"] = "list",
            ["url"] = url,
            ["has_more"] = rest.Count > limit,
            ["data"] = new JsonArray([.. rest.Take(limit)]),
        };
    }
}
