using System.Globalization;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http.Pages;

/// <summary>
/// Makes the order page's model out of an order. Shows no name and no address: who holds the link may be anybody to whom the mail was
/// passed on.
/// </summary>
internal static class PageModels
{
    /// <param name="language"><c>zh-CN</c> or <c>en</c>, whatever the order's is.</param>
    public static PageModel Of(OrderRecord record, IReadOnlyList<TimelineEntry> timeline, string language, string path, DateTimeOffset now)
    {
        var order = record.Order with { Locale = language };
        var names = record.Names;
        var view = OrderViews.Of(order, record.State, record.Parcels, record.Ledger, record.Cases, now, names);
        var terms = OrderTerms.Of(order);
        string Words(string en, string zh) => new LocalizedText(en, zh).In(language);
        string Named(string sku) => names.In(sku, language);
        bool May(string command) => view.Allowed.TryGetValue(command, out var allowance) && allowance.Possible;

        return new PageModel
        {
            Path = path,
            Lang = language,
            OrderNumber = view.OrderNumber,
            Status =
                OrderViews.IsPaymentSeen(order, record.State)
                    ? Words("Payment seen, waiting for its confirmations", "已检测到付款，等待确认")
                : view.Outstanding is null ? StatusTexts.For(view.Status, language)
                : StatusTexts.PartDelivered(language),
            PlacedAt = Time(view.PlacedAt, language),
            Reasons = [.. view.Cancellation?.Reasons.Select(reason => reason.Text) ?? []],
            Next = view.Next is { } next
                ? new PageNext($"{next.Why} {next.Text}", next.When is { } when ? Time(when, language) : null)
                : null,
            PaymentUrl = WebAddress(view.PaymentUrl),
            Due = view.AmountDue.ToString(),
            MayAsk = May("request"),
            MayCancel = May("cancel"),
            CancelTerms = view.Allowed["cancel"].Text ?? CancelTerms(record.State, language),
            AsksRefundAddress = RefundEntries.WaitForAddress(record.Order, record.Ledger),
            ShortLines = May("stockDecision") ? PageChoices.Stock(view.Short, language) : [],
            Claimable = May("claim") ? PageChoices.Goods([.. view.Lines.Where(line => line.Kind == ProductKind.Physical)], language) : [],
            Returnable = May("return") ? PageChoices.Goods(view.Lines, language) : [],
            Offer = record.State.Offer is { Confirmed: false } offer ? Offer(offer, language) : null,
            Parcels =
            [
                .. view
                    .Parcels.Where(parcel => !parcel.Voided)
                    .Select(parcel => new PageParcel
                    {
                        Number = parcel.Number,
                        Status = StatusTexts.For(parcel.Status, language),
                        Promised = parcel.DeliveredAt is null
                            ? CustomerFormat.Days(parcel.PromisedFrom, parcel.PromisedTo, language)
                            : null,
                        Delivered = parcel.DeliveredAt is { } arrived ? Time(arrived, language) : null,
                        ClaimBy = parcel.ClaimBy is { } claimBy ? Time(claimBy, language) : null,
                        Carrier = parcel.Carrier,
                        Waybill = parcel.Waybill,
                        TrackingUrl = WebAddress(parcel.TrackingUrl),
                        Lines = [.. parcel.Lines.Select(line => Goods(Named(line.Sku), line.Quantity))],
                        Scans =
                        [
                            .. parcel.Scans.Select(scan => new PageEvent(
                                Time(scan.Time, language),
                                Place(StatusTexts.For(scan.Status, language), scan.Place)
                            )),
                        ],
                    }),
            ],
            Outstanding = [.. view.Outstanding?.Select(goods => goods.In(language)) ?? []],
            Cases = [.. record.Cases.Select(one => Case(one, language))],
            Deadlines =
            [
                .. view
                    .Deadlines.Select(deadline => (Label: Deadline(deadline.Key), At: deadline.Value))
                    .Where(deadline => deadline.Label is not null)
                    .OrderBy(deadline => deadline.At)
                    .Select(deadline => new PageDeadline(deadline.Label!.In(language), Time(deadline.At, language))),
            ],
            Lines = [.. PriceParts.Goods(terms, language).Select(Amount)],
            Sums =
            [
                .. PriceParts.OnTop(terms, language).Select(Amount),
                new(Words("Total", "合计"), view.Total.ToString()),
                .. PriceParts.OnDelivery(terms, language) is { } onDelivery ? [Amount(onDelivery)] : Array.Empty<PageAmount>(),
                new(Words("Paid", "已付"), view.Paid.ToString()),
                .. view
                    .Payments.Where(payment => payment.Status == PaymentStatus.Seen)
                    .Select(payment => new PageAmount(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Words("Seen, with confirmations", "已检测到，确认数")} {payment.Confirmations ?? 0}/{payment.ConfirmationsNeeded ?? 0}"
                        ),
                        payment.Amount.ToString()
                    )),
                .. view.Refunded.Amount > 0
                    ? [new PageAmount(Words("Refunded", "已退款"), view.Refunded.ToString())]
                    : Array.Empty<PageAmount>(),
            ],
            Timeline =
            [
                .. timeline
                    .OrderBy(entry => entry.Time)
                    .Select(entry => new PageEvent(Time(entry.Time, language), TimelineTexts.For(entry, language, names))),
            ],
        };
    }

    /// <summary>What is refunded, less what the customer's bank has already.</summary>
    private static string CancelTerms(OrderState state, string language) =>
        (
            state.TakenByBank is { Amount: > 0 } taken
                ? new LocalizedText(
                    $"Your bank has taken {taken} back: that is not refunded a second time. What else was paid is refunded.",
                    $"您的银行已收回 {taken}，该部分不再重复退款；其余已付款项将退回。"
                )
                : new LocalizedText("What was paid is refunded.", "已付款项将全额退回。")
        ).In(language);

    private static PageOffer Offer(ChangeOffer offer, string language)
    {
        string Words(string en, string zh) => new LocalizedText(en, zh).In(language);
        var difference = offer.PriceAdjustment;
        var less = difference with { Amount = Math.Abs(difference.Amount) };
        return new PageOffer(
            offer.ChangeId,
            [.. PriceParts.Goods(offer.Terms, language).Select(Amount)],
            [
                .. PriceParts.OnTop(offer.Terms, language).Select(Amount),
                new(Words("New total", "变更后合计"), offer.Terms.Total.ToString()),
                .. PriceParts.OnDelivery(offer.Terms, language) is { } onDelivery ? [Amount(onDelivery)] : Array.Empty<PageAmount>(),
                new(
                    difference.Amount < 0 ? Words("Refunded to you", "退还差额") : Words("To be paid in addition", "需补差额"),
                    less.ToString()
                ),
            ],
            offer.AsksDuties,
            Time(offer.ExpiresAt, language)
        );
    }

    private static PageAmount Amount(PricePart part) => new(part.Label, part.Amount.ToString());

    private static string Goods(string name, int quantity) => string.Create(CultureInfo.InvariantCulture, $"{name} × {quantity}");

    private static PageTime Time(DateTimeOffset time, string language) =>
        new(
            time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            CustomerFormat.Moment(time, language)
        );

    private static string Place(string text, string? place) => string.IsNullOrWhiteSpace(place) ? text : $"{text} ({place})";

    /// <summary>Those that the customer has to know; null for the shop's own.</summary>
    private static LocalizedText? Deadline(OrderDeadline name) =>
        name switch
        {
            OrderDeadline.Payment => new("Pay by", "付款截止"),
            OrderDeadline.StockDecision => new("Choose about missing goods by", "缺货选择截止"),
            OrderDeadline.Change => new("Settle the change by", "完成变更截止"),
            OrderDeadline.Restock => new("Goods that are out of stock come by", "缺货商品到货期限"),
            OrderDeadline.Claim => new("Tell us of damage or loss by", "索赔申请截止"),
            OrderDeadline.Return => new("Ask for a return by", "退货申请截止"),
            _ => null,
        };

    private static PageCase Case(CaseState one, string language)
    {
        var what = one.Kind switch
        {
            CaseKind.Claim => new LocalizedText("Claim", "索赔"),
            CaseKind.Return => new LocalizedText("Return", "退货"),
            CaseKind.Request => new LocalizedText("Question", "咨询"),
            _ => throw new ArgumentOutOfRangeException(nameof(one), one.Kind, "Not a kind of case."),
        };
        var due =
            one.Kind == CaseKind.Return
                ? new LocalizedText("send it by", "请于此前寄出：")
                : new LocalizedText("our answer is due by", "最迟回复时间：");
        return new PageCase(
            $"{what.In(language)} {one.CaseId}",
            StatusTexts.For(one.Status, language),
            due.In(language),
            one.Status == CaseStatus.Open ? Time(one.DueBy, language) : null
        );
    }

    /// <summary>An address that a browser may be sent to; anything else is no link.</summary>
    private static string? WebAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri.AbsoluteUri
            : null;
}
