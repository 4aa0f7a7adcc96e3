using System.Globalization;
using System.Text;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Review;

/// <summary>
/// Signs that somebody typed anything into a form: keys side by side, one letter over and over, a name of one letter. A person can tell;
/// no order passes or is refused by them.
/// </summary>
public static class AddressDoubts
{
    public const string City = "doubtful_city";
    public const string CustomerName = "doubtful_customer_name";
    public const string Recipient = "doubtful_recipient";
    public const string Street = "doubtful_street";

    /// <summary>Letters of a row of keys before it is no accident: <c>were</c> and <c>pop</c> are words.</summary>
    private const int ShortestRun = 4;

    // Rows of the Latin layouts: QWERTY, QWERTZ, AZERTY; each read both ways.
    private static readonly string[] _rows =
    [
        .. new[] { "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn" }.SelectMany(row =>
            (string[])[row, new string([.. row.Reverse()])]
        ),
    ];

    /// <summary>The names of the doubts; none: it looks like a name, and like a place.</summary>
    /// <param name="contact">The place counts only where a parcel goes.</param>
    public static IReadOnlyList<string> Of(Contact contact, ParcelNeed parcel)
    {
        List<string> doubts = [];
        if (IsDoubtfulName(contact.Name))
            doubts.Add(CustomerName);
        if (parcel == ParcelNeed.None)
            return doubts;
        var place = contact.ShipTo;
        if (IsDoubtfulName(place.Recipient))
            doubts.Add(Recipient);
        if (IsDoubtfulStreet(place))
            doubts.Add(Street);
        if (AreTypedAtRandom(Words(place.City)))
            doubts.Add(City);
        return doubts;
    }

    // A family name or a given name of one letter is one; a name that is no more than that is not.
    private static bool IsDoubtfulName(string name)
    {
        var words = Words(name);
        return words is [var only] && Letters(only).Count == 1 || AreTypedAtRandom(words);
    }

    private static bool IsDoubtfulStreet(Address place)
    {
        var words = Words($"{place.Line1} {place.Line2}");
        var hasNumber = place.Line1.EnumerateRunes().Any(Rune.IsNumber);

        // Blocks of Japan have numbers only; elsewhere the street is missing. In Mannheim a letter and a number are an address.
        if (words.Length == 0)
            return place.Country != "JP";
        return words is [var only] && Letters(only).Count == 1 && !hasNumber || AreTypedAtRandom(words);
    }

    private static bool AreTypedAtRandom(string[] words) => words.Length > 0 && words.All(IsTypedAtRandom);

    private static bool IsTypedAtRandom(string word)
    {
        var letters = Letters(word);
        return letters.Count > 2 && letters.Distinct(StringComparer.Ordinal).Count() == 1
            || word.Length >= ShortestRun && Enumerable.Range(3, word.Length - 2).Any(length => IsRun(word, length));
    }

    // asdf; and asdfasdf, asdasd: the same run again, whole or in part.
    private static bool IsRun(string word, int length)
    {
        var run = word[..length];
        return Array.Exists(_rows, row => row.Contains(run, StringComparison.Ordinal))
            && (length >= ShortestRun || word.Length >= 2 * length)
            && word.Select((letter, at) => letter == run[at % length]).All(same => same);
    }

    private static List<string> Letters(string word)
    {
        List<string> letters = [];
        for (var elements = StringInfo.GetTextElementEnumerator(word); elements.MoveNext(); )
            letters.Add(elements.GetTextElement());
        return letters;
    }

    // Of letters with their marks; numbers and punctuation stand between them.
    private static string[] Words(string text) =>
        string.Concat(
                text.EnumerateRunes()
                    .Select(rune => TextInput.IsLetter(rune) || TextInput.IsMark(rune) ? Rune.ToLowerInvariant(rune).ToString() : " ")
            )
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Whether an order is carried to a place.</summary>
public enum ParcelNeed
{
    None,
    Parcel,
}
