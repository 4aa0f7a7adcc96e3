using System.Globalization;
using Orders.Functions.Orders;

namespace Orders.Functions.Mail;

/// <summary>The facts that a <see cref="MailOccasion"/> may carry, by name.</summary>
public static class MailFacts
{
    /// <summary>The money that the mail is about: what was paid back, for <see cref="MailKind.Refunded"/> and <see cref="MailKind.Cancelled"/>. As <see cref="Write"/> writes it.</summary>
    public const string Amount = "amount";

    /// <summary>A reason code, or several with commas, for <see cref="MailKind.Refunded"/>.</summary>
    public const string Reason = "reason";

    /// <summary>The occasion of the mails about a parcel.</summary>
    public static string Parcel(int number) => FormattableString.Invariant($"parcel-{number}");

    /// <summary>The parcel that an occasion is about; null if it is about none.</summary>
    public static int? ParcelOf(string occasion) =>
        occasion.StartsWith("parcel-", StringComparison.Ordinal) && int.TryParse(occasion.AsSpan("parcel-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Minor units and currency: <c>15900 USD</c>.</summary>
    public static string Write(Money money) => FormattableString.Invariant($"{money.Amount} {money.Currency}");

    /// <exception cref="FormatException">Not what <see cref="Write"/> wrote.</exception>
    public static Money ReadMoney(string text) =>
        text.Split(' ') is [var amount, { Length: 3 } currency] && long.TryParse(amount, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minor)
            ? new Money(minor, currency)
            : throw new FormatException($"'{text}' is not an amount of money.");
}
