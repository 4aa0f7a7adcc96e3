using System.Globalization;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http.Pages;

/// <summary>
/// Makes the order page's model out of an order. Shows neither the customer's name nor their address: who holds the link may be anybody to whom the mail was
/// passed on.
/// </summary>
internal static class PageModels
{
    /// <param name="words">What customer and shop wrote in claims, returns and questions, by their ids.</param>
    /// <param name="language"><c>zh-CN</c> or <c>en</c>, whatever the order's is.</param>
    public static PageModel Of(
        OrderRecord record,
        IReadOnlyList<TimelineEntry> timeline,
        IReadOnlyDictionary<string, PageWords> words,
        string language,
        string path,
        DateTimeOffset now
    )
    {
        var order = record.Order with { Locale = language };
        var names = record.Names;
        var view = (record with { Order = order }).View(now);
        var terms = OrderTerms.Of(order);
        var isStopped = record.Standing == OrderStanding.Stopped;
        var clock = CustomerClock.Of(order);
        string Words(string en, string zh) => new LocalizedText(en, zh).In(language);
        string Named(string sku) => names.In(sku, language);
        bool May(string command) => !isStopped && view.Allowed.TryGetValue(command, out var allowance) && allowance.Possible;

        // Only what has come and is in no other case is offered.
        var left = ReturnRules.Left(order, record.Parcels, UnitsInCases.Of(record.State, record.Cases));
        int Returnable(LineView line) => left.Where(one => one.Sku == line.Sku).Sum(one => one.Quantity);
        int Claimable(LineView line) => ClaimRules.Most(order, record.State, record.Parcels, record.Cases, line.Sku, now);
        IReadOnlyList<LineView> Of(IEnumerable<LineView> lines, Func<LineView, int> units) =>
            [.. lines.Select(line => line with { Quantity = Math.Min(line.Quantity, units(line)) }).Where(line => line.Quantity > 0)];

        return new PageModel
        {
            Path = path,
            Lang = language,
            OrderNumber = view.OrderNumber,
            Status = record.Standing switch
            {
                OrderStanding.OnHold => Words("On hold", "已暂停处理"),
                OrderStanding.Stopped => Words("Stopped", "已停止处理"),
                _ when OrderViews.IsPaymentSeen(order, record.State) => Words(
                    "Payment seen, waiting for its confirmations",
                    "已检测到付款，等待确认"
                ),
                _ when view.Outstanding is not null => StatusTexts.PartDelivered(language),
                _ => ParcelSteps.Setback(view.Status, record.Parcels) is { } setback
                    ? StatusTexts.For(setback, language)
                    : StatusTexts.For(view.Status, language),
            },
            PlacedAt = Time(view.PlacedAt, clock),
            Reasons = [.. view.Cancellation?.Reasons.Select(reason => reason.Text) ?? []],
            Next = view.Next is { } next ? new PageNext($"{next.Why} {next.Text}") : null,
            PaymentUrl = WebAddress(view.PaymentUrl),
            Due = view.AmountDue.ToString(),
            MayAsk = May("request"),
            MayCancel = May("cancel"),
            CancelTerms = view.Allowed["cancel"].Text ?? CancelTerms(record, language),
            AsksRefundAddress = RefundEntries.WaitForAddress(record.Order, record.Ledger),
            RefundInKind = view.Money?.RefundsUnderWay.ToString(),
            RefundsToClaim =
            [
                .. record
                    .Refunds.Where(refund => refund.WaitsForCustomer && WebAddress(refund.Link) is not null)
                    .Select(refund => new PageRefund(refund.Amount.ToString(), refund.Link!)),
            ],
            HasRefundAddress = record.HasRefundAddress,
            ShortLines = May("stockDecision") ? PageChoices.Stock(view.Short, record.State.Captured > record.State.Refunded, language) : [],
            Missing = [.. view.Short.Select(line => PageChoices.Missing(line, language))],
            Claimable = May("claim") ? PageChoices.Goods(Of(view.Lines, Claimable), language) : [],
            Returnable = May("return") ? PageChoices.Goods(Of(view.Lines, Returnable), language) : [],
            Offer = !isStopped && record.State.Offer is { Confirmed: false } offer ? Offer(offer, record.State, language, clock) : null,
            Parcels =
            [
                .. view
                    .Parcels.Where(parcel => !parcel.Voided)
                    .Select(parcel => new PageParcel
                    {
                        Number = parcel.Number,
                        Status = StatusTexts.For(parcel.Status, language),
                        Promised =
                            parcel is { DeliveredAt: null, Status: not (ParcelStatus.Returning or ParcelStatus.Returned) }
                            && record.Parcels.First(one => one.Number == parcel.Number) is { Outcome: null, Recalled: false }
                                ? CustomerFormat.Days(parcel.PromisedFrom, parcel.PromisedTo, language)
                                : null,
                        Delivered = parcel.DeliveredAt is { } arrived ? Time(arrived, clock) : null,
                        ClaimBy = parcel.ClaimBy is { } claimBy ? By(claimBy, clock) : null,
                        Carrier = parcel.Carrier,
                        Waybill = parcel.Waybill,
                        TrackingUrl = WebAddress(parcel.TrackingUrl),
                        Lines = [.. parcel.Lines.Select(line => Goods(Named(line.Sku), line.Quantity))],
                        Scans =
                        [
                            .. parcel.Scans.Select(scan => new PageEvent(
                                Time(scan.Time, clock),
                                Place(StatusTexts.For(scan.Status, language), scan.Place)
                            )),
                        ],
                    }),
            ],
            Outstanding = [.. view.Outstanding?.Select(goods => goods.In(language)) ?? []],
            Cases =
            [
                .. record.Cases.Select(one => PageCases.Of(one, record with { Order = order }, words.GetValueOrDefault(one.CaseId), path)),
            ],
            Deadlines =
            [
                .. (record.Standing == OrderStanding.GoesOn ? view.Deadlines : new Dictionary<OrderDeadline, DateTimeOffset>())
                    .Select(deadline => (Label: Deadline(deadline.Key), At: deadline.Value))
                    .Where(deadline => deadline.Label is not null)
                    .OrderBy(deadline => deadline.At)
                    .Select(deadline => new PageDeadline(deadline.Label!.In(language), By(deadline.At, clock))),
            ],
            Lines = [.. PriceParts.Goods(terms, language).Select(Amount)],
            Sums =
            [
                .. PriceParts.OnTop(terms, language).Select(Amount),
                new(Words("Total", "合计"), view.Total.ToString()),
                .. PriceParts.OnDelivery(terms, language) is { } onDelivery ? [Amount(onDelivery)] : Array.Empty<PageAmount>(),
                new(Words("Paid", "已付") + (PaidBy.In(record.State, language) is { } by ? $" ({by})" : ""), view.Paid.ToString()),
                .. view
                    .Payments.Where(payment => payment.Status == PaymentStatus.Seen)
                    .Select(payment => new PageAmount(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Words("Seen, with confirmations", "已检测到，确认数")} {payment.Confirmations ?? 0}/{payment.ConfirmationsNeeded ?? 0}"
                        ),
                        payment.Amount.ToString()
                    )),
                .. view.Money is { RefundsUnderWay: { Amount: > 0 } underWay }
                    ? [new PageAmount(Words("Refund under way", "退款处理中"), underWay.ToString())]
                    : Array.Empty<PageAmount>(),
                .. view.Refunded.Amount > 0
                    ? [new PageAmount(Words("Refunded", "已退款"), view.Refunded.ToString())]
                    : Array.Empty<PageAmount>(),
            ],
            Timeline =
            [
                .. CustomerTimeline.Of(record, timeline, language).Select(line => new PageEvent(Time(line.Entry.Time, clock), line.Text)),
            ],
        };
    }

    /// <summary>What is refunded, less what the customer's bank has already.</summary>
    private static string CancelTerms(OrderRecord record, string language)
    {
        var money = (
            record.State.TakenByBank is { Amount: > 0 } taken
                ? new LocalizedText(
                    $"Your bank has taken {taken} back: that is not refunded a second time. What else was paid is refunded.",
                    $"您的银行已收回 {taken}，该部分不再重复退款；其余已付款项将退回。"
                )
                : new LocalizedText("What was paid is refunded.", "已付款项将全额退回。")
        ).In(language);
        var keys = new LocalizedText(
            " The licence keys of an order that is cancelled as a whole are no longer valid.",
            "整单取消后，已发送的许可证密钥将失效。"
        ).In(language);
        return record.State is { Status: OrderStatus.Preparing, Kept.Amount: > 0 } ? money + keys : money;
    }

    private static PageOffer Offer(ChangeOffer offer, OrderState state, string language, CustomerClock clock)
    {
        string Words(string en, string zh) => new LocalizedText(en, zh).In(language);
        var difference = offer.PriceAdjustment;
        var less = difference with { Amount = Math.Abs(difference.Amount) };
        var paid = state.Captured - state.Refunded;
        return new PageOffer(
            offer.ChangeId,
            [.. PriceParts.Goods(offer.Terms, language).Select(Amount)],
            [
                .. PriceParts.OnTop(offer.Terms, language).Select(Amount),
                new(Words("New total", "变更后合计"), offer.Terms.Total.ToString()),
                .. PriceParts.OnDelivery(offer.Terms, language) is { } onDelivery ? [Amount(onDelivery)] : Array.Empty<PageAmount>(),
                new(
                    (difference.Amount < 0, IsPaid: paid.Amount > 0) switch
                    {
                        // What was not paid is not refunded, and does not come on top of anything.
                        (true, _) when paid <= offer.Terms.Total => Words("Less to pay", "应付减少"),
                        (true, _) => Words("Refunded to you", "退还差额"),
                        (false, false) => Words("More to pay", "应付增加"),
                        (false, true) => Words("To be paid in addition", "需补差额"),
                    },
                    less.ToString()
                ),
            ],
            offer.Change.MovesAddress
                ? Words("The goods would go to the new address that you gave us.", "商品将寄往您提供的新地址。")
                : null,
            offer.AsksDuties,
            By(offer.ExpiresAt, clock)
        );
    }

    private static PageAmount Amount(PricePart part) => new(part.Label, part.Amount.ToString());

    internal static string Goods(string name, int quantity) => string.Create(CultureInfo.InvariantCulture, $"{name} × {quantity}");

    private static PageTime Time(DateTimeOffset time, CustomerClock clock) => new(Iso(time), clock.Moment(time));

    internal static PageTime By(DateTimeOffset time, CustomerClock clock) => new(Iso(time), clock.By(time));

    private static string Iso(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Place(string text, string? place) => string.IsNullOrWhiteSpace(place) ? text : $"{text} ({place})";

    /// <summary>Those that the customer has to know; null for the shop's own.</summary>
    private static LocalizedText? Deadline(OrderDeadline name) =>
        name switch
        {
            OrderDeadline.Payment => new("Pay by", "付款截止"),
            OrderDeadline.StockDecision => new("Choose about missing goods by", "缺货选择截止"),
            OrderDeadline.Change => new("Settle the change by", "完成变更截止"),
            OrderDeadline.Restock => new("We wait for goods that are out of stock until", "缺货商品等待期限"),
            OrderDeadline.Claim => new("Tell us of damage or loss by", "索赔申请截止"),
            OrderDeadline.Return => new("Ask for a return by", "退货申请截止"),
            _ => null,
        };

    /// <summary>An address that a browser may be sent to; anything else is no link.</summary>
    private static string? WebAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri.AbsoluteUri
            : null;
}
