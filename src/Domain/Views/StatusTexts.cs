using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>What a status is called.</summary>
public static class StatusTexts
{
    public static string For(OrderStatus status, string locale) =>
        (
            status switch
            {
                OrderStatus.Placed => new LocalizedText("Placed", "已提交"),
                OrderStatus.InReview => new("Being checked", "审核中"),
                OrderStatus.AwaitingPayment => new("Waiting for payment", "等待付款"),
                OrderStatus.CheckingStock => new("Setting the goods aside", "备货中"),
                OrderStatus.AwaitingStockDecision => new("Waiting for your choice", "等待您选择缺货处理方式"),
                OrderStatus.Preparing => new("Being packed", "打包中"),
                OrderStatus.Shipped => new("Handed to the carrier", "已发货"),
                OrderStatus.InTransit => new("On its way", "运输中"),
                OrderStatus.OutForDelivery => new("Out for delivery", "派送中"),
                OrderStatus.Delivered => new("Delivered", "已送达"),
                OrderStatus.Cancelling => new("Being cancelled", "取消中"),
                OrderStatus.Closed => new("Completed", "已完成"),
                OrderStatus.Cancelled => new("Cancelled", "已取消"),
                OrderStatus.Refunded => new("Refunded", "已退款"),
                OrderStatus.Failed => new("The shop is looking after it", "商家正在处理"),
                _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not an order's status."),
            }
        ).In(locale);

    /// <summary>Of an order part of which has arrived, while the rest is still to come.</summary>
    public static string PartDelivered(string locale) => new LocalizedText("Part of it was delivered", "部分已送达").In(locale);

    public static string For(ParcelStatus status, string locale) =>
        (
            status switch
            {
                ParcelStatus.Preparing => new LocalizedText("Being packed", "打包中"),
                ParcelStatus.LabelCreated => new("Waiting for the carrier", "等待承运商取件"),
                ParcelStatus.PickedUp => new("Picked up", "已取件"),
                ParcelStatus.InTransit => new("On its way", "运输中"),
                ParcelStatus.Customs => new("With customs", "清关中"),
                ParcelStatus.OutForDelivery => new("Out for delivery", "派送中"),
                ParcelStatus.AttemptFailed => new("A delivery attempt failed", "派送未成功"),
                ParcelStatus.AvailableForPickup => new("Waiting to be collected", "待领取"),
                ParcelStatus.Exception => new("The carrier reports a problem", "运输异常"),
                ParcelStatus.Returning => new("On its way back", "退回中"),
                ParcelStatus.Returned => new("Back with the shop", "已退回商家"),
                ParcelStatus.Delivered => new("Delivered", "已送达"),
                _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a parcel's status."),
            }
        ).In(locale);

    public static string For(CaseStatus status, string locale) =>
        (
            status switch
            {
                CaseStatus.Open => new LocalizedText("Open", "处理中"),
                CaseStatus.InTransit => new("On its way back", "退回中"),
                CaseStatus.Received => new("Received", "已收到"),
                CaseStatus.Accepted => new("Accepted", "已受理"),
                CaseStatus.Declined => new("Declined", "未通过"),
                CaseStatus.Answered => new("Answered", "已回复"),
                CaseStatus.Lapsed => new("Lapsed", "已失效"),
                _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a case's status."),
            }
        ).In(locale);
}
