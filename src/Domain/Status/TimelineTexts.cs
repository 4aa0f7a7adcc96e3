using System.Globalization;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Status;

/// <summary>The timeline in words.</summary>
public static class TimelineTexts
{
    /// <summary>The sentence for an entry; facts that it lacks are left out.</summary>
    /// <param name="names">Of the products that it is about; null: they are called by their SKU.</param>
    public static string For(TimelineEntry entry, string locale, ProductNames? names = null)
    {
        var facts = entry.Facts ?? new Dictionary<string, string>(StringComparer.Ordinal);
        string Fact(string name) => facts.TryGetValue(name, out var value) ? value : "";
        string NameOf(string sku) => (names ?? ProductNames.None).In(sku, locale);
        string Goods() => string.Join(", ", Fact("skus").Split(", ").Select(NameOf));
        string Reasons(string reasons) => reasons.Length == 0 ? "" : ReasonTexts.All(Ordering.Reasons.Parse(reasons), locale, names);

        Words text = entry.Kind switch
        {
            TimelineKind.Placed => new("The order was placed: {0}.", "订单已提交：{0}。", Fact("amount")),
            TimelineKind.ReviewPassed => new("The order passed the review.", "订单已通过审核。"),
            TimelineKind.ReviewAwaited => new("A person looks at the order.", "订单正在人工审核。"),
            TimelineKind.ReviewApproved => new("A person approved the order.", "订单已通过人工审核。"),
            TimelineKind.ReviewRefused => new("The order could not be accepted.", "订单未能通过审核。"),
            TimelineKind.PaymentAwaited => new("Payment of {0} is awaited.", "等待付款 {0}。", Fact("amount")),
            TimelineKind.PaymentReminded => new("A payment reminder was sent.", "已发送付款提醒。"),
            TimelineKind.PaymentSeen => new(
                "A payment of {0} was seen on the network ({1} of {2} confirmations).",
                "已在网络上检测到付款 {0}（{1}/{2} 次确认）。",
                Fact("amount"),
                Fact("confirmations"),
                Fact("needed")
            ),
            TimelineKind.PaymentWindowExtended => new("More time was given for the payment to be confirmed.", "已延长付款确认时间。"),
            TimelineKind.PaymentFailed => new("A payment of {0} failed.", "一笔 {0} 的付款失败。", Fact("amount")),
            TimelineKind.PaymentReceived => new("{0} was received.", "已收到 {0}。", Fact("amount")),
            TimelineKind.PaymentShort => new(
                "{0} was received; {1} is missing.",
                "已收到 {0}，尚缺 {1}。",
                Fact("amount"),
                Fact("missing")
            ),
            TimelineKind.PaymentWrongCurrency => new(
                "{0} was received in another currency and goes back.",
                "收到其他币种付款 {0}，将全额退回。",
                Fact("amount")
            ),
            TimelineKind.Paid => new("The order is paid: {0}.", "订单已付款：{0}。", Fact("amount")),
            TimelineKind.StockReserved => new("The goods are reserved.", "商品已备好库存。"),
            TimelineKind.StockShort => new("Goods are out of stock: {0}.", "商品缺货：{0}。", Goods()),
            TimelineKind.StockArrived => new("Goods that were out of stock have come.", "缺货商品已到货。"),
            TimelineKind.StockQuestion => new(
                "You were asked what to do about goods that are out of stock: {0}.",
                "已请您选择缺货商品的处理方式：{0}。",
                Goods()
            ),
            TimelineKind.StockDecided => new(
                "It was chosen what becomes of the goods that are out of stock: {0}.",
                "已选择缺货商品的处理方式：{0}。",
                Choices(Fact("choices"), locale, NameOf)
            ),
            TimelineKind.StockWrittenOff => new(
                "Goods that are out of stock were taken off the order: {0}.",
                "缺货商品已从订单中移除：{0}。",
                Goods()
            ),
            TimelineKind.Substituted => new(
                "{0} comes in place of goods that are out of stock.",
                "以 {0} 替代缺货商品。",
                new LocalizedText(Fact("en"), Fact("zh")).In(locale) is { Length: > 0 } named ? named : Goods()
            ),
            TimelineKind.ParcelBooked => new(
                "The parcel was booked with {0}: waybill {1}.",
                "已向承运商 {0} 下单，运单号 {1}。",
                Fact("carrier"),
                Fact("waybill")
            ),
            TimelineKind.WaybillVoided => new("Waybill {0} was voided.", "运单 {0} 已作废。", Fact("waybill")),
            TimelineKind.Shipped => new(
                "{0} has taken the parcel: waybill {1}.",
                "承运商 {0} 已取件，运单号 {1}。",
                Fact("carrier"),
                Fact("waybill")
            ),
            TimelineKind.LicencesDelivered => new("The licence keys were sent by email.", "许可证密钥已通过邮件发送。"),
            TimelineKind.Delivered => new("The order was delivered.", "订单已送达。"),
            TimelineKind.DeliveryDelayed => new(
                "The parcel will be later than promised: {0} Now expected by {1}.",
                "包裹将晚于承诺时间送达：{0}现预计在 {1}当天结束前送达。",
                Reasons(Fact("reason")),
                Day(Fact("until"), locale)
            ),
            TimelineKind.CollectionReminded => new("A reminder was sent that the parcel waits to be collected.", "已发送取件提醒。"),
            TimelineKind.ParcelStopped => new("Parcel {0} was stopped before it left.", "第 {0} 件包裹在发出前已拦下。", Fact("parcel")),
            TimelineKind.ParcelDamaged => new("The parcel was damaged on its way.", "包裹在运输途中损坏。"),
            TimelineKind.ParcelDelivered when Fact("rest").Length > 0 => new(
                "Parcel {0} was delivered; the rest is still to come.",
                "第 {0} 件包裹已送达，其余商品尚待送达。",
                Fact("parcel")
            ),
            TimelineKind.ParcelDelivered => new("Parcel {0} was delivered.", "第 {0} 件包裹已送达。", Fact("parcel")),
            TimelineKind.ParcelFound => new("The parcel was found after it had been written off.", "此前判定丢失的包裹已被找到。"),
            TimelineKind.ParcelInspected => new("The shop opened the parcel that came back.", "商家已查验退回的包裹。"),
            TimelineKind.ParcelPresumedLost => new(
                "The carrier sent no update for so long that the parcel counts as lost.",
                "包裹长时间没有物流信息，视为丢失。"
            ),
            TimelineKind.ParcelRecalled => new(
                "The carrier was asked to bring the parcel back, and will: waybill {0}.",
                "已请承运商将包裹退回，承运商已受理，运单号 {0}。",
                Fact("waybill")
            ),
            TimelineKind.ParcelRefused => new("The carrier would not take the parcel.", "承运商拒绝承运该包裹。"),
            TimelineKind.ParcelSentAgain => new("What came back is sent again.", "退回的商品将重新寄出。"),
            TimelineKind.CancelRecalled when Fact("reason").Length > 0 => new(
                "A part of the order was cancelled: {0}",
                "订单已部分取消：{0}",
                Reasons(Fact("reason"))
            ),
            TimelineKind.CancelRecalled => new(
                "The parcel is brought back; what was paid for its goods is refunded when it is here.",
                "包裹正在退回途中，收到并查验后退还货款。"
            ),
            TimelineKind.ParcelLost => new("The parcel was lost.", "包裹已丢失。"),
            TimelineKind.ParcelReturned => new("The parcel came back to the shop.", "包裹已退回商家。"),
            TimelineKind.Closed => new("The order is closed.", "订单已完成。"),
            TimelineKind.CancelRefused => new("The order could not be cancelled: {0}", "订单无法取消：{0}", Reasons(Fact("reason"))),
            TimelineKind.ChangeAwaitsPayment => new(
                "The change was confirmed; {0} is still to be paid for it.",
                "修改已确认，尚需补款 {0}。",
                Fact("amount")
            ),
            TimelineKind.ChangeDeclined => new("The change was declined; the order stays as it was.", "修改已放弃，订单保持不变。"),
            TimelineKind.ChangeLapsed => new(
                "The change lapsed; the order stays as it was: {0}",
                "修改已失效，订单保持不变：{0}",
                Reasons(Fact("reason"))
            ),
            TimelineKind.ChangeOffered => new(
                "A change was offered: the order would come to {0}.",
                "已提供修改报价：修改后合计 {0}。",
                Fact("total")
            ),
            TimelineKind.Changed => new("The order was changed; it comes to {0} now.", "订单已修改，现合计 {0}。", Fact("total")),
            TimelineKind.ChangeRefused => new("The change could not be made: {0}", "订单无法修改：{0}", Reasons(Fact("reason"))),
            TimelineKind.ClaimFiled => new("A claim was filed.", "已提交理赔申请。"),
            TimelineKind.ClaimOverdue => new(
                "The answer to the claim is late; it was passed on to a supervisor.",
                "理赔答复已逾期，已升级处理。"
            ),
            TimelineKind.ClaimRefund when Fact("goodwill").Length > 0 => new(
                "The claim was accepted: {0} will be refunded, of which {1} is goodwill.",
                "理赔申请已通过，将退款 {0}，其中 {1} 为额外补偿。",
                Fact("amount"),
                Fact("goodwill")
            ),
            TimelineKind.ClaimRefund => new(
                "The claim was accepted: {0} will be refunded.",
                "理赔申请已通过，将退款 {0}。",
                Fact("amount")
            ),
            TimelineKind.ClaimReplacement => new("The claim was accepted: the goods will be sent again.", "理赔申请已通过，将重新发货。"),
            TimelineKind.ClaimDeclined => new("The claim was declined.", "理赔申请未获通过。"),
            TimelineKind.ClaimRefused => new("The claim could not be accepted: {0}", "理赔申请未被受理：{0}", Reasons(Fact("reason"))),
            TimelineKind.LicencesRevoked when Fact("by").Length > 0 => new(
                "The licence keys of the order are no longer valid.",
                "该订单的许可证密钥已失效。"
            ),
            TimelineKind.LicencesRevoked => new("The licence keys that were returned are no longer valid.", "退回的许可证密钥已失效。"),
            TimelineKind.RequestAnswered => new("The request was answered.", "服务请求已答复。"),
            TimelineKind.RequestFiled => new("The shop was asked something.", "已提交服务请求。"),
            TimelineKind.RequestOverdue => new(
                "The answer to the request is late; it was passed on to a supervisor.",
                "服务请求答复已逾期，已升级处理。"
            ),
            TimelineKind.ReturnAnnounced => new(
                "The goods were sent back with {0}: waybill {1}.",
                "商品已通过 {0} 寄回，运单号 {1}。",
                Fact("carrier"),
                Fact("waybill")
            ),
            TimelineKind.ReturnArrived => new(
                "The goods that were sent back have arrived ({0}).",
                "退回的商品已送达商家（{0}）。",
                Fact("rma")
            ),
            TimelineKind.ReturnDeclined => new("The return could not be accepted ({0}).", "退货未获通过（{0}）。", Fact("rma")),
            TimelineKind.ReturnExchange => new(
                "The return was accepted: the goods are exchanged ({0}).",
                "退货已通过，将为您换货（{0}）。",
                Fact("rma")
            ),
            TimelineKind.ReturnGranted => new("A return was granted: {0}.", "退货已受理：{0}。", Fact("case")),
            TimelineKind.ReturnInTransit => new("The goods are on their way back ({0}).", "退回的商品运输中（{0}）。", Fact("rma")),
            TimelineKind.ReturnLapsed => new(
                "The return lapsed: nothing arrived in time ({0}).",
                "未在期限内收到退货，退货已失效（{0}）。",
                Fact("rma")
            ),
            TimelineKind.ReturnRefund => new("The return was accepted: {0} will be refunded.", "退货已通过，将退款 {0}。", Fact("amount")),
            TimelineKind.ReturnReminded => new("A reminder to send the goods back was sent.", "已发送退货提醒。"),
            TimelineKind.ReturnSentBack => new(
                "Goods that cannot be taken back go back to you ({0}).",
                "不符合退货条件的商品将寄回给您（{0}）。",
                Fact("rma")
            ),
            TimelineKind.ReturnRefused => new("The return could not be accepted: {0}", "退货申请未被受理：{0}", Reasons(Fact("reason"))),
            TimelineKind.RequestRefused => new("The request could not be taken: {0}", "服务请求未被受理：{0}", Reasons(Fact("reason"))),
            TimelineKind.StockDecisionRefused => new("The choice could not be taken: {0}", "选择未被受理：{0}", Reasons(Fact("reason"))),
            TimelineKind.Cancelled => new("The order was cancelled: {0}", "订单已取消：{0}", Reasons(Fact("reasons"))),
            TimelineKind.RefundSent => new("{0} is being refunded.", "正在退款 {0}。", Fact("amount")),
            TimelineKind.RefundInKind => new(
                "{0} was paid in crypto and goes back to an address that you tell us.",
                "{0} 以加密货币支付，将退至您提供的地址。",
                Fact("amount")
            ),
            TimelineKind.RefundByHand => new("{0} is being refunded by hand.", "{0} 正在由人工退还。", Fact("amount")),
            TimelineKind.RefundByBank => new(
                "{0} was taken back by the bank and counts as refunded.",
                "{0} 已由银行收回，视为已退款。",
                Fact("amount")
            ),
            TimelineKind.RefundSettled => new("The refund of {0} has arrived.", "退款 {0} 已到账。", Fact("amount")),
            TimelineKind.ReviewDecisionRefused => new(
                "A decision of the review came too late: {0}",
                "审核决定未被采纳：{0}",
                Reasons(Fact("reason"))
            ),
            TimelineKind.RefundDecisionRefused => new(
                "There is no such refund to decide on: {0}",
                "没有需要处理的退款：{0}",
                Reasons(Fact("reason"))
            ),
            TimelineKind.PaymentDisputed => new("The bank disputes the payment of {0}.", "银行对 {0} 的付款提出争议。", Fact("amount")),
            TimelineKind.OrderHeld => new("The order is held until the dispute is cleared up.", "订单已暂停处理，等待付款争议解决。"),
            TimelineKind.OrderReleased => new("The order goes on.", "订单已恢复处理。"),
            TimelineKind.HoldDecisionRefused => new(
                "There was nothing to release: {0}",
                "没有需要恢复的订单：{0}",
                Reasons(Fact("reason"))
            ),
            TimelineKind.DisputeWon => new(
                "The dispute over {0} was decided for the shop.",
                "{0} 的付款争议已裁定商家胜诉。",
                Fact("amount")
            ),
            TimelineKind.DisputeLost => new("The dispute over {0} was decided for you.", "{0} 的付款争议已裁定您胜诉。", Fact("amount")),
            TimelineKind.Refunded => new("The order was refunded: {0}.", "订单已退款：{0}。", Fact("amount")),
            TimelineKind.LatePaymentRefunded => new(
                "{0} came after the order had ended and goes back.",
                "{0} 在订单结束后到账，将退回给您。",
                Fact("amount")
            ),
            TimelineKind.Failed => new("The order could not be carried out; the shop takes care of it.", "订单处理失败，商家正在处理。"),
            TimelineKind.ScanLabelCreated => Scan("The carrier knows of the parcel", "承运商已收到订单信息", Fact("place")),
            TimelineKind.ScanPickedUp => Scan("The carrier picked the parcel up", "承运商已取件", Fact("place")),
            TimelineKind.ScanInTransit => Scan("The parcel is on its way", "包裹运输中", Fact("place")),
            TimelineKind.ScanCustoms => Scan("The parcel is with customs", "包裹清关中", Fact("place")),
            TimelineKind.ScanOutForDelivery => Scan("The parcel is out for delivery", "包裹派送中", Fact("place")),
            TimelineKind.ScanAttemptFailed => Scan("A delivery attempt failed", "派送未成功", Fact("place")),
            TimelineKind.ScanAvailableForPickup => Scan("The parcel waits to be collected", "包裹待领取", Fact("place")),
            TimelineKind.ScanException => Scan("The carrier reports a problem with the parcel", "包裹运输异常", Fact("place")),
            TimelineKind.ScanReturning => Scan("The parcel is on its way back", "包裹退回中", Fact("place")),
            TimelineKind.ScanReturned => Scan("The parcel came back", "包裹已退回", Fact("place")),
            TimelineKind.ScanDelivered => Scan("The parcel was delivered", "包裹已送达", Fact("place")),
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.Kind, "A kind without words."),
        };
        return text.In(locale);
    }

    // HW-PRO=refund,HW-LITE=wait
    private static string Choices(string choices, string locale, Func<string, string> nameOf) =>
        string.Join(
            ", ",
            choices
                .Split(',')
                .Select(choice => choice.Split('=') is [var sku, var name] ? $"{nameOf(sku)}: {Choice(name).In(locale)}" : choice)
        );

    private static LocalizedText Choice(string name) =>
        name switch
        {
            "refund" => new("refund", "退款"),
            "substitute" => new("substitute", "替代品"),
            "split" => new("ship the rest later", "分批发货"),
            "wait" => new("wait", "等待到货"),
            _ => new(name, name),
        };

    // The day as it was promised: that of the place whose calendar counted it.
    private static string Day(string moment, string locale) =>
        DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var day)
            ? day.ToString(new LocalizedText("d MMMM yyyy", "yyyy'年'M'月'd'日'").In(locale), CultureInfo.InvariantCulture)
            : moment;

    private static Words Scan(string en, string zh, string place) =>
        place.Length == 0 ? new Words($"{en}.", $"{zh}。") : new Words(en + ": {0}.", zh + "：{0}。", place);

    private readonly record struct Words(string En, string Zh, params string[] Facts)
    {
        public string In(string locale)
        {
            var text = new LocalizedText(En, Zh).In(locale);
            for (var i = 0; i < (Facts?.Length ?? 0); i++)
                text = text.Replace($"{{{i}}}", Facts![i], StringComparison.Ordinal);
            return text;
        }
    }
}
