using System.Globalization;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Integrations.Mail;

/// <summary>What the templates can name. All values are plain text; the HTML templates encode them.</summary>
internal sealed record MailModel
{
    public required string Locale { get; init; }

    public required string Shop { get; init; }

    public required string OrderNumber { get; init; }

    /// <summary>Opens the customer's order page.</summary>
    public string? PageUrl { get; init; }

    public required string Name { get; init; }

    public required string PlacedAt { get; init; }

    public required IReadOnlyList<MailLine> Lines { get; init; }

    /// <summary>What comes on top of the lines: with them it is the total.</summary>
    public required IReadOnlyList<MailLine> OnTop { get; init; }

    /// <summary>True if customs may ask the recipient for something.</summary>
    public bool PaysCustoms { get; init; }

    /// <summary>How much that will be by our estimate; null where nothing is known.</summary>
    public string? DutiesOnDelivery { get; init; }

    public required string Total { get; init; }

    /// <summary>What was received; for the mail that says so, at that moment.</summary>
    public required string Paid { get; init; }

    public required string Due { get; init; }

    /// <summary>The payment that the mail is about.</summary>
    public string? Amount { get; init; }

    /// <summary>True if <see cref="Due"/> is still to be paid, of a mail about a payment.</summary>
    public bool IsDue { get; init; }

    /// <summary>Coins that are under way and not confirmed.</summary>
    public string? Seen { get; init; }

    /// <summary>What the customer's bank took back itself.</summary>
    public string? ByBank { get; init; }

    /// <summary>How the refund was named that a person has made.</summary>
    public string? Transfer { get; init; }

    /// <summary>Where the customer says how they want to have the refund.</summary>
    public string? RefundLink { get; init; }

    /// <summary>True if any money came, whatever became of it.</summary>
    public bool HasPaid { get; init; }

    /// <summary>True while nothing is sent, because the customer's bank disputes the payment.</summary>
    public bool Held { get; init; }

    /// <summary>What was paid of it and not refunded; null for nothing.</summary>
    public string? PaidSoFar { get; init; }

    /// <summary>True if what is to be paid is the difference for a substitute.</summary>
    public bool IsDifference { get; init; }

    /// <summary>True if refunds go by hand, to an address that the customer has to tell.</summary>
    public bool PaidInCrypto { get; init; }

    /// <summary>What became of goods that were out of stock.</summary>
    public required MailStock Stock { get; init; }

    public string? PaymentDeadline { get; init; }

    /// <summary>By when the difference for a confirmed change is to be paid.</summary>
    public string? ChangeDeadline { get; init; }

    public string? PaymentUrl { get; init; }

    public required IReadOnlyList<string> Address { get; init; }

    public required bool NeedsParcel { get; init; }

    public required bool SeveralParcels { get; init; }

    public MailParcel? Parcel { get; init; }

    /// <summary>Where a parcel can be collected.</summary>
    public string? Place { get; init; }

    /// <summary>The last day of it, or the new day of a parcel that is late.</summary>
    public string? Until { get; init; }

    public string? DeliveredAt { get; init; }

    /// <summary>Of the parcel that the mail is about, once it has come; else of the order.</summary>
    public string? ClaimDeadline { get; init; }

    /// <summary>What is still to come, with the day, beside the parcel that the mail is about; a line each.</summary>
    public required IReadOnlyList<string> Outstanding { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    public string? Refund { get; init; }

    /// <summary>The part of it that goes beyond what the goods cost.</summary>
    public string? Goodwill { get; init; }

    public required IReadOnlyList<MailLicence> Licences { get; init; }

    public required IReadOnlyList<MailShort> Short { get; init; }

    /// <summary>For each product that could come instead of another, a sentence.</summary>
    public required IReadOnlyList<string> Substitutes { get; init; }

    public required bool CanSplit { get; init; }

    /// <summary>Nothing is reserved, and money was not asked for.</summary>
    public required bool BeforePayment { get; init; }

    /// <summary>Goods that are out of stock, with what the customer chose, of an order that is still to be paid; a line each.</summary>
    public required IReadOnlyList<string> ShortChosen { get; init; }

    /// <summary>If what is missing is not paid, the order stands as it was before its change.</summary>
    public bool StandsUnpaid { get; init; }

    public required bool AllowsParts { get; init; }

    public string? StockDeadline { get; init; }

    /// <summary>The claim, return or request that the mail is about.</summary>
    public MailCase? Case { get; init; }

    /// <summary>The return that the mail is about.</summary>
    public MailReturn? Return { get; init; }

    public static MailModel From(MailContent content, string shop)
    {
        var (order, state) = (content.Order, content.State);
        var locale = CustomerFormat.IsChinese(order.Locale) ? "zh-CN" : "en";
        var clock = CustomerClock.Of(order with { Locale = locale });
        var terms = OrderTerms.Of(order);
        var net = state.Captured - state.Refunded;
        var parcel = ParcelOf(content);
        var outstanding = OutstandingView
            .Of(order with { Locale = locale }, state, content.Parcels)
            .Where(goods => goods.Parcel is null || goods.Parcel != parcel?.Number)
            .ToList();
        string NameOf(string sku) => content.Names.In(sku, locale);

        return new MailModel
        {
            Locale = locale,
            Shop = shop,
            OrderNumber = order.OrderNumber,
            PageUrl = content.PageUrl?.AbsoluteUri,
            Name = CustomerFormat.OneLine(content.Contact.Name),
            PlacedAt = clock.Moment(order.PlacedAt),
            Lines = [.. PriceParts.Goods(terms, locale).Select(Priced)],
            OnTop = [.. PriceParts.OnTop(terms, locale).Select(Priced)],
            PaysCustoms = order.Duties is { Terms: DutyTerms.Dap, Amount: null or { Amount: > 0 } },
            DutiesOnDelivery = order.Duties is { Terms: DutyTerms.Dap } onDelivery ? onDelivery.Amount?.ToString() : null,
            Total = order.Total.ToString(),
            Paid = content.Mail.Kind == MailKind.Paid && Fact(content, MailFacts.Amount) is { } paid ? paid : net.ToString(),
            Held = state.HeldSince is not null,
            HasPaid = state.Captured.Amount > 0,
            PaidSoFar = net.Amount > 0 ? net.ToString() : null,
            IsDifference = content.Mail.Kind == MailKind.PaymentReminder && content.Mail.Reference.Length > 0,
            Due = Fact(content, MailFacts.Missing) ?? (order.Total - net).ToString(),
            Amount = Fact(content, MailFacts.Amount),
            IsDue = Fact(content, MailFacts.Missing) is not null,
            Seen = state.Seen.Amount > 0 ? state.Seen.ToString() : null,
            ByBank =
                content.Mail.Kind != MailKind.Cancelled ? Fact(content, MailFacts.ByBank)
                : state.TakenByBank is { Amount: > 0 } byBank ? byBank.ToString()
                : null,
            Transfer = Fact(content, MailFacts.Transfer),
            RefundLink = Fact(content, MailFacts.Link),
            PaymentDeadline = Deadline(OrderDeadline.Payment),
            ChangeDeadline = Deadline(OrderDeadline.Change),
            PaymentUrl = state.PaymentUrl,
            Address = order.NeedsParcel
                ? [.. PostalLines.Of(content.Contact.ShipTo).Prepend(content.Contact.ShipTo.Recipient).Select(CustomerFormat.OneLine)]
                : [],
            NeedsParcel = order.NeedsParcel,
            SeveralParcels = content.Parcels.Count > 1 || (parcel is not null && outstanding.Count > 0),
            Outstanding = [.. outstanding.Select(goods => goods.In(locale))],
            Parcel = parcel is null
                ? null
                : new MailParcel(
                    parcel.Number,
                    parcel.Waybill ?? "",
                    parcel.TrackingUrl,
                    CustomerFormat.Days(parcel.PromisedFrom, parcel.PromisedTo, locale),
                    Units(parcel.Lines)
                ),
            Place = Fact(content, MailFacts.Place) is { } place ? CustomerFormat.OneLine(place) : null,
            Until = Until(),
            DeliveredAt = (parcel?.DeliveredAt ?? content.Parcels.Max(one => one.DeliveredAt)) is { } delivered
                ? clock.Moment(delivered)
                : null,
            ClaimDeadline =
                parcel is not null && ClaimRules.Deadline(order, parcel) is { } claimBy ? clock.By(claimBy) : Deadline(OrderDeadline.Claim),
            Reasons = [.. ReasonsOf(content).Select(reason => ReasonTexts.For(reason, locale, content.Names))],
            Refund = RefundOf(content),
            Goodwill = Fact(content, MailFacts.Goodwill),
            Short = [.. state.Short.Select(line => new MailShort(ShortViews.Text(order, line)))],
            Substitutes = [.. state.Short.SelectMany(line => line.Substitutes.Select(offer => Instead(order.NameOf(line.Sku), offer)))],
            CanSplit = order.Lines.Sum(line => line.Quantity) > state.Short.Sum(line => line.Missing),
            BeforePayment = !state.StockHeld,
            ShortChosen = state.StockHeld ? [] : [.. state.Short.Select(Chosen)],
            StandsUnpaid = state.StandsUnpaid,
            AllowsParts = StockRules.AllowsParts(order, state.Short),
            StockDeadline = Deadline(OrderDeadline.StockDecision),
            PaidInCrypto = order.PaymentMethod == PaymentMethod.Crypto,
            Stock = new MailStock(
                Texts("removed"),
                Texts("overdue"),
                Texts("unpaid"),
                Texts("instead"),
                Texts("waits"),
                Texts("later"),
                Fact(content, "beforehand") is not null,
                Fact(content, "parts") is not null,
                Fact(content, "ready") is not null,
                Fact(content, "unpaid_yet") is not null,
                Until()
            ),
            Licences = [.. content.Licences.Select(licence => new MailLicence(NameOf(licence.Sku), licence.Key))],
            Case = content.Case is { } about ? CaseOf(about) : null,
            Return = content.Case is { Return: { } part } filed ? ReturnOf(filed, part) : null,
        };

        IReadOnlyList<string> Texts(string fact) => [.. (Fact(content, fact) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

        string? Until() =>
            DateTimeOffset.TryParse(Fact(content, MailFacts.Until), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
                ? clock.By(at)
                : null;

        string Chosen(ShortLine line) =>
            ShortViews.Text(order, line)
            + (
                line.Choice switch
                {
                    StockChoice.Wait => new LocalizedText(": the whole order waits until it is here", "：整单等待到货后发出"),
                    StockChoice.Split => new(": sent when it is here, after the rest", "：到货后另行发出"),
                    _ => new LocalizedText("", ""),
                }
            ).In(locale);

        string Instead(string missing, SubstituteOffer offer)
        {
            var name = PriceParts.Label(offer.Line, locale);
            var difference = offer.PriceAdjustment with { Amount = Math.Abs(offer.PriceAdjustment.Amount) };
            return (
                offer.PriceAdjustment.Amount switch
                {
                    > 0 when net.Amount <= 0 => new LocalizedText(
                        $"{name} instead of {missing}; you pay {difference} more",
                        $"以 {name} 替代 {missing}，应付增加 {difference}"
                    ),
                    < 0 when net.Amount <= 0 => new LocalizedText(
                        $"{name} instead of {missing}; you pay {difference} less",
                        $"以 {name} 替代 {missing}，应付减少 {difference}"
                    ),
                    > 0 => new LocalizedText(
                        $"{name} instead of {missing}, for {difference} more",
                        $"以 {name} 替代 {missing}，需补差价 {difference}"
                    ),
                    < 0 => new LocalizedText(
                        $"{name} instead of {missing}; we refund {difference}",
                        $"以 {name} 替代 {missing}，退还差价 {difference}"
                    ),
                    _ => new LocalizedText($"{name} instead of {missing}, at the same price", $"以 {name} 替代 {missing}，价格相同"),
                }
            ).In(locale);
        }

        IReadOnlyList<MailParcelLine> Units(IReadOnlyList<ParcelLine> lines) =>
            [
                .. lines.Select(line => new MailParcelLine(
                    NameOf(line.Sku),
                    string.Create(CultureInfo.InvariantCulture, $"× {line.Quantity}")
                )),
            ];

        MailReturn ReturnOf(CaseState filed, ReturnPart part) =>
            new()
            {
                Rma = filed.CaseId,
                Cancelled = part.Reason == ReasonCode.CancelledAfterHandOver,
                Sends = part.Terms.ToSend.Count > 0,
                Address = part.Terms.ToSend.Count > 0 ? part.Terms.Address : [],
                Instructions = ReturnTexts.Instructions(filed.CaseId, part.Terms, locale),
                Exchanged = Units(part.Verdict?.Exchanged ?? []),
                SentBack = Units(part.Verdict?.SentBack ?? []),
                Nothing = part.Verdict is { Accepted: false, SentBack.Count: 0 },
            };

        MailCase CaseOf(CaseState about) =>
            new(
                WhatOf(about.Kind).In(locale),
                Units(about.Lines),
                clock.By(about.DueBy),
                about.LateBy is { } late ? clock.By(late) : null,
                about.Claim?.Verdict?.Outcome,
                CustomerFormat.Paragraphs(content.Answer),
                CustomerFormat.Paragraphs(content.Question)
            );

        string? Deadline(OrderDeadline name) => state.Deadlines.TryGetValue(name, out var time) ? clock.By(time) : null;
    }

    private static MailLine Priced(PricePart part) => new(part.Label, part.Amount.ToString());

    private static LocalizedText WhatOf(CaseKind kind) =>
        kind switch
        {
            CaseKind.Claim => new("claim", "理赔申请"),
            CaseKind.Return => new("return", "退货申请"),
            CaseKind.Request => new("question", "服务请求"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of case."),
        };

    private static ParcelState? ParcelOf(MailContent content) =>
        MailFacts.ParcelOf(content.Mail.Reference) is { } number ? content.Parcels.FirstOrDefault(parcel => parcel.Number == number)
        : content.Parcels is [var only] ? only
        : null;

    private static IReadOnlyList<Reason> ReasonsOf(MailContent content) =>
        content.Mail switch
        {
            { Facts: { } facts } when facts.GetValueOrDefault(MailFacts.Reason) is { Length: > 0 } reasons => Domain
                .Ordering.Reasons.Parse(reasons)
                .All,
            { Kind: MailKind.Cancelled } => content.State.Cancellation?.Reasons ?? [],
            { Kind: MailKind.Refunded } mail when MailFacts.IsLatePayment(mail.Reference) => [ReasonCode.PaymentLate],
            _ => [],
        };

    /// <summary>What was or will be refunded: as the mail says; of a refund that says nothing, what was paid and is not kept.</summary>
    private static string? RefundOf(MailContent content)
    {
        if (Fact(content, MailFacts.Amount) is { } amount)
            return amount;
        if (Fact(content, MailFacts.ByBank) is not null)
            return null;

        var back =
            content.State.Captured - content.State.Kept - (content.State.RefundedByBank ?? Money.Zero(content.State.Captured.Currency));
        return content.Mail.Kind == MailKind.Refunded && back.Amount > 0 ? back.ToString() : null;
    }

    private static string? Fact(MailContent content, string name) =>
        content.Mail.Facts?.GetValueOrDefault(name) is { Length: > 0 } fact ? fact : null;
}

internal sealed record MailLine(string Label, string Price);

/// <param name="Promised">The days on which it is expected.</param>
internal sealed record MailParcel(int Number, string Waybill, string? TrackingUrl, string? Promised, IReadOnlyList<MailParcelLine> Lines);

internal sealed record MailParcelLine(string Name, string Quantity);

/// <param name="Label">For example <c>Hardware wallet Pro: 1 of 3 missing</c>.</param>
internal sealed record MailShort(string Label);

/// <param name="Removed">Taken off the order, as the customer chose: a text for each product, as the other lists have.</param>
/// <param name="Overdue">Taken off the order, since they did not come in time.</param>
/// <param name="Unpaid">Substitutes whose difference was not paid.</param>
/// <param name="Instead">What comes instead of what.</param>
/// <param name="Waits">What the whole order waits for.</param>
/// <param name="Later">What is sent after the rest.</param>
/// <param name="Beforehand">The customer chose when they ordered.</param>
/// <param name="Ready">The rest of the order goes on at once.</param>
/// <param name="UnpaidYet">Nothing has been paid: another mail asks for what the order comes to now.</param>
/// <param name="By">How long goods are waited for.</param>
/// <param name="Parts">What does not come in time is taken off; else the order is cancelled.</param>
internal sealed record MailStock(
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> Overdue,
    IReadOnlyList<string> Unpaid,
    IReadOnlyList<string> Instead,
    IReadOnlyList<string> Waits,
    IReadOnlyList<string> Later,
    bool Beforehand,
    bool Parts,
    bool Ready,
    bool UnpaidYet,
    string? By
)
{
    /// <summary>Something is off the order.</summary>
    public bool Off => Removed.Count + Overdue.Count + Unpaid.Count > 0;

    /// <summary>The customer chose, beforehand or when asked; else time passed.</summary>
    public bool Chosen => Removed.Count + Instead.Count + Waits.Count + Later.Count > 0;
}

internal sealed record MailLicence(string Name, string Key);

/// <param name="What">Its kind in words.</param>
/// <param name="DueBy">When an answer is due, or the goods that come back.</param>
/// <param name="LateBy">What is promised instead, once that was missed.</param>
/// <param name="Answer">What the shop wrote, a paragraph each.</param>
/// <param name="Question">What the customer wrote, a paragraph each.</param>
internal sealed record MailCase(
    string What,
    IReadOnlyList<MailParcelLine> Lines,
    string DueBy,
    string? LateBy,
    ClaimOutcome? Outcome,
    IReadOnlyList<string> Answer,
    IReadOnlyList<string> Question
)
{
    public bool Refunds => Outcome == ClaimOutcome.Refund;

    public bool Replaces => Outcome == ClaimOutcome.Replacement;
}

internal sealed record MailReturn
{
    /// <summary>Its number.</summary>
    public required string Rma { get; init; }

    /// <summary>True if it opened by itself after a cancel that came too late.</summary>
    public required bool Cancelled { get; init; }

    /// <summary>True if the customer has to send something.</summary>
    public required bool Sends { get; init; }

    /// <summary>Where to.</summary>
    public required IReadOnlyList<string> Address { get; init; }

    /// <summary>A sentence each.</summary>
    public required IReadOnlyList<string> Instructions { get; init; }

    public required IReadOnlyList<MailParcelLine> Exchanged { get; init; }

    public required IReadOnlyList<MailParcelLine> SentBack { get; init; }

    /// <summary>True if there was nothing in the parcel to take back or to return.</summary>
    public required bool Nothing { get; init; }
}
