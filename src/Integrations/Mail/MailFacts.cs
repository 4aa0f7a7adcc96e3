using System.Globalization;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Mail;

/// <summary>The facts and references that mails understand, by name.</summary>
public static class MailFacts
{
    /// <summary>The money that the mail is about, as text: what was refunded, for a refund.</summary>
    public const string Amount = "amount";

    /// <summary>The part of it that the shop gives beyond what goods cost, as text.</summary>
    public const string Goodwill = "goodwill";

    /// <summary>What the customer's bank took back and has given them already, as text.</summary>
    public const string ByBank = "bank";

    /// <summary>The reference of a transfer that a person made: a transaction's id, for coins.</summary>
    public const string Transfer = "transfer";

    /// <summary>Where the customer says how they want to have a refund.</summary>
    public const string Link = "link";

    /// <summary>What is still to be paid, as text.</summary>
    public const string Missing = "missing";

    /// <summary>A reason code, or several with commas, for a refund.</summary>
    public const string Reason = "reason";

    /// <summary>Where something is: where a parcel can be collected.</summary>
    public const string Place = "place";

    /// <summary>A moment in ISO 8601: until when, or by when.</summary>
    public const string Until = "until";

    /// <summary>The reference of the mails about a parcel.</summary>
    public static string Parcel(int number) => FormattableString.Invariant($"parcel-{number}");

    /// <summary>The parcel that a reference is about (<c>parcel-1</c>, <c>parcel-1/delay-2</c>); null if it is about none.</summary>
    public static int? ParcelOf(string reference)
    {
        if (!reference.StartsWith("parcel-", StringComparison.Ordinal))
            return null;
        var number = reference.AsSpan("parcel-".Length);
        var detail = number.IndexOf('/');
        return int.TryParse(detail < 0 ? number : number[..detail], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : null;
    }

    /// <summary>The id of the case that a reference is about (<c>claim:{id}</c>); null if it is about none.</summary>
    public static string? CaseOf(string reference) =>
        reference.Split(':') is [var kind, var id, ..] && OrderJson.TryParse<CaseKind>(kind, out _) ? id : null;

    /// <summary>True for the refund of money that came after the order's end.</summary>
    public static bool IsLatePayment(string reference) => reference.StartsWith("late:", StringComparison.Ordinal);
}
