using System.Text.RegularExpressions;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>
/// Why an order is where it is, and what happens next, in both languages. <c>{0}</c> stands for the parcel, <c>{by}</c> for the time at the
/// latest, and <c>[…]</c> is said only if there is one.
/// </summary>
internal sealed partial record StepWords(LocalizedText Why, LocalizedText Text)
{
    public StepWords(string whyEn, string whyZh, string textEn, string textZh)
        : this(new(whyEn, whyZh), new LocalizedText(textEn, textZh)) { }

    /// <summary>What happens next in one language.</summary>
    /// <param name="by">The time at the latest; null if nobody can promise one: what is said of it is left out.</param>
    public string TextIn(string locale, string? by) =>
        TimedPart()
            .Replace(Text.In(locale), part => by is null ? "" : part.Groups["said"].Value.Replace("{by}", by, StringComparison.Ordinal));

    [GeneratedRegex(@"\[(?<said>[^\[\]]*\{by\}[^\[\]]*)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Patterns.Limit)]
    private static partial Regex TimedPart();

    public StepWords About(LocalizedText parcel) =>
        this with
        {
            Why = new(
                Why.En.Replace("{0}", parcel.En, StringComparison.Ordinal),
                Why.Zh.Replace("{0}", parcel.Zh, StringComparison.Ordinal)
            ),
        };
}

/// <summary>The words of <c>next</c>.</summary>
internal static class NextStepTexts
{
    /// <summary>What is said of a step if nothing particular is known of the order.</summary>
    public static StepWords For(NextStepKind kind) =>
        kind switch
        {
            NextStepKind.Review => new(
                "The order was placed.",
                "订单已提交。",
                "We check it; then we ask for the payment.",
                "我们将审核订单，随后通知您付款。"
            ),
            NextStepKind.Payment => new(
                "The order is accepted and waits for its payment.",
                "订单已通过审核，等待付款。",
                "Please pay[ by {by}]; otherwise the order is cancelled.",
                "请[在{by}]付款；逾期订单将自动取消。"
            ),
            NextStepKind.ChangeConfirm => new(
                "You asked for a change that has another price.",
                "您申请了会影响价格的订单变更。",
                "Please confirm the change[ by {by}]; otherwise the order stays as it was.",
                "请[在{by}]确认该变更；逾期未确认，订单将保持不变。"
            ),
            NextStepKind.Stock => new("The order is paid.", "订单已付款。", "We reserve the goods.", "我们正在为您备货。"),
            NextStepKind.StockDecision => new(
                "Goods are out of stock.",
                "商品缺货。",
                "Please choose what to do about them.",
                "请选择处理方式。"
            ),
            NextStepKind.StockArrival => new("Goods are out of stock.", "商品缺货。", "We wait for them.", "我们正在等待到货。"),
            NextStepKind.HandOver => new(
                "The order is paid and its goods are reserved.",
                "订单已付款，商品已备好。",
                "We pack the goods and book the carrier.",
                "我们正在打包并预约承运商。"
            ),
            NextStepKind.PickUp => new(
                "{0} is packed and booked.",
                "{0}已打包并预约承运商。",
                "The carrier picks it up, and delivers it[ by {by}].",
                "承运商将上门取件，并[在{by}]送达。"
            ),
            NextStepKind.Licences => new(
                "The order is paid, and needs no parcel.",
                "订单已付款，无需寄送。",
                "We send the licence keys by email.",
                "我们将通过邮件发送许可证密钥。"
            ),
            NextStepKind.Delivery => new(
                "The carrier has the goods.",
                "商品已交给承运商。",
                "The carrier delivers them.",
                "承运商正在派送。"
            ),
            NextStepKind.Customs => new(
                "{0} is with customs.",
                "{0}正在清关。",
                "When customs release it, the carrier delivers it[, by our promise by {by}]; they may ask you for papers or duties.",
                "海关放行后承运商将为您派送[，承诺在{by}送达]；海关或承运商可能会联系您补充资料或缴纳税费。"
            ),
            NextStepKind.Collection => new(
                "{0} waits for you at the carrier's.",
                "{0}已到达自提点，等待领取。",
                "Please collect it[ by {by}]; otherwise it goes back to us.",
                "请尽快[在{by}]领取；逾期包裹将被退回。"
            ),
            NextStepKind.NewAttempt => new(
                "{0} could not be handed over.",
                "{0}派送未成功。",
                "Please agree on a new delivery with the carrier, or see that somebody is there.",
                "请与承运商约定再次派送，或确保有人签收。"
            ),
            NextStepKind.Inquiry => new(
                "{0} has met with a problem that the carrier reports.",
                "{0}运输异常。",
                "We clear it up with the carrier and tell you what becomes of it.",
                "我们正在与承运商核实，并会告知您处理结果。"
            ),
            NextStepKind.WayBack => new(
                "{0} is on its way back to us.",
                "{0}正在退回。",
                "When it has arrived we look at it, and refund or send again.",
                "退回后我们将检查商品，并为您退款或重新寄送。"
            ),
            NextStepKind.ClaimAnswer => new(
                "You claimed something, and we look into it.",
                "您已提交理赔申请，我们正在处理。",
                "We answer you[ by {by}]; the order stays open until your claim is settled.",
                "我们将[在{by}]答复；处理完成前订单不会关闭。"
            ),
            NextStepKind.RequestAnswer => new(
                "You asked us something.",
                "您已提交售后咨询。",
                "We answer you[ by {by}].",
                "我们将[在{by}]答复。"
            ),
            NextStepKind.ReturnSending => new(
                "We agreed to take goods back.",
                "您的退货申请已通过。",
                "Please send them with the return number[ by {by}]; otherwise the return lapses.",
                "请[在{by}]附上退货编号寄回商品；逾期退货申请将失效。"
            ),
            NextStepKind.ReturnArrival => new(
                "What you send back is on its way to us.",
                "您退回的商品正在途中。",
                "When it has arrived we look at it.",
                "送达后我们将进行检查。"
            ),
            NextStepKind.ReturnInspection => new(
                "What you sent back has arrived.",
                "您退回的商品已送达。",
                "We look at it, and then refund or exchange it.",
                "我们正在检查商品，随后为您退款或换货。"
            ),
            NextStepKind.Close => new(
                "The order was delivered.",
                "订单已送达。",
                "You can tell us if something is wrong, or ask to send goods back, within their windows; the order is closed[ by {by}].",
                "如有问题请在理赔期内联系我们，或在退货期内申请退货；订单将[在{by}]完成。"
            ),
            NextStepKind.Compensation => new(
                "The order is being cancelled.",
                "订单正在取消。",
                "We cancel what was arranged and refund what was paid.",
                "我们正在撤销订单并退还已付款项。"
            ),
            NextStepKind.Refund => new(
                "The order is being cancelled.",
                "订单正在取消。",
                "Your money is on its way back[, and should arrive by {by}]; the order is cancelled when it has arrived.",
                "退款正在途中[，预计在{by}到账]；到账后订单即完成取消。"
            ),
            NextStepKind.OnHold => new(
                "The order is on hold.",
                "订单已暂停处理。",
                "One of us looks at it. A payment or a choice that reaches us meanwhile is taken up when it goes on.",
                "我们的工作人员正在核查。期间收到的付款或选择，将在恢复处理后生效。"
            ),
            NextStepKind.Stopped => new(
                "The order was stopped.",
                "订单已停止处理。",
                "Please do not pay anything for it now. Contact us: answer any of our mails and name your order number.",
                "请勿再为此订单付款。请回复我们的任一邮件并注明订单号，与我们联系。"
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A step without words."),
        };

    public static StepWords ManualReview { get; } =
        new(
            "The order was placed; one of us looks at it before we accept it.",
            "订单已提交，我们的工作人员正在审核。",
            "We tell you[ by {by}] whether we accept it; until you hear from us nothing is to be paid.",
            "我们将[在{by}]告知您审核结果；收到通知前无需付款。"
        );

    public static StepWords ChangePayment { get; } =
        new(
            "You confirmed a change that costs more.",
            "您已确认需补差价的订单变更。",
            "Please pay the difference[ by {by}]; otherwise the order stays as it was.",
            "请[在{by}]支付差价；逾期未付，订单将保持不变。"
        );

    /// <param name="confirmations">Of the payment that has the fewest.</param>
    /// <param name="isAll">False: a part of what is due is still to be paid.</param>
    /// <param name="otherwise">What becomes of the order if nothing more is paid.</param>
    public static StepWords PaymentSeen(Money seen, int confirmations, int needed, bool isAll, LocalizedText otherwise)
    {
        var why = new LocalizedText(
            FormattableString.Invariant($"We have seen your payment of {seen} on the network: {confirmations} of {needed} confirmations."),
            FormattableString.Invariant($"我们已在网络上检测到您的付款 {seen}（{confirmations}/{needed} 次确认）。")
        );
        return new(
            why,
            isAll
                ? new LocalizedText(
                    $"You need not do anything while it is confirmed[ (by {{by}})]; {otherwise.En} What comes later is refunded.",
                    $"您无需任何操作，请[在{{by}}]等待确认；{otherwise.Zh}之后到账的款项将退还给您。"
                )
                : new LocalizedText(
                    $"Please pay what is still missing[ by {{by}}]; {otherwise.En}",
                    $"请[在{{by}}]补足余款；{otherwise.Zh}"
                )
        );
    }

    /// <param name="otherwise">What becomes of the order if nothing more is paid.</param>
    public static StepWords PaymentFailed(Money amount, LocalizedText otherwise) =>
        new(
            new LocalizedText($"The payment of {amount} failed, and no money has reached us.", $"您的付款 {amount} 失败，我们未收到款项。"),
            new LocalizedText($"Please try again[ by {{by}}]; {otherwise.En}", $"请[在{{by}}]重新付款；{otherwise.Zh}")
        );

    /// <param name="paid">Received so far.</param>
    /// <param name="isForSubstitute">What is missing is the difference for goods that come instead of others: the order goes on without them.</param>
    public static StepWords PaymentOfRest(Money paid, Money missing, bool isForSubstitute) =>
        new(
            new LocalizedText(
                $"We have received {paid} of the order; {missing} is still to be paid.",
                $"我们已收到订单款项 {paid}，尚缺 {missing}。"
            ),
            isForSubstitute
                ? new LocalizedText(
                    $"Please pay the {missing}[ by {{by}}]; otherwise we do not send the substitute that it is for.",
                    $"请[在{{by}}]补足 {missing}；逾期未付，相应的替代商品将不寄出。"
                )
                : new LocalizedText(
                    $"Please pay the {missing}[ by {{by}}]; otherwise the order is cancelled, and what you have paid is refunded.",
                    $"请[在{{by}}]补足 {missing}；逾期订单将自动取消，已付款项将退还给您。"
                )
        );

    public static LocalizedText UnpaidIsCancelled { get; } = new("otherwise the order is cancelled.", "逾期订单将自动取消。");

    public static LocalizedText UnpaidStaysAsItWas { get; } = new("otherwise the order stays as it was.", "逾期未付，订单将保持不变。");

    public static StepWords Held { get; } =
        new(
            "Your bank disputes the payment, so we hold the order.",
            "您的银行对付款提出争议，订单已暂停处理。",
            "Nothing is sent until that is cleared up; if you did not mean to dispute it, please tell your bank and us.",
            "争议解决前我们不会发货；如果您无意提出争议，请联系您的银行和我们。"
        );

    public static StepWords TakenBack(Money taken) =>
        new(
            "The order is being cancelled.",
            "订单正在取消。",
            $"We cancel what was arranged. Your bank has taken {taken} back: that is not refunded a second time.",
            $"我们正在撤销订单。您的银行已收回 {taken}，该部分不再重复退款。"
        );

    /// <param name="missing">The lines that are out of stock, in the customer's language.</param>
    /// <param name="isChosen">The customer chose to wait for all of them; else they are asked once the order is paid.</param>
    public static StepWords PaymentForShort(string missing, bool isChosen) =>
        isChosen
            ? new(
                new LocalizedText(
                    $"Goods are out of stock ({missing}), and you chose to wait for them.",
                    $"商品缺货（{missing}），您已选择等待到货。"
                ),
                new LocalizedText(
                    "Please pay[ by {by}]; otherwise the order is cancelled. What is missing is sent when it has come.",
                    "请[在{by}]付款；逾期订单将自动取消。缺货商品到货后发出。"
                )
            )
            : new(
                new LocalizedText($"Goods are out of stock ({missing}).", $"商品缺货（{missing}）。"),
                new LocalizedText(
                    "You need not pay: change or cancel the order, or pay[ by {by}], and choose then what becomes of what is missing.",
                    "您可以修改或取消订单；如选择付款，请[在{by}]付款，之后可再选择缺货商品的处理方式。"
                )
            );

    /// <summary>Each window ends at a time of its own.</summary>
    public static StepWords CloseAfterBoth(string claimBy, string returnBy) =>
        new(
            "The order was delivered.",
            "订单已送达。",
            $"You can tell us if something is wrong until {claimBy}, or ask to send goods back until {returnBy}; then the order is closed.",
            $"如有问题请在{claimBy}联系我们，或在{returnBy}申请退货；之后订单将完成。"
        );

    public static StepWords CloseAfterClaims(string claimBy) =>
        new(
            "The order was delivered.",
            "订单已送达。",
            $"You can still tell us if something is wrong until {claimBy}; the order is closed[ by {{by}}].",
            $"如有问题请在{claimBy}联系我们理赔；订单将[在{{by}}]完成。"
        );

    public static StepWords CloseAfterReturns(string returnBy) =>
        new(
            "The order was delivered.",
            "订单已送达。",
            $"You can still ask to send goods back until {returnBy}; the order is closed[ by {{by}}].",
            $"您仍可在{returnBy}申请退货；订单将[在{{by}}]完成。"
        );

    public static StepWords CloseOnly { get; } =
        new(
            "The order was delivered, and nothing of it is open.",
            "订单已送达，没有待处理的事项。",
            "You need not do anything: the order is closed[ by {by}].",
            "您无需任何操作，订单将[在{by}]自动完成。"
        );

    public static StepWords CryptoRefund { get; } =
        new(
            "The order is being cancelled.",
            "订单正在取消。",
            "We send your crypto back by hand, to the address that you give us by the link in our mail.",
            "我们将人工退回加密货币，请通过邮件中的链接提供收款地址。"
        );

    public static StepWords CryptoRefundToAddress { get; } =
        new(
            "The order is being cancelled.",
            "订单正在取消。",
            "We have your address, and send your crypto back to it by hand. You get a mail when it is on its way.",
            "我们已收到您的收款地址，将人工退回加密货币；转出后会发邮件通知您。"
        );

    public static StepWords RefundToClaim { get; } =
        new(
            "The order is being cancelled.",
            "订单正在取消。",
            "Your refund is ready: open its link, and say which address it should go to.",
            "您的退款已准备就绪，请打开退款链接，填写收款地址。"
        );

    public static StepWords FailedRefund { get; } =
        new(
            "The order is being cancelled.",
            "订单正在取消。",
            "The payment provider could not refund the money; we do it another way.",
            "支付机构未能完成退款，我们将通过其他方式退款。"
        );

    public static StepWords ParcelOnItsWay { get; } =
        new("{0} is on its way.", "{0}正在运输。", "The carrier delivers it[ by {by}].", "承运商将[在{by}]送达。");

    public static StepWords ParcelLate { get; } =
        new(
            "{0} is late.",
            "{0}已晚于承诺日期。",
            "The carrier delivers it; once the promised date has passed you can also claim it as lost.",
            "承运商仍在派送；已过承诺日期，您也可以申请丢失理赔。"
        );

    public static StepWords ParcelRecalled { get; } =
        new(
            "{0} is recalled.",
            "{0}正在召回。",
            "When it has arrived we look at it, and refund what was paid for it.",
            "退回后我们将检查商品并为您退款。"
        );

    public static StepWords ParcelCameBack { get; } =
        new(
            "{0} has come back to us.",
            "{0}已退回商家。",
            "We open and inspect it, and then refund or send again.",
            "我们正在拆包检查，随后为您退款或重新寄送。"
        );

    public static LocalizedText PartIsPacked { get; } =
        new("What is there is sent first; the rest follows.", "有货的部分先行寄出，其余随后寄出。");

    public static LocalizedText PartWasSent { get; } = new("What was there has been sent.", "有货的部分已寄出。");

    /// <param name="parcels">The numbers of those that have arrived.</param>
    public static LocalizedText PartArrived(IReadOnlyList<int> parcels)
    {
        var numbers = string.Join(", ", parcels);
        return parcels.Count == 1
            ? new($"Parcel {numbers} has arrived.", $"包裹 {numbers} 已送达。")
            : new($"Parcels {numbers} have arrived.", $"包裹 {string.Join("、", parcels)} 已送达。");
    }

    /// <param name="missing">What is still to come, in the customer's language.</param>
    public static StepWords RestFollows(LocalizedText arrived, string missing) =>
        new(
            new($"{arrived.En} Still to come: {missing}.", $"{arrived.Zh}尚待寄出：{missing}。"),
            new(
                "We send the rest as soon as it is in stock; if it does not come in time[ (by {by})], we refund it.",
                "其余商品到货后立即寄出[，期限为{by}]；逾期未到货将退款。"
            )
        );

    /// <param name="missing">The lines that are out of stock, in the customer's language.</param>
    public static StepWords Short(NextStepKind kind, string missing, ShortOutcome outcome)
    {
        var why =
            outcome == ShortOutcome.NothingIsPaid
                ? new LocalizedText(
                    $"Goods are out of stock ({missing}). We have not asked for money yet.",
                    $"商品缺货（{missing}）。您尚未付款。"
                )
            : outcome == ShortOutcome.NothingIsReserved
                ? new LocalizedText(
                    $"Goods are out of stock ({missing}). Your payment has come, and nothing is reserved yet.",
                    $"商品缺货（{missing}）。您的付款已到账，尚未预留商品。"
                )
            : outcome == ShortOutcome.NothingIsThere ? new LocalizedText($"Goods are out of stock ({missing}).", $"商品缺货（{missing}）。")
            : new LocalizedText(
                $"Goods are out of stock ({missing}). What is there is reserved for you.",
                $"部分商品缺货（{missing}），有货的部分已为您预留。"
            );
        var end =
            outcome == ShortOutcome.NothingIsPaid ? new LocalizedText("the order is cancelled.", "订单将取消。")
            : outcome == ShortOutcome.MissingIsRefunded ? new LocalizedText("we refund what is missing.", "缺货部分将退款。")
            : new LocalizedText("the order is cancelled, and what you paid is refunded.", "订单将取消并退还已付款项。");
        return new(
            why,
            kind == NextStepKind.StockDecision
                ? new LocalizedText(
                    $"Please choose what to do about them[ by {{by}}]. Without an answer, {end.En}",
                    $"请[在{{by}}]选择处理方式；逾期未答复，{end.Zh}"
                )
                : new LocalizedText(
                    $"We wait for them[ until {{by}}]. If they do not come in time, {end.En}",
                    $"我们正在等待到货[，期限为{{by}}]；逾期未到货，{end.Zh}"
                )
        );
    }
}

/// <summary>How an order stands that has goods out of stock, and what becomes of it if nothing is chosen and nothing comes.</summary>
internal enum ShortOutcome
{
    /// <summary>It is cancelled.</summary>
    NothingIsThere,

    /// <summary>It is asked about before money is: it is cancelled, and there is nothing to refund.</summary>
    NothingIsPaid,

    /// <summary>It is asked about before money is, and money came all the same: it is cancelled, and what was paid is refunded.</summary>
    NothingIsReserved,

    /// <summary>Goods are reserved, and the order is cancelled all the same.</summary>
    AllOrNothing,
    MissingIsRefunded,
}
