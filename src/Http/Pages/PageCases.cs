using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http.Pages;

/// <summary>Claims, returns and questions as the order page tells them: what they are about, what is to be done, and what came of them.</summary>
internal static class PageCases
{
    /// <param name="record">Its order, in the reader's language.</param>
    /// <param name="words">What was written in it; null for nothing.</param>
    /// <param name="path">Of the page.</param>
    public static PageCase Of(CaseState filed, OrderRecord record, PageWords? words, string path)
    {
        var (order, language) = (record.Order, record.Order.Locale);
        var (clock, names) = (CustomerClock.Of(order), record.Names);
        string Words(LocalizedText text) => text.In(language);
        IReadOnlyList<string> Named(IReadOnlyList<ParcelLine> lines) =>
            [.. lines.Select(line => PageModels.Goods(names.In(line.Sku, language), line.Quantity))];
        var paid = CaseRefunds.Of(record.State, filed.CaseId)?.Amount ?? Money.Zero(order.Total.Currency);
        var outcome = filed switch
        {
            { Claim.Verdict: { } verdict } => [Words(OutcomeOf(verdict, paid, record.State.PaidInstead?.Contains(filed.CaseId) == true))],
            { Return.Verdict: { } verdict } => OutcomeOf(filed.Status, verdict, paid, Named).Select(Words),
            _ => Enumerable.Empty<string>(),
        };
        var sends = filed is { IsOpen: true, Status: CaseStatus.Open, Return.Terms.ToSend.Count: > 0 };
        var waits = filed.IsOpen && (filed.Kind != CaseKind.Return || sends);

        return new PageCase
        {
            Title = Words(TitleOf(filed)),
            Status = Words(StatusOf(filed)),
            Lines = Named(filed.Lines),
            DueText = Words(filed.Kind == CaseKind.Return ? new("Please send it by", "请寄出，期限：") : new("We answer by", "答复期限：")),
            Due = waits ? PageModels.By(filed.Kind == CaseKind.Return ? filed.DueBy : filed.AnswerBy, clock) : null,
            Outcome = [.. outcome],
            Question = CustomerFormat.Paragraphs(words?.Question),
            Answer = CustomerFormat.Paragraphs(words?.Answer),
            Address = sends ? filed.Return!.Terms.Address : [],
            Instructions = filed is { IsOpen: true, Return: { } part } ? ReturnTexts.Instructions(filed.CaseId, part.Terms, language) : [],
            Waybill = filed.Return?.Parcel is { Waybill: { } waybill } parcel ? $"{parcel.Carrier} {waybill}".Trim() : null,
            Rma = sends ? filed.CaseId : null,
            WaybillForm = $"{path}/return-waybill?lang={language}",
        };
    }

    private static LocalizedText TitleOf(CaseState filed) =>
        filed switch
        {
            { Kind: CaseKind.Return } => new($"Return {filed.CaseId}", $"退货 {filed.CaseId}"),
            { Kind: CaseKind.Request } => new("Your question", "您的咨询"),
            { Claim.Kind: ClaimKind.Damaged } => new("Claim: damaged goods", "理赔：商品损坏"),
            { Claim.Kind: ClaimKind.Lost } => new("Claim: goods that never came", "理赔：商品未收到"),
            { Claim.Kind: ClaimKind.Wrong } => new("Claim: wrong goods", "理赔：商品发错"),
            { Claim.Kind: ClaimKind.Missing } => new("Claim: missing goods", "理赔：商品缺少"),
            _ => throw new ArgumentOutOfRangeException(nameof(filed), filed.Kind, "Not a kind of case."),
        };

    private static LocalizedText StatusOf(CaseState filed) =>
        (filed.Kind, filed.Status) switch
        {
            (CaseKind.Claim, CaseStatus.Open) => new("we look into it", "正在核实"),
            (CaseKind.Claim, CaseStatus.Accepted) => new("accepted", "已通过"),
            (CaseKind.Request, CaseStatus.Open) => new("waits for our answer", "等待答复"),
            (CaseKind.Return, CaseStatus.Open) when filed.Return!.Terms.ToSend.Count > 0 => new("waits for your goods", "等待您寄回商品"),
            (CaseKind.Return, CaseStatus.InTransit) => new("on its way to us", "寄回途中"),
            (CaseKind.Return, CaseStatus.Received) => new("arrived, we look at it", "已送达，正在检查"),
            (CaseKind.Return, CaseStatus.Accepted) => new("settled", "已完成"),
            (CaseKind.Return, CaseStatus.Declined) => new("could not be taken back", "不符合退货条件"),
            _ => new(StatusTexts.For(filed.Status, "en"), StatusTexts.For(filed.Status, "zh-CN")),
        };

    private static LocalizedText OutcomeOf(ClaimVerdict verdict, Money paid, bool paidInstead) =>
        verdict switch
        {
            { Outcome: ClaimOutcome.Declined } => new("We could not accept it.", "很抱歉，我们无法通过该申请。"),
            { Outcome: ClaimOutcome.Replacement } when paidInstead => new(
                $"We accepted it. There are none left to send again, so we pay {paid} back to you.",
                $"申请已通过。商品已无库存，我们改为退款 {paid}。"
            ),
            { Outcome: ClaimOutcome.Replacement } => new(
                "We accepted it, and send the goods again, free of charge.",
                "申请已通过，我们将免费重新发货。"
            ),
            _ when paid.Amount > 0 => new($"We accepted it, and pay {paid} back to you.", $"申请已通过，我们将退还 {paid}。"),
            _ => new("We accepted it.", "申请已通过。"),
        };

    private static IEnumerable<LocalizedText> OutcomeOf(
        CaseStatus status,
        ReturnVerdict verdict,
        Money paid,
        Func<IReadOnlyList<ParcelLine>, IReadOnlyList<string>> named
    )
    {
        if (status == CaseStatus.Lapsed)
            yield return new("Nothing arrived in time; the goods stay with you.", "期限内未收到退货，商品由您保留。");
        if (paid.Amount > 0)
            yield return new($"We pay {paid} back to you.", $"我们将退还 {paid}。");
        if (verdict.Exchanged.Count > 0)
        {
            var goods = named(verdict.Exchanged);
            yield return new($"We send you again: {string.Join(", ", goods)}.", $"我们将重新寄出：{string.Join("、", goods)}。");
        }

        if (verdict.SentBack.Count > 0)
        {
            var goods = named(verdict.SentBack);
            yield return new(
                $"We could not take these back, and send them to you again: {string.Join(", ", goods)}.",
                $"以下商品不符合退货条件，将寄回给您：{string.Join("、", goods)}。"
            );
        }

        if (verdict is { Accepted: false, SentBack.Count: 0 } && status != CaseStatus.Lapsed)
            yield return new("The goods were not in the parcel, so nothing is refunded.", "包裹中没有应退回的商品，因此无法退款。");
    }
}
