using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Status;

/// <summary>Puts reason codes into words: for mails, the order view, the timeline.</summary>
public static class ReasonTexts
{
    /// <summary>The sentence for a reason.</summary>
    /// <param name="names">Of the products that reasons are about; null: they are called by their SKU.</param>
    public static string For(Reason reason, string locale, ProductNames? names = null) =>
        Text(reason.Code, reason.Subject is { } sku ? (names ?? ProductNames.None).In(sku, locale) : "").In(locale);

    /// <summary>The sentences for several.</summary>
    public static string All(Reasons reasons, string locale, ProductNames? names = null) =>
        string.Join(' ', reasons.All.Select(reason => For(reason, locale, names)));

    private static LocalizedText Text(ReasonCode code, string subject) =>
        code switch
        {
            ReasonCode.IdentityNotVerified => new("Your identity is not verified.", "您的身份未验证。"),
            ReasonCode.AddressRecipient => new("The address has no name of a recipient.", "地址缺少收件人姓名。"),
            ReasonCode.AddressRegion => new("The address has no state, province or prefecture.", "地址缺少省、州或都道府县。"),
            ReasonCode.AddressCity => new("The address has no city.", "地址缺少城市。"),
            ReasonCode.AddressLine1 => new("The address has no street.", "地址缺少街道信息。"),
            ReasonCode.AddressPostalCode => new("The postal code does not exist in that country.", "邮政编码不符合该国家或地区的格式。"),
            ReasonCode.PhoneRecipient => new("The recipient's phone number is not valid.", "收件人电话号码无效。"),
            ReasonCode.PhoneCustomer => new("Your phone number is not valid.", "您的电话号码无效。"),
            ReasonCode.NotSold => new($"{subject} is no longer sold.", $"商品 {subject} 已停售。"),
            ReasonCode.CountryForbidden => new($"{subject} may not be sent to that country.", $"商品 {subject} 不能寄往该国家或地区。"),
            ReasonCode.TooHeavy => new(
                "The goods are too heavy or too large for this class there.",
                "该配送方式不承运如此重或大的商品至该地区。"
            ),
            ReasonCode.NoCarrier => new(
                "No carrier takes these goods there in this class.",
                "该配送方式没有承运商可将这些商品寄往该地区。"
            ),
            ReasonCode.QuantityLimit => new($"More of {subject} than one order may hold.", $"商品 {subject} 超过单笔订单限购数量。"),
            ReasonCode.DuplicateOrder => new("The same order was placed a short while before.", "短时间内已有一笔相同的订单。"),
            ReasonCode.ReviewRefused => new("The order could not be accepted.", "该订单未能通过审核。"),
            ReasonCode.ReviewTimeout => new("The order could not be accepted in time.", "该订单未能在规定时间内通过审核。"),
            ReasonCode.DeliveryIdReused => new(
                "This delivery was received before with another quantity.",
                "该入库单号已用于不同数量的入库。"
            ),
            ReasonCode.NotHeld => new("The order is not held.", "该订单未被暂停。"),
            ReasonCode.PaymentDisputed => new("The payment was taken back by your bank.", "付款已被您的银行收回。"),
            ReasonCode.NotInReview => new("Nobody has to decide on this order now.", "该订单目前无需人工审核。"),
            ReasonCode.NoStockQuestion => new("There is nothing to choose now.", "目前没有需要选择的事项。"),
            ReasonCode.TooEarly => new("It is too early for that.", "现在还不能进行此操作。"),
            ReasonCode.ReplacementOutOfStock => new("The replacement is out of stock.", "用于更换的商品已无库存。"),
            ReasonCode.NoSuchRefund => new("There is no open refund of that name.", "没有该项待处理的退款。"),
            ReasonCode.NoRefundInKind => new("No refund waits for an address.", "目前没有需要提供地址的退款。"),
            ReasonCode.PaymentTimeout => new("The payment did not arrive in time.", "未在规定时间内付款。"),
            ReasonCode.PaymentLate => new("The payment came after the order had been cancelled.", "付款在订单取消后才到账。"),
            ReasonCode.Overpaid => new("More was paid than was due.", "支付金额超过应付金额。"),
            ReasonCode.DisputeWon => new(
                "Your bank's dispute was decided for us, so the refund now comes from us.",
                "您银行提出的付款争议已裁定我方胜诉，因此退款改由我们支付。"
            ),
            ReasonCode.OutOfStock => new($"{subject} is out of stock.", $"商品 {subject} 缺货。"),
            ReasonCode.ContactErased => new("The customer's data was erased.", "客户资料已删除。"),
            ReasonCode.CustomerRequest => new("You asked for it.", "您要求取消。"),
            ReasonCode.CarrierRefused => new("No carrier could take the parcel.", "没有承运商可以承运该包裹。"),
            ReasonCode.ParcelLost => new("The parcel was lost.", "包裹已丢失。"),
            ReasonCode.ParcelDamaged => new("The parcel was damaged.", "包裹已损坏。"),
            ReasonCode.ParcelReturned => new("The parcel came back to the shop.", "包裹已退回商家。"),
            ReasonCode.ClaimBeforePromise => new("The promised delivery date has not passed yet.", "承诺的送达日期尚未过去。"),
            ReasonCode.ClaimDecided => new("The claim has been decided already.", "该理赔申请已有处理结果。"),
            ReasonCode.ClaimDigital => new("Licences cannot be claimed; please ask us.", "数字许可证不支持理赔，请联系我们。"),
            ReasonCode.ClaimNotDelivered => new("The goods have not been delivered yet.", "商品尚未送达。"),
            ReasonCode.ClaimNotShipped => new("The goods are not on their way yet.", "商品尚未发出。"),
            ReasonCode.ClaimInOpenCase => new(
                "These goods are part of another claim or return that is still open.",
                "所申请的商品已有其他理赔或退货申请正在处理中。"
            ),
            ReasonCode.ClaimOpen => new("A claim for the same goods and cause is open already.", "相同商品和原因的理赔申请正在处理中。"),
            ReasonCode.ClaimSettled => new(
                "What was claimed has been refunded or replaced already, or is being sent back.",
                "所申请的商品已退款、已补发或正在退货。"
            ),
            ReasonCode.ClaimWindowOver => new("The time for claims has passed.", "已超过理赔期限。"),
            ReasonCode.FileActiveContent => new(
                "The file holds something that runs or opens other things.",
                "文件包含可执行内容或会打开其他内容。"
            ),
            ReasonCode.FileAnimated => new(
                "The file is a film or an animation; please send still photos.",
                "文件是动图或视频，请上传静态照片。"
            ),
            ReasonCode.FileBroken => new("The file is damaged or incomplete.", "文件已损坏或不完整。"),
            ReasonCode.FileNameHoldsPath => new("The file's name holds a path.", "文件名中包含路径。"),
            ReasonCode.FileTooLarge => new("The file is too large: at most 10 MB each.", "文件过大：每个文件最大 10 MB。"),
            ReasonCode.FileTooMany => new("Too many files: at most 8.", "文件过多：最多 8 个。"),
            ReasonCode.FileTooManyPixels => new(
                "The picture is too large: at most 50 megapixels, and 16,384 pixels a side.",
                "图片尺寸过大：最大 5000 万像素，单边不超过 16384 像素。"
            ),
            ReasonCode.FileTooSlow => new(
                "The picture takes too long to open; please send it in another format.",
                "图片打开耗时过长，请换一种格式上传。"
            ),
            ReasonCode.FileTrailingData => new("The file holds more than the picture.", "文件中含有图片以外的内容。"),
            ReasonCode.FileUnsupportedType => new("The file is not of a kind that can be taken here.", "不支持该文件类型。"),
            ReasonCode.AlreadyReturned => new($"{subject} is returned or refunded already.", $"商品 {subject} 已退回或已退款。"),
            ReasonCode.OrderChangedMeanwhile => new(
                "The order has changed since you saw it: look at it, and ask again.",
                "订单内容已发生变化，请查看后重新提交。"
            ),
            ReasonCode.InOpenCase => new(
                $"{subject} is part of a claim or return that is still open.",
                $"商品 {subject} 的理赔或退货申请仍在处理中。"
            ),
            ReasonCode.ReturnInOpenCase => new(
                "Everything that could be returned is part of a claim or return that is still open.",
                "可退的商品均在处理中的理赔或退货申请内。"
            ),
            ReasonCode.CancelledAfterHandOver => new(
                "The order was cancelled when the carrier had the goods already.",
                "订单在承运商取件后取消。"
            ),
            ReasonCode.LicenceNoExchange => new(
                $"{subject} is a licence: it can be returned, and not exchanged.",
                $"{subject} 为数字许可证，可以退货，不能换货。"
            ),
            ReasonCode.MoreThanDelivered => new($"More of {subject} than was delivered.", $"商品 {subject} 的数量超过已送达的数量。"),
            ReasonCode.NotReturnable => new($"{subject} is not taken back.", $"商品 {subject} 不支持退货。"),
            ReasonCode.RequestAnswered => new("The request has been answered already.", "该服务请求已答复。"),
            ReasonCode.ReturnEnded => new("The return has ended already.", "该退货已结束。"),
            ReasonCode.ReturnNotDelivered => new(
                "There is nothing to return yet: the goods have not been delivered.",
                "商品尚未送达，暂不能退货。"
            ),
            ReasonCode.ReturnNothingLeft => new("Everything has been returned or refunded already.", "所有商品均已退回或退款。"),
            ReasonCode.ReturnNothingToSend => new("Nothing has to be sent for this return.", "该退货无需寄回商品。"),
            ReasonCode.ReturnWindowOver => new("The time for returns has passed.", "已超过退货期限。"),
            ReasonCode.WaybillTaken => new("This waybill belongs to another parcel.", "该运单号属于其他包裹。"),
            ReasonCode.HandedOver => new(
                "The carrier already has the parcel. After delivery it can be returned within the return window.",
                "承运商已取走包裹。收到商品后可在退货期内申请退货。"
            ),
            ReasonCode.CarrierIsAsked => new(
                "The carrier already has the parcel. We ask it to bring the parcel back, and refund what was paid for its goods "
                    + "when it is here; if it cannot, a return opens by itself at delivery.",
                "承运商已取走包裹。我们会请承运商退回，收到并查验后退还货款；如无法退回，包裹送达后将自动开启退货。"
            ),
            ReasonCode.HandedOverReturnPrepared => new(
                "The carrier already has the parcel and cannot bring it back. A return is prepared: it opens by itself when the "
                    + "parcel is delivered, and you need not ask again.",
                "承运商已取走包裹，无法拦截。我们已为您准备好退货：包裹送达后将自动开启，您无需再次申请。"
            ),
            ReasonCode.PartlyHandedOver => new(
                "What had not left, or can be brought back, is cancelled and refunded. The rest is with the carrier or was "
                    + "delivered; for what is still on its way a return opens by itself at delivery.",
                "尚未发出或可以追回的部分已取消并退款。其余部分已交承运商或已送达；仍在途的包裹送达后将自动开启退货。"
            ),
            ReasonCode.Recalled => new(
                "The carrier brings the parcel back; what was paid for its goods is refunded when it is here.",
                "承运商正在退回包裹，收到并查验后退还货款。"
            ),
            ReasonCode.RestIsCancelled => new(
                "What has not left us is cancelled and refunded. What you have stays with you, and can be returned within the return window.",
                "尚未发出的部分将取消并退款；您已收到的商品由您保留，可在退货期内申请退货。"
            ),
            ReasonCode.RefundedBefore => new(
                "This is what is left to refund: the rest of what you paid was refunded before, or is for other goods.",
                "这是目前可退的全部金额：您所付的其余款项此前已退还，或属于其他商品。"
            ),
            ReasonCode.NotBooked => new("The parcel has no waybill yet.", "包裹尚未生成运单。"),
            ReasonCode.NotReturned => new("The parcel has not come back.", "包裹尚未退回。"),
            ReasonCode.ReturnCosts => new(
                "The shipping fee is not refunded, and the way back may cost, because the parcel could not be handed over.",
                "因包裹未能投递，运费不予退还，并可能扣除退回费用。"
            ),
            ReasonCode.NoPickUp => new("The carrier has not picked the parcel up yet.", "承运商尚未取件。"),
            ReasonCode.Late => new("It takes the carrier longer than expected.", "承运商运输时间长于预期。"),
            ReasonCode.Customs => new("The parcel is held by customs.", "包裹正在海关清关。"),
            ReasonCode.DeliveryAttemptFailed => new("The carrier could not deliver the parcel.", "承运商未能成功派送包裹。"),
            ReasonCode.DeliveryRefused => new("The parcel was not accepted at the address.", "收件地址拒收了包裹。"),
            ReasonCode.DeliveryAddress => new("The carrier could not find the address.", "承运商无法找到收件地址。"),
            ReasonCode.DeliveryHeld => new("The parcel is held by the carrier.", "包裹被承运商暂扣。"),
            ReasonCode.DeliveryException => new("The carrier reports a problem with the parcel.", "承运商报告包裹出现问题。"),
            ReasonCode.Delivered => new(
                "The order was delivered. It can be returned within the return window.",
                "订单已送达，可在退货期内申请退货。"
            ),
            ReasonCode.Finished => new("The order has come to its end.", "订单已结束。"),
            ReasonCode.PreparationStarted => new(
                "Preparation has begun: the order can be cancelled as a whole, but not changed any more.",
                "订单已开始备货，只能整单取消，无法修改。"
            ),
            ReasonCode.ChangeAwaitsPayment => new("A difference still waits for its payment.", "尚有差额等待支付。"),
            ReasonCode.ChangeCostsMore => new(
                "That would cost more than before. Please ask for it as a change, and confirm the offer.",
                "此操作会增加费用，请提交修改申请并确认报价。"
            ),
            ReasonCode.ChangeInForce => new("The change is in force already.", "该修改已生效。"),
            ReasonCode.ChangeNeedsReview => new(
                "This change cannot be made here. Please cancel the order and place a new one.",
                "无法进行此修改，请取消订单后重新下单。"
            ),
            ReasonCode.ChangeNotPossible => new("The order cannot be had as asked.", "无法按要求修改订单。"),
            ReasonCode.ChangeUnpaid => new("The difference was not paid in time.", "未在规定时间内支付差额。"),
            ReasonCode.DutiesNotAccepted => new(
                "The import duties and taxes of the change have to be accepted.",
                "请先接受修改后的进口关税和税费。"
            ),
            ReasonCode.NoOffer => new("There is no such offer.", "没有此修改报价。"),
            ReasonCode.OfferDeclined => new("The offer was declined.", "该报价已被放弃。"),
            ReasonCode.OfferExpired => new("The offer has expired.", "该报价已过期。"),
            ReasonCode.OfferOutdated => new("The order has changed since the offer was made.", "报价后订单已发生变化。"),
            ReasonCode.OfferReplaced => new("A later change has taken the place of this offer.", "该报价已被新的修改取代。"),
            ReasonCode.OrderChanged => new("The order was changed and costs less now.", "订单修改后金额减少。"),
            ReasonCode.CancelInProgress => new("The order is being cancelled already.", "订单正在取消中。"),
            ReasonCode.NotShort => new($"{subject} is not out of stock.", $"商品 {subject} 并不缺货。"),
            ReasonCode.NoSubstitute => new($"{subject} cannot take its place.", $"商品 {subject} 不能作为替代品。"),
            ReasonCode.NoChoice => new($"There is no choice for {subject}.", $"未选择商品 {subject} 的处理方式。"),
            ReasonCode.SubstituteCheaper => new($"What comes instead of {subject} costs less.", $"替代 {subject} 的商品价格更低。"),
            ReasonCode.SubstituteOutOfStock => new(
                "The substitute is out of stock too by now. Please choose again.",
                "替代商品也已缺货，请重新选择。"
            ),
            ReasonCode.SubstituteUnpaid => new(
                $"The difference for the substitute of {subject} was not paid in time.",
                $"商品 {subject} 的替代品差价未按时支付。"
            ),
            ReasonCode.WaitUntil => new("The date to wait until is in the past or too far away.", "等待日期已过或过于遥远。"),
            ReasonCode.Damaged => new("The parcel was damaged.", "包裹已损坏。"),
            ReasonCode.KeyReused => new("The key was used for another request.", "该幂等键已用于其他请求。"),
            ReasonCode.Lost => new("The parcel was lost.", "包裹已丢失。"),
            ReasonCode.OpenOrders => new("The customer has open orders.", "该客户有未完成的订单。"),
            ReasonCode.Returned => new("The parcel came back to the shop.", "包裹已退回商家。"),
            ReasonCode.Voided => new("The waybill was voided.", "该运单已作废。"),
            _ => throw new ArgumentOutOfRangeException(nameof(code), code, "A code without words."),
        };
}
