using System.Text.Json.Serialization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Status;

/// <summary>What an order's orchestration writes down in one step: state, timeline, ledger and mails together, or not at all.</summary>
public sealed record Progress(string OrderId, OrderState State)
{
    /// <summary>
    /// When the step was decided, by its orchestration's clock; null for a step of no orchestration. A step may be decided twice, when the
    /// engine could not store what came of the first time: the later decision holds.
    /// </summary>
    public DateTimeOffset? DecidedAt { get; init; }

    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>
    /// The id of an event that came after the order's end, if this tells of it: it is then no step of the order's own, and leaves the state
    /// as it is.
    /// </summary>
    public string? PostCompletionEvent { get; init; }

    public IReadOnlyList<LedgerEntry> Ledger { get; init; } = [];

    public IReadOnlyList<OwedMail> Mails { get; init; } = [];

    /// <summary>Promises that were made, kept or broken.</summary>
    public IReadOnlyList<PromiseState> Promises { get; init; } = [];

    /// <summary>
    /// Ids of the outside events that had their effect: the webhook pump asks for them before it calls an event delivered.
    /// </summary>
    public IReadOnlyList<string> Handled { get; init; } = [];

    /// <summary>The keys of alerts whose cause is gone: they are closed.</summary>
    public IReadOnlyList<string> EndedAlerts { get; init; } = [];
}

/// <summary>What a shipment's orchestration writes down in one step.</summary>
public sealed record ParcelProgress(string OrderId, ParcelState Parcel)
{
    /// <inheritdoc cref="Progress.DecidedAt"/>
    public DateTimeOffset? DecidedAt { get; init; }

    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    public IReadOnlyList<OwedMail> Mails { get; init; } = [];

    /// <inheritdoc cref="Progress.Promises"/>
    public IReadOnlyList<PromiseState> Promises { get; init; } = [];

    public IReadOnlyList<string> Handled { get; init; } = [];

    /// <inheritdoc cref="Progress.EndedAlerts"/>
    public IReadOnlyList<string> EndedAlerts { get; init; } = [];
}

/// <summary>One line of the timeline. Its text is made when it is read, in the reader's language, from kind and facts.</summary>
/// <param name="Facts">What the text needs, by name: <c>amount</c>, <c>waybill</c>, <c>place</c>. Never personal data.</param>
public sealed record TimelineEntry(DateTimeOffset Time, TimelineKind Kind, Actor Actor, IReadOnlyDictionary<string, string>? Facts = null)
{
    /// <summary>The parcel whose shipment told it; null of the order's own lines. Known once it is stored.</summary>
    [JsonIgnore]
    public int? Parcel { get; init; }
}

/// <summary>A mail that is owed to the customer: (order, kind, reference) is sent once.</summary>
/// <param name="Reference">Tells two mails of a kind apart, <c>parcel-1</c>; empty where there can be but one.</param>
/// <param name="Facts">What the template needs beyond order and state; never personal data.</param>
public sealed record OwedMail(MailKind Kind, string Reference = "", IReadOnlyDictionary<string, string>? Facts = null)
{
    /// <summary>
    /// What was agreed when the mail became owed: what it tells was about that order, though it may have gone on by the time that the mail
    /// is sent. Set when the step is stored; null: as the order is now.
    /// </summary>
    public AgreedThen? Agreed { get; init; }
}

/// <param name="Terms">Null: what was placed.</param>
public sealed record AgreedThen(OrderTerms? Terms);

public enum MailKind
{
    Received,

    /// <summary>The order passed its review: asks for the payment.</summary>
    PaymentRequested,
    PaymentReminder,
    PaymentShort,

    /// <summary>A payment came to nothing, and is still due.</summary>
    PaymentFailed,

    /// <summary>Money came in another currency than the order's, and goes back.</summary>
    PaymentWrongCurrency,
    Paid,
    Shipped,
    Delivered,

    /// <summary>A delivery that did not come about: what the customer can do.</summary>
    DeliveryProblem,

    /// <summary>A promised day passed: the new one.</summary>
    DeliveryDelayed,
    CustomsHeld,

    /// <summary>A parcel waits to be collected, and the reminder of it.</summary>
    AwaitingPickup,
    ParcelReturning,

    /// <summary>A parcel that had been written off was found.</summary>
    ParcelFound,
    Licences,
    Cancelled,
    Refunded,
    Changed,
    ChangeDue,
    ChangeLapsed,

    /// <summary>Asks where a payment in crypto goes back to.</summary>
    RefundAddress,
    StockQuestion,

    /// <summary>What became of goods that were out of stock.</summary>
    StockSettled,
    AnswerLate,
    ClaimReceived,
    ClaimAnswered,

    /// <summary>Asks for what a change or a substitute costs more.</summary>
    PriceAdjustmentDue,
    ReturnGranted,
    ReturnReminder,
    ReturnReceived,
    ReturnSettled,
    ReturnLapsed,
    RequestReceived,
    RequestAnswered,

    /// <summary>A claim, return or question that its order did not take up, though it was filed.</summary>
    CaseRefused,
}
