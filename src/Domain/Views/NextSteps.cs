using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Domain.Views;

/// <summary>Why an order is where it is, and what happens next.</summary>
/// <param name="What">
/// A code: <c>review</c>, <c>payment</c>, <c>change_confirm</c>, <c>stock</c>, <c>stock_decision</c>, <c>stock_arrival</c>,
/// <c>hand_over</c>, <c>pick_up</c>, <c>licences</c>, <c>delivery</c>, <c>customs</c>, <c>collection</c>, <c>new_attempt</c>,
/// <c>inquiry</c>, <c>way_back</c>, <c>claim_answer</c>, <c>request_answer</c>, <c>return_sending</c>, <c>return_arrival</c>,
/// <c>return_inspection</c>, <c>close</c>, <c>undo</c>, <c>refund</c>.
/// </param>
/// <param name="When">At the latest; absent where nobody can promise.</param>
/// <param name="Who">
/// Must act: <c>customer</c>, <c>shop</c>, <c>carrier</c>, <c>payment</c> (the payment provider); <c>system</c> if it comes by itself.
/// </param>
/// <param name="Why">Why it is where it is, in the customer's language. Never why a person reviews an order.</param>
/// <param name="Text">What happens next, in the customer's language.</param>
public sealed record NextStep(string What, DateTimeOffset? When, Actor Who, string Why, string Text);

/// <summary>The same for the customer and for operations.</summary>
public static class NextSteps
{
    /// <summary>Null at an order's end.</summary>
    public static NextStep? Of(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<CaseState> cases,
        DateTimeOffset now
    )
    {
        var step = state.Status switch
        {
            OrderStatus.Placed or OrderStatus.InReview => Review(state),
            _ when state is { IsFinal: false, Offer: { Confirmed: false } offer } and not { Status: OrderStatus.Cancelling } => Offered(
                offer
            ),
            OrderStatus.CheckingStock or OrderStatus.AwaitingStockDecision when state.Offer is { Confirmed: true } => Payment(state),
            OrderStatus.AwaitingPayment => Payment(state),
            OrderStatus.CheckingStock or OrderStatus.AwaitingStockDecision => Stock(order, state),
            OrderStatus.Preparing or OrderStatus.Shipped or OrderStatus.InTransit or OrderStatus.OutForDelivery => ParcelSteps.Of(
                order,
                state,
                parcels,
                now
            ),
            OrderStatus.Delivered => CaseSteps.Of(cases) ?? ParcelSteps.OfReplacement(state, parcels, now) ?? Close(state),
            OrderStatus.Cancelling => Undo(state),
            _ => null,
        };
        return step?.In(order.Locale);
    }

    private static Step Review(OrderState state) =>
        state.ManualReview is null
            ? new(
                "review",
                Actor.System,
                null,
                new("The order was placed.", "订单已提交。"),
                new("We check it; then we ask for the payment.", "我们将审核订单，随后通知您付款。")
            )
            : new(
                "review",
                Actor.Shop,
                Deadline(state, OrderDeadline.Review),
                new("The order was placed; one of us looks at it before we accept it.", "订单已提交，我们的工作人员正在审核。"),
                new(
                    "We tell you by then whether we accept it; nothing is to be paid before.",
                    "我们将在此之前告知您审核结果，在此之前无需付款。"
                )
            );

    private static Step Offered(ChangeOffer offer) =>
        new(
            "change_confirm",
            Actor.Customer,
            offer.ExpiresAt,
            new("You asked for a change that has another price.", "您申请了会影响价格的订单变更。"),
            new("Please confirm the change; after that time the order stays as it was.", "请确认该变更；逾期未确认，订单将保持不变。")
        );

    private static Step Payment(OrderState state) =>
        state.Offer is { Confirmed: true } offer
            ? new(
                "payment",
                Actor.Customer,
                Earlier(Deadline(state, OrderDeadline.Payment), offer.ExpiresAt),
                new("You confirmed a change that costs more.", "您已确认需补差价的订单变更。"),
                new("Please pay the difference; otherwise the order stays as it was.", "请支付差价；逾期未付，订单将保持不变。")
            )
            : new(
                "payment",
                Actor.Customer,
                Deadline(state, OrderDeadline.Payment),
                new("The order is accepted and waits for its payment.", "订单已通过审核，等待付款。"),
                new("Please pay; after that time the order is cancelled.", "请付款；逾期订单将自动取消。")
            );

    private static Step Stock(Order order, OrderState state)
    {
        if (state is { Short.Count: 0, Status: OrderStatus.CheckingStock })
            return new(
                "stock",
                Actor.System,
                null,
                new("The order is paid.", "订单已付款。"),
                new("We reserve the goods.", "我们正在为您备货。")
            );
        var missing = ShortViews.Text(order, state);
        var someThere = order.Lines.Sum(line => line.Quantity) > state.Short.Sum(line => line.Missing);
        var why = someThere
            ? new LocalizedText(
                $"Goods are out of stock ({missing}). What is there is reserved for you.",
                $"部分商品缺货（{missing}），有货的部分已为您预留。"
            )
            : new LocalizedText($"Goods are out of stock ({missing}).", $"商品缺货（{missing}）。");
        var back =
            someThere && StockRules.AllowsParts(order, state.Short)
                ? new LocalizedText("we refund what is missing.", "缺货部分将退款。")
                : new LocalizedText("the order is cancelled, and what you paid goes back to you.", "订单将取消并退还已付款项。");
        return state.Status == OrderStatus.AwaitingStockDecision
            ? new(
                "stock_decision",
                Actor.Customer,
                Deadline(state, OrderDeadline.StockDecision),
                why,
                new($"Please choose what to do about them. Without an answer, {back.En}", $"请选择处理方式；逾期未答复，{back.Zh}")
            )
            : new(
                "stock_arrival",
                Actor.Shop,
                Deadline(state, OrderDeadline.Restock),
                why,
                new($"We wait for them. If they do not come in time, {back.En}", $"我们正在等待到货；逾期未到货，{back.Zh}")
            );
    }

    private static Step Close(OrderState state) =>
        new(
            "close",
            Actor.System,
            state.Deadlines.Count == 0 ? null : state.Deadlines.Values.Max(),
            new("The order was delivered.", "订单已送达。"),
            new(
                "Until then you can tell us if something is wrong, or send goods back within their windows; then the order is closed.",
                "在此之前如有问题请联系我们，或在退货期内申请退货；之后订单将完成。"
            )
        );

    private static Step Undo(OrderState state)
    {
        var why = new LocalizedText("The order is being cancelled.", "订单正在取消。");
        return state.Refunds.FirstOrDefault(refund => refund.IsOpen)?.Status switch
        {
            RefundStatus.InKind => new(
                "refund",
                Actor.Shop,
                null,
                why,
                new(
                    "We send your crypto back by hand, to the address that you give us by the link in our mail.",
                    "我们将人工退回加密货币，请通过邮件中的链接提供收款地址。"
                )
            ),
            RefundStatus.Failed => new(
                "refund",
                Actor.Shop,
                null,
                why,
                new(
                    "The payment provider could not refund the money; we do it another way.",
                    "支付机构未能完成退款，我们将通过其他方式退款。"
                )
            ),
            RefundStatus.Sent => new(
                "refund",
                Actor.Payment,
                Deadline(state, OrderDeadline.Refund),
                why,
                new("Your money is on its way back; the order is cancelled when it has arrived.", "退款正在途中，到账后订单即完成取消。")
            ),
            _ => new(
                "undo",
                Actor.System,
                null,
                why,
                new("We undo what was done and refund what was paid.", "我们正在撤销订单并退还已付款项。")
            ),
        };
    }

    private static DateTimeOffset? Deadline(OrderState state, OrderDeadline name) =>
        state.Deadlines.TryGetValue(name, out var at) ? at : null;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>A step in both languages.</summary>
internal sealed record Step(string What, Actor Who, DateTimeOffset? When, LocalizedText Why, LocalizedText Text)
{
    public NextStep In(string locale) => new(What, When, Who, Why.In(locale), Text.In(locale));
}
