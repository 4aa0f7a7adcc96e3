namespace Orders.Functions.Orders;

/// <summary>What happens next to an order.</summary>
/// <param name="What">A code: <c>review</c>, <c>payment</c>, <c>stock</c>, <c>stock_decision</c>, <c>stock_arrival</c>, <c>hand_over</c>, <c>licences</c>, <c>delivery</c>, <c>collection</c>, <c>close</c>, <c>refund</c>.</param>
/// <param name="When">At the latest; absent where nobody can promise.</param>
/// <param name="Who">Must act: <c>customer</c>, <c>shop</c>, <c>carrier</c>; <c>system</c> if it comes by itself.</param>
/// <param name="Text">In the customer's language.</param>
public sealed record NextStep(string What, DateTimeOffset? When, string Who, string Text);

public static class NextSteps
{
    /// <summary>Null at an order's end.</summary>
    public static NextStep? Of(Order order, OrderState state, IReadOnlyList<ParcelState> parcels)
    {
        NextStep Step(string what, string who, DateTimeOffset? when, string en, string zh) => new(what, when, who, new LocalizedText(en, zh).In(order.Locale));
        DateTimeOffset? Deadline(string name) => state.Deadlines.TryGetValue(name, out var at) ? at : null;

        return state.Status switch
        {
            OrderStatus.Placed or OrderStatus.InReview => Step("review", "shop", Deadline("review"), "We check the order.", "我们正在审核订单。"),
            OrderStatus.AwaitingPayment => Step(
                "payment", "customer", Deadline("payment"), "Please pay; after that time the order is cancelled.", "请付款；逾期订单将自动取消。"),
            OrderStatus.CheckingStock when state.Short.Count > 0 => Step(
                "stock_arrival",
                "shop",
                Deadline("restock"),
                $"We wait for goods that are out of stock ({ShortViews.Text(order, state)}). If they do not come in time, we pay back what is missing.",
                $"部分商品缺货，正在等待到货（{ShortViews.Text(order, state)}）。逾期未到货的部分将退款。"),
            OrderStatus.CheckingStock => Step("stock", "system", null, "We set the goods aside.", "我们正在为您备货。"),
            OrderStatus.AwaitingStockDecision => Step(
                "stock_decision", "customer", Deadline("stockDecision"),
                $"Please choose what to do about the goods that are out of stock ({ShortViews.Text(order, state)}). Without an answer, we pay back what is missing.",
                $"部分商品缺货（{ShortViews.Text(order, state)}），请选择处理方式；逾期未答复，缺货部分将退款。"),
            OrderStatus.Preparing when !order.NeedsParcel => Step("licences", "system", null, "We send the licence keys by email.", "我们将通过邮件发送许可证密钥。"),
            OrderStatus.Preparing => Step("hand_over", "shop", Deadline("handOver"), "We pack the goods and give them to the carrier.", "我们正在打包并交给承运商。"),
            OrderStatus.Shipped or OrderStatus.InTransit or OrderStatus.OutForDelivery => parcels.Any(Waits)
                ? Step("collection", "customer", null, "Please collect the parcel, or agree on a new delivery with the carrier.", "请领取包裹，或与承运商约定再次派送。")
                : Step("delivery", "carrier", Promised(parcels), "The carrier delivers the parcel.", "承运商正在派送包裹。"),
            OrderStatus.Delivered => Step("close", "system", Deadline("claim"), "Until then you can tell us if something is wrong; then the order is closed.", "在此之前如有问题请联系我们；之后订单将完成。"),
            OrderStatus.Cancelling => Step("refund", "shop", null, "We undo the order and pay back what was paid.", "我们正在取消订单并退还已付款项。"),
            _ => null,
        };
    }

    private static bool Waits(ParcelState parcel) => !parcel.Voided && parcel.Status is ParcelStatus.AttemptFailed or ParcelStatus.AvailableForPickup;

    private static DateTimeOffset? Promised(IReadOnlyList<ParcelState> parcels) =>
        parcels.Where(parcel => parcel is { Voided: false, Status: not ParcelStatus.Delivered }).Max(parcel => parcel.PromisedTo);
}
