namespace Orders.Functions.Http.Pages;

/// <summary>What the order page's templates can name. All values are plain text; the templates encode them.</summary>
internal sealed record PageModel
{
    /// <summary>Of the page without its query: where its forms post to.</summary>
    public required string Path { get; init; }

    public required string Lang { get; init; }

    public required string OrderNumber { get; init; }

    public required string Status { get; init; }

    public required PageTime PlacedAt { get; init; }

    /// <summary>Why the order was cancelled.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public PageNext? Next { get; init; }

    /// <summary>Where the customer pays, while payment is awaited.</summary>
    public string? PaymentUrl { get; init; }

    public required string Due { get; init; }

    /// <summary>A change that can be confirmed or declined.</summary>
    public PageOffer? Offer { get; init; }

    /// <summary>What came of the form that was sent.</summary>
    public string? Notice { get; init; }

    /// <summary>What was wrong with the form that was sent.</summary>
    public IReadOnlyList<string> Trouble { get; init; } = [];

    public bool MayAct => MayAsk || MayCancel || AsksRefundAddress || ShortLines.Count > 0 || Claimable.Count > 0 || Returnable.Count > 0;

    public required bool MayAsk { get; init; }

    public required bool MayCancel { get; init; }

    /// <summary>What a cancel comes to.</summary>
    public required string CancelTerms { get; init; }

    /// <summary>A refund in crypto waits for where it should go.</summary>
    public required bool AsksRefundAddress { get; init; }

    /// <summary>How much that is.</summary>
    public string? RefundInKind { get; init; }

    /// <summary>Refunds of which the customer has to say where they go.</summary>
    public IReadOnlyList<PageRefund> RefundsToClaim { get; init; } = [];

    /// <summary>The customer has said where; another address takes its place.</summary>
    public bool HasRefundAddress { get; init; }

    /// <summary>The goods about which the customer has a choice.</summary>
    public required IReadOnlyList<PageShortLine> ShortLines { get; init; }

    /// <summary>What is out of stock, whether or not there is anything to choose about it.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>What a claim can be about; none if nothing can be claimed.</summary>
    public required IReadOnlyList<PageOption> Claimable { get; init; }

    /// <summary>What can be sent back; none if nothing can.</summary>
    public required IReadOnlyList<PageOption> Returnable { get; init; }

    public required IReadOnlyList<PageParcel> Parcels { get; init; }

    /// <summary>Of an order part of which has arrived: what is still to come, and when; a line each.</summary>
    public required IReadOnlyList<string> Outstanding { get; init; }

    public required IReadOnlyList<PageCase> Cases { get; init; }

    public required IReadOnlyList<PageDeadline> Deadlines { get; init; }

    public required IReadOnlyList<PageAmount> Lines { get; init; }

    public required IReadOnlyList<PageAmount> Sums { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<PageEvent> Timeline { get; init; }
}

/// <param name="Iso">For machines.</param>
/// <param name="Text">For people, with the clock it is told by.</param>
internal sealed record PageTime(string Iso, string Text);

/// <param name="Text">Names the time where there is one.</param>
internal sealed record PageNext(string Text);

internal sealed record PageParcel
{
    public required int Number { get; init; }

    public required string Status { get; init; }

    /// <summary>The days on which it is expected, while it is.</summary>
    public string? Promised { get; init; }

    public string? Carrier { get; init; }

    public string? Waybill { get; init; }

    /// <summary>Http or https; null if there is none.</summary>
    public string? TrackingUrl { get; init; }

    /// <summary>When it arrived.</summary>
    public PageTime? Delivered { get; init; }

    /// <summary>Until when something about what came in it can be claimed.</summary>
    public PageTime? ClaimBy { get; init; }

    public required IReadOnlyList<string> Lines { get; init; }

    public required IReadOnlyList<PageEvent> Scans { get; init; }
}

/// <summary>A claim, return or question.</summary>
internal sealed record PageCase
{
    /// <summary>What it is, in words.</summary>
    public required string Title { get; init; }

    public required string Status { get; init; }

    /// <summary>The goods that it is about.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>What is due at <see cref="Due"/>.</summary>
    public required string DueText { get; init; }

    public PageTime? Due { get; init; }

    /// <summary>What was decided, a sentence each; none while nothing is.</summary>
    public required IReadOnlyList<string> Outcome { get; init; }

    /// <summary>What the customer wrote, a paragraph each.</summary>
    public required IReadOnlyList<string> Question { get; init; }

    /// <summary>What the shop wrote, a paragraph each.</summary>
    public required IReadOnlyList<string> Answer { get; init; }

    /// <summary>Where the goods of a return go, while they are to be sent.</summary>
    public IReadOnlyList<string> Address { get; init; } = [];

    public IReadOnlyList<string> Instructions { get; init; } = [];

    /// <summary>Carrier and waybill of the goods that come back, once they are known.</summary>
    public string? Waybill { get; init; }

    /// <summary>The number of a return whose waybill can be told.</summary>
    public string? Rma { get; init; }

    /// <summary>Where the form with the waybill posts to.</summary>
    public required string WaybillForm { get; init; }
}

internal sealed record PageDeadline(string Label, PageTime At);

internal sealed record PageAmount(string Label, string Amount);

/// <param name="Url">Where the customer says where it should go.</param>
internal sealed record PageRefund(string Amount, string Url);

internal sealed record PageEvent(PageTime At, string Text);

internal sealed record PageShortLine(string Label, IReadOnlyList<PageRadio> Options);

/// <param name="Id">Binds the label to it.</param>
internal sealed record PageRadio(string Id, string Name, string Value, string Label, bool Chosen);

internal sealed record PageOption(string Value, string Label);

/// <summary>What customer and shop wrote in a case.</summary>
/// <param name="Question">Null for nothing, as <paramref name="Answer"/>.</param>
internal sealed record PageWords(string? Question, string? Answer);

/// <param name="Sums">What it would cost, and the difference.</param>
/// <param name="Goal">Says that the goods would go elsewhere, without naming the address: null if they would not.</param>
internal sealed record PageOffer(
    string ChangeId,
    IReadOnlyList<PageAmount> Lines,
    IReadOnlyList<PageAmount> Sums,
    string? Goal,
    bool AsksDuties,
    PageTime? Until
);
