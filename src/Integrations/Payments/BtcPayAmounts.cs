using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Orders.Functions.Integrations.Payments;

/// <summary>Money as BTCPay counts it: decimals, and coins at the rate of their invoice.</summary>
internal static class BtcPayAmounts
{
    /// <summary>A satoshi: a hundred-millionth of a bitcoin. Of coins with fewer decimals it is worth next to nothing.</summary>
    private const decimal SmallestCoin = 0.00000001m;

    /// <exception cref="PaymentRefusedException">It is of no currency.</exception>
    public static decimal Of(Money money) => new decimal(money.Amount) / Unit(money.Currency);

    /// <summary>What came for an invoice, each with what it is worth in the invoice's currency, in the order in which it came.</summary>
    /// <remarks>
    /// What came so far is rounded, and not each of it: the parts of what was paid in full add up to all of it. BTCPay rounds the coins
    /// that are due up: they are worth the amount, and less than the coin's smallest unit on top.
    /// </remarks>
    public static IReadOnlyList<CoinsReceived> Received(BtcPayInvoice invoice, IReadOnlyList<BtcPayMethod> methods)
    {
        var came =
            from method in methods
            from payment in method.Payments ?? []
            where payment.Status is "Processing" or "Settled"
            orderby payment.ReceivedDate, payment.Id
            select (method, payment);
        List<CoinsReceived> received = [];
        var (unit, sum, told) = (Unit(invoice.Currency), 0m, 0L);
        foreach (var (method, payment) in came)
        {
            sum += (payment.Value - payment.Fee) * method.Rate;
            var isExact = sum >= invoice.Amount && sum - invoice.Amount < method.Rate * SmallestCoin;
            var sofar = (long)Math.Round((isExact ? invoice.Amount : sum) * unit, MidpointRounding.AwayFromZero);
            received.Add(new(payment.Id, method.PaymentMethodId, new Money(sofar - told, invoice.Currency), payment.Status == "Settled"));
            told = sofar;
        }

        return received;
    }

    /// <summary>The sum of some of it.</summary>
    public static Money Sum(this IEnumerable<CoinsReceived> coins, string currency) =>
        coins.Aggregate(Money.Zero(currency), (sum, one) => sum + one.Worth);

    private static decimal Unit(string currency) =>
        Currencies.DecimalsOf(currency) switch
        {
            0 => 1,
            1 => 10,
            2 => 100,
            3 => 1_000,
            4 => 10_000,
            _ => throw new PaymentRefusedException($"{currency} is no currency."),
        };
}

/// <summary>Coins of one transaction that came for an invoice.</summary>
/// <param name="Id">BTCPay's id of the payment.</param>
/// <param name="Method">As BTCPay calls it: <c>BTC-CHAIN</c>.</param>
/// <param name="IsSettled">They are as deep as the store wants them to be.</param>
public sealed record CoinsReceived(string Id, string Method, Money Worth, bool IsSettled);
