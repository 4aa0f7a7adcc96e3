using System.Text;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Review;

/// <summary>Whether an order of the same goods, a short while after another of the customer's, is that one placed twice.</summary>
public static class Duplicates
{
    /// <summary>Letters in which two spellings of a street may differ, in hundredths of the longer.</summary>
    private const int SpellingPercent = 40;

    /// <param name="earlier">The contacts of the customer's orders of the same goods that still stand; null: one is no longer known.</param>
    public static DuplicateVerdict Judge(Order order, Contact contact, IEnumerable<Contact?> earlier) =>
        earlier
            .Select(other =>
                other is null ? DuplicateVerdict.Doubtful
                : order.NeedsParcel ? OfParcels(contact.ShipTo, other.ShipTo)
                : OfLicences(contact, other)
            )
            .DefaultIfEmpty()
            .Max();

    // Licences go to the mail address.
    private static DuplicateVerdict OfLicences(Contact one, Contact other) =>
        one.Email.Equals(other.Email, StringComparison.OrdinalIgnoreCase) ? DuplicateVerdict.Certain : DuplicateVerdict.Doubtful;

    private static DuplicateVerdict OfParcels(Address one, Address other)
    {
        var isPlaceKept = Plain(PlaceOf(one)) == Plain(PlaceOf(other));
        if (isPlaceKept && Plain(one.Recipient) == Plain(other.Recipient))
            return DuplicateVerdict.Certain;
        var mayBeOnePerson =
            PersonNames.MayBeOne(one.Recipient, other.Recipient)
            || (PersonNames.AreOfTwoScripts(one.Recipient, other.Recipient) && IsOnePhone(one, other));
        return mayBeOnePerson && (isPlaceKept || MayBeOnePlace(one, other)) ? DuplicateVerdict.Doubtful : DuplicateVerdict.None;
    }

    private static string PlaceOf(Address address) =>
        $"{Destination.Of(address).Place}\n{address.PostalCode}\n{address.Region}\n{address.City}\n{address.Line1}\n{address.Line2}";

    // In one territory, with one postal code or with streets that are spelt alike. The same street in another script has its code at least.
    private static bool MayBeOnePlace(Address one, Address other)
    {
        if (Destination.Of(one).Place != Destination.Of(other).Place)
            return false;
        var (code, otherCode) = (Plain(one.PostalCode), Plain(other.PostalCode));
        return (code.Length > 0 && code == otherCode) || AreAlike(Plain(one.Line1 + one.Line2), Plain(other.Line1 + other.Line2));
    }

    private static bool AreAlike(string one, string other) =>
        one.Contains(other, StringComparison.Ordinal)
        || other.Contains(one, StringComparison.Ordinal)
        || Distance(one, other) * 100 <= Math.Max(one.Length, other.Length) * SpellingPercent;

    private static bool IsOnePhone(Address one, Address other)
    {
        var (digits, others) = (Digits(one.Phone), Digits(other.Phone));

        // With or without the country's code.
        return digits.Length > 0
            && (digits.EndsWith(others, StringComparison.Ordinal) || others.EndsWith(digits, StringComparison.Ordinal));
    }

    private static string Digits(string phone) => new([.. phone.Where(char.IsAsciiDigit).SkipWhile(digit => digit == '0')]);

    /// <summary>However it is spaced, cased, punctuated and encoded.</summary>
    private static string Plain(string? text) =>
        string.Concat(
            (text ?? "")
                .Normalize(NormalizationForm.FormKC)
                .EnumerateRunes()
                .Where(Rune.IsLetterOrDigit)
                .Select(rune => Rune.ToUpperInvariant(rune).ToString())
        );

    /// <summary>How many letters have to be put in, taken out or changed to make one of the other (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var costs = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = costs[0];
            costs[0] = i;
            for (var j = 1; j <= other.Length; j++)
                (diagonal, costs[j]) = (
                    costs[j],
                    Math.Min(Math.Min(costs[j], costs[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1))
                );
        }

        return costs[^1];
    }
}

/// <summary>Whether an order looks like an earlier one placed twice; the graver the later.</summary>
public enum DuplicateVerdict
{
    /// <summary>Other goods, another person, or another place.</summary>
    None,

    /// <summary>The person or the place is written in another way: somebody has to look at it.</summary>
    Doubtful,

    /// <summary>The same goods for the same person at the same address.</summary>
    Certain,
}
