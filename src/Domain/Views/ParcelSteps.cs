using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>What happens next to an order whose parcels are packed or under way: what the parcel needs that needs somebody most.</summary>
internal static class ParcelSteps
{
    public static Step Of(Order order, OrderState state, IReadOnlyList<ParcelState> parcels, DateTimeOffset now)
    {
        if (!order.NeedsParcel)
            return new(
                "licences",
                Actor.System,
                null,
                new("The order is paid, and needs no parcel.", "订单已付款，无需寄送。"),
                new("We send the licence keys by email.", "我们将通过邮件发送许可证密钥。")
            );
        if (Urgent(parcels) is { } parcel)
            return Of(parcel, parcels, now);
        return state.Status == OrderStatus.Preparing
            ? new(
                "hand_over",
                Actor.Shop,
                null,
                Prepared(state),
                new("We pack the goods and book the carrier.", "我们正在打包并预约承运商。")
            )
            : new(
                "delivery",
                Actor.Carrier,
                null,
                new("The carrier has the goods.", "商品已交给承运商。"),
                new("The carrier delivers them.", "承运商正在派送。")
            );
    }

    /// <summary>A parcel that goes again after the delivery; null if there is none.</summary>
    public static Step? OfReplacement(OrderState state, IReadOnlyList<ParcelState> parcels, DateTimeOffset now) =>
        state.Status == OrderStatus.Delivered && Urgent(parcels) is { } parcel ? Of(parcel, parcels, now) : null;

    // A parcel whose scans need an answer comes first, then the one that arrives last.
    private static ParcelState? Urgent(IReadOnlyList<ParcelState> parcels) =>
        parcels
            .Where(parcel =>
                parcel is { Voided: false, Replaced: false, Outcome: null, Waybill: not null, Status: not ParcelStatus.Delivered }
            )
            .OrderBy(parcel =>
                parcel.Status switch
                {
                    ParcelStatus.AvailableForPickup or ParcelStatus.AttemptFailed => 0,
                    ParcelStatus.Exception or ParcelStatus.Returning or ParcelStatus.Returned or ParcelStatus.Customs => 1,
                    _ => 2,
                }
            )
            .ThenByDescending(parcel => parcel.PromisedTo)
            .FirstOrDefault();

    private static Step Of(ParcelState parcel, IReadOnlyList<ParcelState> parcels, DateTimeOffset now)
    {
        var name =
            parcels.Count(other => !other.Voided) > 1
                ? new LocalizedText(
                    FormattableString.Invariant($"Parcel {parcel.Number}"),
                    FormattableString.Invariant($"包裹 {parcel.Number} ")
                )
                : new LocalizedText("The parcel", "包裹");
        Step Told(string what, Actor who, DateTimeOffset? when, string whyEn, string whyZh, string en, string zh) =>
            new(what, who, when, new($"{name.En} {whyEn}.", $"{name.Zh}{whyZh}。"), new(en, zh));

        return parcel.Status switch
        {
            ParcelStatus.Preparing or ParcelStatus.LabelCreated => Told(
                "pick_up",
                Actor.Carrier,
                parcel.PromisedTo,
                "is packed and booked",
                "已打包并预约承运商",
                "The carrier picks it up, and delivers it by then.",
                "承运商将上门取件，并在此之前送达。"
            ),
            ParcelStatus.AvailableForPickup => Told(
                "collection",
                Actor.Customer,
                parcel.CollectBy,
                "waits for you at the carrier's",
                "已到达自提点，等待领取",
                "Please collect it; after the carrier's time it goes back to us.",
                "请尽快领取；逾期包裹将被退回。"
            ),
            ParcelStatus.AttemptFailed => Told(
                "new_attempt",
                Actor.Customer,
                null,
                "could not be handed over",
                "派送未成功",
                "Please agree on a new delivery with the carrier, or see that somebody is there.",
                "请与承运商约定再次派送，或确保有人签收。"
            ),
            ParcelStatus.Customs => Told(
                "customs",
                Actor.Carrier,
                parcel.PromisedTo,
                "is with customs",
                "正在清关",
                "Customs release it; they or the carrier may ask you for papers or duties.",
                "等待海关放行；海关或承运商可能会联系您补充资料或缴纳税费。"
            ),
            ParcelStatus.Exception => Told(
                "inquiry",
                Actor.Shop,
                null,
                "has met with a problem that the carrier reports",
                "运输异常",
                "We clear it up with the carrier and tell you what becomes of it.",
                "我们正在与承运商核实，并会告知您处理结果。"
            ),
            ParcelStatus.Returned => Told(
                "return_inspection",
                Actor.Shop,
                null,
                "has come back to us",
                "已退回商家",
                "We open and inspect it, and then refund or send again.",
                "我们正在拆包检查，随后为您退款或重新寄送。"
            ),
            _ when parcel.Recalled => Told(
                "way_back",
                Actor.Carrier,
                null,
                "is recalled",
                "正在召回",
                "When it has arrived we look at it, and refund what was paid for it.",
                "退回后我们将检查商品并为您退款。"
            ),
            ParcelStatus.Returning => Told(
                "way_back",
                Actor.Carrier,
                null,
                "is on its way back to us",
                "正在退回",
                "When it has arrived we look at it, and refund or send again.",
                "退回后我们将检查商品，并为您退款或重新寄送。"
            ),
            _ when parcel.PromisedTo < now => Told(
                "delivery",
                Actor.Carrier,
                null,
                "is late",
                "已晚于承诺日期",
                "The carrier delivers it; once the promised date has passed you can also claim it as lost.",
                "承运商仍在派送；已过承诺日期，您也可以申请丢失理赔。"
            ),
            _ => Told(
                "delivery",
                Actor.Carrier,
                parcel.PromisedTo,
                "is on its way",
                "正在运输",
                "The carrier delivers it by then.",
                "承运商将在此之前送达。"
            ),
        };
    }

    private static LocalizedText Prepared(OrderState state) =>
        state.Short.Count > 0
            ? new("What is there is sent first; the rest follows.", "有货的部分先行寄出，其余随后寄出。")
            : new("The order is paid and its goods are reserved.", "订单已付款，商品已备好。");
}
