using System.Text.Json.Serialization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

// What can follow a delivery: claims, returns, after-sales requests. Each is a case with a row beside its order, an orchestration of its
// own, and an end that the order's orchestration carries out.

public enum CaseKind
{
    Claim,
    Return,
    Request,
}

public enum ClaimKind
{
    Damaged,
    Lost,
    Wrong,
    Missing,
}

public enum ClaimOutcome
{
    Replacement,
    Refund,
    Declined,
}

/// <summary>Who bears the loss.</summary>
public enum Liability
{
    Carrier,
    Shop,
    Customer,
}

/// <summary>What the customer wants for goods that are sent back.</summary>
public enum ReturnWish
{
    Refund,
    Exchange,
}

/// <summary>Where a case stands. Its orchestration owns it from the moment it is taken up; filing writes the first version.</summary>
public sealed record CaseState
{
    public required CaseKind Kind { get; init; }

    /// <summary>Opaque, not guessable; of a return: the RMA.</summary>
    public required string CaseId { get; init; }

    /// <summary>Counts the changes; a store keeps the highest it has seen.</summary>
    public int Sequence { get; init; }

    public required CaseStatus Status { get; init; }

    /// <summary>What it is about; none for a request.</summary>
    public IReadOnlyList<ParcelLine> Lines { get; init; } = [];

    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>When operations are reminded; null for a return.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>Of a claim or request: when an answer is due. Of a return: when it lapses if nothing came.</summary>
    public required DateTimeOffset DueBy { get; init; }

    /// <summary>
    /// Of a claim or request: by when it is answered at the latest once <see cref="DueBy"/> was missed; worked out when it was filed.
    /// </summary>
    public DateTimeOffset? LateBy { get; init; }

    /// <summary>True once the answer was overdue.</summary>
    public bool Escalated { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What the customer wrote, sealed with the customer's key.</summary>
    public string? SealedText { get; init; }

    /// <summary>What the shop answered, sealed with the customer's key.</summary>
    public string? SealedAnswer { get; init; }

    public IReadOnlyList<CaseFile> Files { get; init; } = [];

    /// <summary>Under which key of the storefront it was filed; null if under none.</summary>
    public FiledUnder? FiledUnder { get; init; }

    /// <summary>Set on a claim.</summary>
    public ClaimPart? Claim { get; init; }

    /// <summary>Set on a return.</summary>
    public ReturnPart? Return { get; init; }

    /// <summary>By when an answer is promised at this moment.</summary>
    [JsonIgnore]
    public DateTimeOffset AnswerBy => Escalated && LateBy is { } late ? late : DueBy;

    [JsonIgnore]
    public bool IsOpen => EndedAt is null;
}

/// <param name="Key">The <c>Idempotency-Key</c>: the same key again gets the same case.</param>
/// <param name="SealedRequest">A fingerprint of what was asked, sealed with the customer's key.</param>
public sealed record FiledUnder(string Key, string SealedRequest);

public enum CaseStatus
{
    /// <summary>Waits for an answer; of a return: for the parcel.</summary>
    Open,

    /// <summary>Of a return: the carrier has the parcel.</summary>
    InTransit,

    /// <summary>Of a return: it has arrived at the warehouse.</summary>
    Received,
    Accepted,
    Declined,

    /// <summary>Of a request.</summary>
    Answered,

    /// <summary>Of a return: nothing came.</summary>
    Lapsed,
}

/// <param name="Parcels">The order's parcels with their scans as they were when it was filed.</param>
/// <param name="Value">What the customer paid for its lines.</param>
/// <param name="DecideByRuleUpTo">
/// As configured when it was filed: a claim worth no more is granted without a person; null if none is.
/// </param>
public sealed record ClaimPart(
    ClaimKind Kind,
    IReadOnlyList<ParcelState> Parcels,
    Money Value,
    Money? DecideByRuleUpTo = null,
    ClaimVerdict? Verdict = null
);

/// <summary>What was decided; the reason in words is the case's answer.</summary>
/// <param name="Refund">All that is paid back, <paramref name="Goodwill"/> included.</param>
/// <param name="By">Who decided; <c>rule</c> if nobody had to.</param>
/// <param name="Goodwill">The part of it that goes beyond what the goods cost; null for none.</param>
public sealed record ClaimVerdict(
    ClaimOutcome Outcome,
    Money? Refund,
    Liability Liability,
    string By,
    DateTimeOffset At,
    Money? Goodwill = null
);

/// <param name="Reason">Why it is granted. What the customer wrote is the case's text.</param>
/// <param name="Parcel">The parcel that comes back, once something is known of it.</param>
/// <param name="Inspected">What the warehouse found.</param>
/// <param name="SendBy">By when the goods were to be sent, once something else is due.</param>
public sealed record ReturnPart(
    ReturnWish Wants,
    ReasonCode Reason,
    ReturnTerms Terms,
    ParcelState? Parcel = null,
    IReadOnlyList<InspectedLine>? Inspected = null,
    ReturnVerdict? Verdict = null,
    DateTimeOffset? SendBy = null
);

/// <summary>What one step of a case's orchestration changes; the rest of the case stays as it is stored.</summary>
/// <param name="Sequence">Counts the steps from 1.</param>
public sealed record CaseStep(string OrderId, CaseKind Kind, string CaseId, int Sequence, CaseStatus Status)
{
    /// <inheritdoc cref="Progress.DecidedAt"/>
    public DateTimeOffset? DecidedAt { get; init; }

    public bool Escalated { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public ClaimVerdict? Verdict { get; init; }

    /// <summary>Of a return: as it is from now on.</summary>
    public ReturnPart? Return { get; init; }

    /// <summary>When something is due from now on; null if that has not changed.</summary>
    public DateTimeOffset? DueBy { get; init; }

    /// <summary>What the shop answered, sealed with the customer's key.</summary>
    public string? SealedAnswer { get; init; }

    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    public IReadOnlyList<OwedMail> Mails { get; init; } = [];

    public IReadOnlyList<string> Handled { get; init; } = [];

    /// <inheritdoc cref="Progress.EndedAlerts"/>
    public IReadOnlyList<string> EndedAlerts { get; init; } = [];

    /// <inheritdoc cref="Progress.Promises"/>
    public IReadOnlyList<PromiseState> Promises { get; init; } = [];

    /// <summary>The case after this step.</summary>
    public CaseState On(CaseState stored) =>
        stored with
        {
            Sequence = Sequence,
            Status = Status,
            Escalated = Escalated,
            DueBy = DueBy ?? stored.DueBy,
            EndedAt = EndedAt,
            SealedAnswer = SealedAnswer ?? stored.SealedAnswer,
            Claim = Verdict is null ? stored.Claim : stored.Claim! with { Verdict = Verdict },
            Return = Return ?? stored.Return,
        };
}

/// <summary>A case after a step, and what goes with it: written down together, or not at all.</summary>
public sealed record CaseProgress(string OrderId, CaseState Case)
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

/// <summary>How a case ended, and what the order owes from it. Only the order's orchestration moves money, stock and parcels.</summary>
public sealed record CaseEnd
{
    public required CaseKind Kind { get; init; }

    public required string CaseId { get; init; }

    /// <summary>What it was about.</summary>
    public required IReadOnlyList<ParcelLine> Lines { get; init; }

    /// <summary>To be refunded; null for nothing.</summary>
    public Money? Refund { get; init; }

    /// <summary>
    /// The mail in which the customer is told what came of it: by the order, once it is known what is paid. Null if the case has told them.
    /// </summary>
    public MailKind? Mail { get; init; }

    /// <summary>The part of <see cref="Refund"/> that is given beyond what the goods cost; null for none.</summary>
    public Money? Goodwill { get; init; }

    /// <summary>To be sent again (replacement, exchange).</summary>
    public required IReadOnlyList<ParcelLine> Replace { get; init; }

    /// <summary>Came back as new: restocked.</summary>
    public required IReadOnlyList<ParcelLine> Restock { get; init; }

    /// <summary>True if the refund is for goods that the customer does not have (any more); false if they keep them.</summary>
    public required bool GoodsBack { get; init; }

    /// <summary>True if its lines never reached the customer: what is still on its way with them is compensated by this.</summary>
    public bool Lost { get; init; }

    /// <summary>Of a return: what is kept of the price of used goods.</summary>
    public Money? Fee { get; init; }

    /// <summary>Of a return: the part of the refund that is for shipping.</summary>
    public Money? ShippingFee { get; init; }

    /// <summary>Of a return: what is taken back as new, and not exchanged.</summary>
    public IReadOnlyList<ParcelLine> AsNew { get; init; } = [];

    /// <summary>Of a return: the customer's own goods, which go back to them.</summary>
    public IReadOnlyList<ParcelLine> SendBack { get; init; } = [];

    public static CaseEnd Nothing(CaseKind kind, string caseId) =>
        new()
        {
            Kind = kind,
            CaseId = caseId,
            Lines = [],
            Replace = [],
            Restock = [],
            GoodsBack = false,
        };
}
