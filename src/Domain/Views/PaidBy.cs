using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>By what an order was paid, for its customer.</summary>
internal static class PaidBy
{
    /// <summary>Each way once, as <c>debit card, voucher</c>; null where no payment came, or nobody said how.</summary>
    public static string? In(OrderState state, string locale)
    {
        var methods = state
            .Payments.Where(payment => payment.Status == PaymentStatus.Received)
            .Select(payment => payment.Method)
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(method => Named(method).In(locale))
            .ToList();
        return methods.Count == 0 ? null : string.Join(", ", methods);
    }

    // What a company calls otherwise is told as it calls it.
    private static LocalizedText Named(string method) =>
        method.ToLowerInvariant() switch
        {
            "card" => new("card", "银行卡"),
            "credit" => new("credit card", "信用卡"),
            "debit" => new("debit card", "借记卡"),
            "wallet" => new("wallet", "电子钱包"),
            "transfer" => new("bank transfer", "银行转账"),
            "crypto" => new("crypto", "加密货币"),
            _ => new(CustomerFormat.OneLine(method), CustomerFormat.OneLine(method)),
        };
}
