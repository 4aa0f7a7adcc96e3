using System.Collections.Frozen;
using Orders.Functions.Orders;

namespace Orders.Functions.Mail;

/// <summary>Reason codes in words, for customers. A code may carry one argument after a colon: <c>out_of_stock:HW-PRO</c>.</summary>
public static class ReasonTexts
{
    private static readonly FrozenDictionary<string, LocalizedText> _texts = new Dictionary<string, LocalizedText>(StringComparer.Ordinal)
    {
        ["customer_request"] = new("You asked us to cancel it.", "您要求取消订单。"),
        ["out_of_stock"] = new("{0} is out of stock.", "{0} 缺货。"),
        ["overpaid"] = new("You paid more than was due.", "您支付的金额超过应付金额。"),
        ["payment_late"] = new("Your payment came after the order had been cancelled.", "您的付款在订单取消后才到账。"),
        ["payment_timeout"] = new("We did not receive your payment in time.", "我们未在期限内收到您的付款。"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The codes that have a text, without their arguments.</summary>
    public static IEnumerable<string> Codes => _texts.Keys;

    /// <param name="nameOf">The product's name, by SKU, in that language.</param>
    public static string In(string reason, string locale, Func<string, string> nameOf)
    {
        var colon = reason.IndexOf(':', StringComparison.Ordinal);
        var code = colon < 0 ? reason : reason[..colon];
        var argument = colon < 0 ? "" : nameOf(reason[(colon + 1)..]);
        return _texts.TryGetValue(code, out var text)
            ? text.In(locale).Replace("{0}", argument, StringComparison.Ordinal)
            : Unknown.In(locale).Replace("{0}", reason, StringComparison.Ordinal);
    }

    /// <summary>Better a code that the customer can quote to us than a mail that is never sent.</summary>
    private static LocalizedText Unknown { get; } = new("A reason that our staff can explain: {0}.", "具体原因请联系客服查询：{0}。");
}
