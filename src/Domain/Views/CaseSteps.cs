using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>What happens next to the open claim, return or request whose time is over first.</summary>
internal static class CaseSteps
{
    /// <summary>Null if nothing is open.</summary>
    public static Step? Of(IReadOnlyList<CaseState> cases) =>
        cases.Where(filed => filed.IsOpen).MinBy(filed => filed.DueBy) switch
        {
            null => null,
            { Kind: CaseKind.Claim } claim => new(
                "claim_answer",
                Actor.Shop,
                claim.AnswerBy,
                new("You claimed something, and we look into it.", "您已提交理赔申请，我们正在处理。"),
                new("We answer you by then; the order stays open until it is settled.", "我们将在此之前答复；处理完成前订单不会关闭。")
            ),
            { Kind: CaseKind.Request } request => new(
                "request_answer",
                Actor.Shop,
                request.AnswerBy,
                new("You asked us something.", "您已提交售后咨询。"),
                new("We answer you by then.", "我们将在此之前答复。")
            ),
            { Status: CaseStatus.Received } => new(
                "return_inspection",
                Actor.Shop,
                null,
                new("What you sent back has arrived.", "您退回的商品已送达。"),
                new("We look at it, and then refund or exchange it.", "我们正在检查商品，随后为您退款或换货。")
            ),
            { Status: CaseStatus.InTransit } => new(
                "return_arrival",
                Actor.Carrier,
                null,
                new("What you send back is on its way to us.", "您退回的商品正在途中。"),
                new("When it has arrived we look at it.", "送达后我们将进行检查。")
            ),
            var granted => new(
                "return_sending",
                Actor.Customer,
                granted.DueBy,
                new("We agreed to take goods back.", "您的退货申请已通过。"),
                new(
                    "Please send them with the RMA number by then; otherwise the return lapses.",
                    "请在此之前附上退货编号寄回商品；逾期退货申请将失效。"
                )
            ),
        };
}
