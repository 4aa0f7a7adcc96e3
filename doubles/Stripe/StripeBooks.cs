using System.Text.Json.Nodes;

namespace Doubles.Stripe;

/// <summary>What Stripe knows: sessions, payments, refunds, disputes, and the events that tell of them. Nothing here is HTTP.</summary>
internal sealed class StripeBooks(TimeProvider time, Func<Uri> home, Action<string, JsonObject> tell)
{
    /// <summary>The least that can be charged, in the currency's smallest unit (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).</summary>
    private static readonly Dictionary<string, long> _least = new(StringComparer.Ordinal)
    {
        ["usd"] = 50,
        ["eur"] = 50,
        ["gbp"] = 30,
        ["jpy"] = 50,
        ["hkd"] = 400,
    };

    private readonly Dictionary<string, CheckoutSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PaymentIntent> _intents = new(StringComparer.Ordinal);
    private readonly List<Refund> _refunds = [];
    private readonly List<Dispute> _disputes = [];
    private int _ids;

    public IReadOnlyList<CheckoutSession> Sessions => [.. _sessions.Values];

    public IReadOnlyList<Refund> Refunds => _refunds;

    /// <summary>New refunds are pending until they are settled.</summary>
    public bool RefundsSettleLater { get; set; }

    public CheckoutSession Create(StripeForm asked)
    {
        asked.RefuseOtherThan(
            "adaptive_pricing[enabled]",
            "allowed_payment_method_types[]",
            "cancel_url",
            "client_reference_id",
            "customer_email",
            "expires_at",
            "line_items[][price_data][currency]",
            "line_items[][price_data][product_data][name]",
            "line_items[][price_data][unit_amount]",
            "line_items[][quantity]",
            "locale",
            "metadata[*]",
            "mode",
            "payment_intent_data[description]",
            "payment_intent_data[metadata][*]",
            "success_url"
        );
        if (asked.Required("mode") != "payment")
            throw StripeError.Invalid("parameter_invalid", "mode", "Only payment is known here");
        var (now, expires) = (time.GetUtcNow(), DateTimeOffset.FromUnixTimeSeconds(asked.Number("expires_at") ?? 0));
        if (asked["expires_at"] is null)
            expires = now.AddHours(24);
        if (expires < now.AddMinutes(30).AddSeconds(-1) || expires > now.AddHours(24))
            throw StripeError.Invalid("parameter_invalid", "expires_at", "Must be between 30 minutes and 24 hours from now");
        var currency = asked.Required("line_items[0][price_data][currency]");
        _ = asked.Required("line_items[0][price_data][product_data][name]");
        var amount =
            asked.Number("line_items[0][price_data][unit_amount]") * (asked.Number("line_items[0][quantity]") ?? 1)
            ?? throw StripeError.Invalid("parameter_missing", "line_items[0][price_data][unit_amount]", "Missing required param");
        if (amount < _least.GetValueOrDefault(currency, 1))
            throw StripeError.Invalid("amount_too_small", "line_items[0][price_data][unit_amount]", "Amount too small");
        foreach (var name in (string[])["success_url", "cancel_url"])
        {
            if (!Uri.TryCreate(asked.Required(name), UriKind.Absolute, out _))
                throw StripeError.Invalid("url_invalid", name, "Not a valid URL");
        }

        if (asked["client_reference_id"] is { Length: > 200 })
            throw StripeError.Invalid("parameter_invalid", "client_reference_id", "At most 200 characters");
        var id = NextId("cs_test");
        return _sessions[id] = new CheckoutSession
        {
            Id = id,
            Page = new Uri($"{home()}/pay/{id}"),
            Created = now,
            ExpiresAt = expires,
            Amount = amount,
            Currency = currency,
            ClientReferenceId = asked["client_reference_id"] ?? "",
            Metadata = asked.Map("metadata"),
            IntentMetadata = asked.Map("payment_intent_data[metadata]"),
            SuccessUrl = asked.Required("success_url"),
        };
    }

    public CheckoutSession Find(string id)
    {
        var session = _sessions.GetValueOrDefault(id) ?? throw StripeError.NotFound($"checkout session: {id}");
        if (session.Status == "open" && time.GetUtcNow() >= session.ExpiresAt)
            Expire(session);
        return session;
    }

    public CheckoutSession Expire(string id)
    {
        var session = Find(id);
        if (session.Status != "open")
            throw StripeError.Refused(
                "",
                $"Only Checkout Sessions with a status in [\"open\"] can be expired. This one is {session.Status}."
            );
        Expire(session);
        return session;
    }

    /// <summary>The customer pays on the session's page.</summary>
    /// <exception cref="StripeError">The session is not open any more.</exception>
    public void Pay(string id, PaymentMeans by)
    {
        var session = Find(id);
        if (session.Status != "open")
            throw StripeError.Refused("payment_intent_unexpected_state", $"The session is {session.Status}.");
        var intent = session.Intent ??= NewIntent(session);
        session.Status = "complete";
        if (by.IsDelayed)
        {
            tell("checkout.session.completed", session.Json());
            tell("payment_intent.processing", intent.Json());
            return;
        }

        Succeed(session, by, "checkout.session.completed");
    }

    /// <summary>The customer's bank says no; they may try another card.</summary>
    public void Decline(string id)
    {
        var session = Find(id);
        var intent = session.Intent ??= NewIntent(session);
        intent.Status = "requires_payment_method";
        tell("payment_intent.payment_failed", intent.Json());
    }

    /// <summary>A delayed payment comes, or does not.</summary>
    public void EndDelayed(string id, bool paid, PaymentMeans by)
    {
        var session = Find(id);
        if (paid)
        {
            Succeed(session, by, "checkout.session.async_payment_succeeded");
            return;
        }

        session.Intent!.Status = "requires_payment_method";
        tell("checkout.session.async_payment_failed", session.Json());
    }

    public PaymentIntent FindIntent(string id) => _intents.GetValueOrDefault(id) ?? throw StripeError.NotFound($"payment_intent: '{id}'");

    public Refund Refund(StripeForm asked)
    {
        asked.RefuseOtherThan("amount", "metadata[*]", "payment_intent", "reason");
        var intent = FindIntent(asked.Required("payment_intent"));
        var charge = intent.Charge ?? throw StripeError.Refused("payment_intent_unexpected_state", "It has no successful charge.");
        return Refund(charge, asked.Number("amount") ?? intent.Amount - charge.Refunded, asked.Map("metadata"));
    }

    /// <summary>Somebody refunds in Stripe's dashboard.</summary>
    public Refund RefundByHand(string intent, long amount) => Refund(FindIntent(intent).Charge!, amount, new Dictionary<string, string>());

    public void SettleRefund(string id)
    {
        var refund = FindRefund(id);
        refund.Status = "succeeded";
        tell("refund.updated", refund.Json());
    }

    /// <summary>The money could not be given back, and is the shop's again; that may come days after it had succeeded.</summary>
    public void FailRefund(string id, string reason = "lost_or_stolen_card")
    {
        var refund = FindRefund(id);
        refund.Status = "failed";
        refund.FailureReason = reason;
        refund.Charge.Refunded -= refund.Amount;
        tell("refund.failed", refund.Json());
        tell("refund.updated", refund.Json());
    }

    public Refund FindRefund(string id) => _refunds.Find(refund => refund.Id == id) ?? throw StripeError.NotFound($"refund: '{id}'");

    /// <summary>The customer's bank takes the money back, or only asks (an inquiry).</summary>
    public Dispute Dispute(string intent, long amount, bool inquiry)
    {
        var charge = FindIntent(intent).Charge!;
        var dispute = new Dispute
        {
            Id = NextId("du"),
            Charge = charge,
            Amount = amount,
            Reason = "product_not_received",
            Created = time.GetUtcNow(),
            Status = inquiry ? "warning_needs_response" : "needs_response",
        };
        charge.IsDisputed = !inquiry;
        _disputes.Add(dispute);
        tell("charge.dispute.created", dispute.Json());
        if (!inquiry)
            tell("charge.dispute.funds_withdrawn", dispute.Json());
        return dispute;
    }

    public void EndDispute(string id, bool won)
    {
        var dispute = _disputes.Single(one => one.Id == id);
        dispute.Status = won ? "won" : "lost";
        dispute.Charge.IsDisputed = !won;
        tell("charge.dispute.closed", dispute.Json());
        if (won)
            tell("charge.dispute.funds_reinstated", dispute.Json());
    }

    public string NextId(string kind) => FormattableString.Invariant($"{kind}_{++_ids:000000}");

    private Refund Refund(Charge charge, long amount, IReadOnlyDictionary<string, string> metadata)
    {
        if (charge.IsDisputed)
            throw StripeError.Refused("charge_disputed", "The charge is disputed.");
        var left = charge.Intent.Amount - charge.Refunded;
        if (left == 0)
            throw StripeError.Refused("charge_already_refunded", "The charge has been refunded.");
        if (amount > left || amount <= 0)
            throw StripeError.Refused("amount_too_large", "Refund amount is greater than unrefunded amount.");
        var refund = new Refund
        {
            Id = NextId("re"),
            Charge = charge,
            Amount = amount,
            Metadata = metadata,
            Created = time.GetUtcNow(),
            Status = RefundsSettleLater ? "pending" : "succeeded",
        };
        charge.Refunded += amount;
        _refunds.Add(refund);
        tell("refund.created", refund.Json());
        tell("charge.refunded", charge.Json());
        return refund;
    }

    private void Expire(CheckoutSession session)
    {
        session.Status = "expired";
        tell("checkout.session.expired", session.Json());
    }

    private void Succeed(CheckoutSession session, PaymentMeans by, string told)
    {
        var intent = session.Intent!;
        intent.Status = "succeeded";
        intent.Charge = new Charge
        {
            Id = NextId("ch"),
            Intent = intent,
            By = by,
            Created = time.GetUtcNow(),
        };
        session.PaymentStatus = "paid";
        tell(told, session.Json());
        tell("payment_intent.succeeded", intent.Json());
        tell("charge.succeeded", intent.Charge.Json());
    }

    private PaymentIntent NewIntent(CheckoutSession session)
    {
        var id = NextId("pi");
        return _intents[id] = new PaymentIntent
        {
            Id = id,
            Created = time.GetUtcNow(),
            Amount = session.Amount,
            Currency = session.Currency,
            Metadata = session.IntentMetadata,
        };
    }
}
