using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Integrations.Webhooks;

/// <summary>
/// Turns what one outside company posts into our events: verifies over the raw bytes, in constant time, before it parses.
/// </summary>
public interface IWebhookAdapter
{
    WebhookKind Kind { get; }

    /// <summary>The last part of the route, for example <c>sandbox</c>.</summary>
    string Name { get; }

    /// <summary>The name under which inbox and quarantine know the sender: <c>payments-sandbox</c>.</summary>
    string Source => $"{OrderJson.Name(Kind)}-{Name}";

    /// <summary>The headers it reads; these alone are kept with a body in quarantine.</summary>
    IReadOnlyList<string> Headers { get; }

    /// <summary>What the sender wants to hear when its delivery was taken; null: any 2xx will do.</summary>
    object? Thanks => null;

    /// <summary>Reads one delivery; does no I/O.</summary>
    /// <param name="headers">Those of <see cref="Headers"/> that were posted, names without regard to case.</param>
    /// <param name="receivedAt">When it came in: the past, when a delivery in quarantine is replayed.</param>
    WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt);
}

public enum WebhookKind
{
    Payments,
    Carriers,
}

/// <summary>What an adapter made of a delivery.</summary>
public abstract record WebhookReading;

/// <summary>Not from whom it claims to be: answered with 401.</summary>
/// <param name="Reason">A code, for example <c>signature_wrong</c>.</param>
public sealed record WebhookRefused(string Reason) : WebhookReading;

/// <summary>Authentic, but we do not know what it says: kept in quarantine, answered with 2xx so that it is not repeated.</summary>
/// <param name="Reason">A code, a colon and what is wrong: <c>body_unknown_field: …</c>.</param>
public sealed record WebhookNotUnderstood(string Reason) : WebhookReading;

/// <summary>Authentic, and of no meaning for an order; answered with 2xx.</summary>
public sealed record NothingToTell : WebhookReading;

/// <summary>A payment provider's word on an order.</summary>
/// <param name="OrderId">Null if it does not name the order: <see cref="IPaymentProvider.FindOrderAsync"/> knows whose payment it is.</param>
/// <param name="Update">Its event id starts with the adapter's name: <c>sandbox:evt_1</c>.</param>
/// <param name="Payment">The provider's id of the payment that it tells of; never null where no order is named.</param>
public sealed record PaymentWebhook(string? OrderId, PaymentUpdate Update, string? Payment = null) : WebhookReading;

/// <summary>
/// A payment provider's hint that there is something new, which says too little or may be wrong: <see cref="IPaymentNews"/> knows what is
/// true.
/// </summary>
/// <param name="About">What of; see <see cref="IPaymentNews.ReadAsync"/>.</param>
public sealed record PaymentHint(string About) : WebhookReading;

/// <summary>A carrier's scans of a parcel.</summary>
/// <param name="Update">Its event id starts with the adapter's name: <c>sandbox:evt_1</c>.</param>
public sealed record CarrierWebhook(string Waybill, CarrierUpdate Update) : WebhookReading;
