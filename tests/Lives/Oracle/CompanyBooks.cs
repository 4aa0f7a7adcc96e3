using Companies;
using Orders.Functions.Domain.Ordering;

namespace Lives.Oracle;

/// <summary>What the payment provider's books say about one order, in one currency, and what the shop's people sent past it.</summary>
/// <param name="Taken">From the customer.</param>
/// <param name="Refunded">Refunds that the company took over, settled or not, and that did not come back.</param>
/// <param name="ByHand">Transfers that people made in place of refunds.</param>
/// <param name="ByBank">Taken back by the customer's bank, and not won again.</param>
internal sealed record CompanyBooks(Money Taken, Money Refunded, Money ByHand, Money ByBank)
{
    public static CompanyBooks Of(PaymentCompany company, string orderId, string currency) =>
        new(
            Sum(company.Captures.Where(capture => capture.OrderId == orderId).Select(capture => capture.Amount), currency),
            Sum(
                company.Refunds.Values.Where(refund => refund.OrderId == orderId && !refund.Failed).Select(refund => refund.Amount),
                currency
            ),
            Sum(company.Transfers.Where(transfer => transfer.OrderId == orderId).Select(transfer => transfer.Amount), currency),
            Sum(company.Disputes.Where(dispute => dispute.OrderId == orderId && !dispute.IsWon).Select(dispute => dispute.Amount), currency)
        );

    public static Money Sum(IEnumerable<Money> amounts, string currency) =>
        amounts.Where(amount => amount.Currency == currency).Aggregate(Money.Zero(currency), (sum, amount) => sum + amount);

    /// <summary>The currencies in which it had to do with an order.</summary>
    public static IEnumerable<string> Currencies(PaymentCompany company, string orderId) =>
        company
            .Captures.Where(capture => capture.OrderId == orderId)
            .Select(capture => capture.Amount.Currency)
            .Concat(company.Refunds.Values.Where(refund => refund.OrderId == orderId).Select(refund => refund.Amount.Currency))
            .Distinct(StringComparer.Ordinal);
}
