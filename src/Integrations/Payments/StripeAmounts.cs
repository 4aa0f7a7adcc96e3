using System.Collections.Frozen;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Orders.Functions.Integrations.Payments;

/// <summary>
/// Stripe counts money in a smallest unit of its own, which is not ISO 4217's for every currency
/// (https://docs.stripe.com/currencies#zero-decimal, #three-decimal, #special-cases).
/// </summary>
internal static class StripeAmounts
{
    private static readonly FrozenSet<string> _noDecimals = FrozenSet.Create(
        StringComparer.Ordinal,
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "JPY",
        "KMF",
        "KRW",
        "MGA",
        "PYG",
        "RWF",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF"
    );

    private static readonly FrozenSet<string> _threeDecimals = FrozenSet.Create(StringComparer.Ordinal, "BHD", "JOD", "KWD", "OMR", "TND");

    /// <summary>Two decimals in Stripe's unit that have to be zero, since the currency has none.</summary>
    private static readonly FrozenSet<string> _wholeOnly = FrozenSet.Create(StringComparer.Ordinal, "ISK", "UGX");

    /// <summary>The amount in Stripe's unit.</summary>
    /// <exception cref="PaymentRefusedException">Stripe cannot take an amount so fine.</exception>
    public static long Of(Money money) =>
        IsExact(money)
            ? Convert(money)
            : throw new PaymentRefusedException($"Stripe takes no amount of {money.Currency} as fine as {money.Amount}.");

    /// <summary>Whether it is an amount that Stripe can take: none finer than its unit.</summary>
    public static bool IsExact(Money money)
    {
        var (amount, (ours, theirs)) = (Convert(money), Decimals(money.Currency));
        return (theirs >= ours || amount * Power(ours - theirs) == money.Amount) && amount % Step(money.Currency) == 0;
    }

    private static long Convert(Money money)
    {
        var (ours, theirs) = Decimals(money.Currency);
        return theirs >= ours ? money.Amount * Power(theirs - ours) : money.Amount / Power(ours - theirs);
    }

    /// <summary>What an amount in Stripe's unit is worth.</summary>
    /// <param name="currency">As Stripe writes it, in small letters.</param>
    /// <returns>Null: not a currency, or an amount finer than the currency knows.</returns>
    public static Money? Read(long amount, string? currency)
    {
        var code = currency?.ToUpperInvariant() ?? "";
        if (!Currencies.IsKnown(code))
            return null;
        var (ours, theirs) = Decimals(code);
        return ours >= theirs ? new Money(amount * Power(ours - theirs), code)
            : amount % Power(theirs - ours) == 0 ? new Money(amount / Power(theirs - ours), code)
            : null;
    }

    private static (int Ours, int Theirs) Decimals(string currency) =>
        (
            Currencies.DecimalsOf(currency) ?? throw new PaymentRefusedException($"{currency} is no currency."),
            _noDecimals.Contains(currency) ? 0
            : _threeDecimals.Contains(currency) ? 3
            : 2
        );

    /// <summary>Amounts are multiples of this: of a thousandth the last digit is zero.</summary>
    private static long Step(string currency) =>
        _threeDecimals.Contains(currency) ? 10
        : _wholeOnly.Contains(currency) ? 100
        : 1;

    private static long Power(int decimals) =>
        decimals switch
        {
            0 => 1,
            1 => 10,
            2 => 100,
            3 => 1_000,
            _ => 10_000,
        };
}
