using System.Globalization;

namespace Orders.Functions.Domain.Ordering;

/// <summary>An amount of money.</summary>
/// <param name="Amount">
/// In the currency's minor unit (cents for USD, fils of a thousandth for KWD, whole yen for JPY: <see cref="Currencies"/>); may be negative in
/// sums and differences.
/// </param>
/// <param name="Currency">ISO 4217 code, upper case.</param>
public readonly record struct Money(long Amount, string Currency) : IComparable<Money>
{
    private static readonly decimal[] _powersOfTen = [1, 10, 100, 1_000, 10_000];

    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(string currency) => new(0, currency);

    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The sum does not fit.</exception>
    public static Money operator +(Money left, Money right) => new(checked(left.Amount + right.Amount), Common(left, right));

    /// <inheritdoc cref="op_Addition"/>
    public static Money operator -(Money left, Money right) => new(checked(left.Amount - right.Amount), Common(left, right));

    /// <exception cref="OverflowException">The product does not fit.</exception>
    public static Money operator *(Money price, int quantity) => price with { Amount = checked(price.Amount * quantity) };

    /// <inheritdoc cref="op_Addition"/>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_Addition"/>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_Addition"/>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_Addition"/>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(Money other)
    {
        Common(this, other);
        return Amount.CompareTo(other.Amount);
    }

    /// <summary>The amount in the currency's own unit, with its decimals: 159.5m.</summary>
    /// <exception cref="InvalidOperationException">The currency is not known.</exception>
    public decimal ToDecimal()
    {
        var decimals =
            Currencies.DecimalsOf(Currency) ?? throw new InvalidOperationException($"{Currency} is no currency whose decimals are known.");
        return Amount / _powersOfTen[decimals];
    }

    /// <summary>
    /// For example <c>159.00 USD</c>, <c>5.000 KWD</c>, <c>250000 VND</c>: the number of decimals is the currency's own
    /// (<see cref="Currencies"/>). What is no currency is told in the units that it was given in.
    /// </summary>
    public override string ToString()
    {
        if (Currencies.DecimalsOf(Currency) is not { } decimals)
            return string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency} (minor units)");
        var value = Amount / _powersOfTen[decimals];
        return $"{value.ToString($"F{decimals}", CultureInfo.InvariantCulture)} {Currency}";
    }

    private static string Common(Money left, Money right) =>
        left.Currency == right.Currency
            ? left.Currency
            : throw new InvalidOperationException($"Money of two currencies does not add up: {left.Currency} and {right.Currency}.");
}
