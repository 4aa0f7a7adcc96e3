using System.Text;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Review;

/// <summary>Names of people, as far as they tell whether two are one person.</summary>
internal static class PersonNames
{
    /// <summary>
    /// Generously: one common part of the names is enough, in any order and case (a couple, a maiden name beside the new one). A name
    /// without letters is anybody's.
    /// </summary>
    public static bool MayBeOne(string one, string other)
    {
        var (parts, others) = (Parts(one), Parts(other));
        return parts.Count == 0
            || others.Count == 0
            || parts.Overlaps(others)
            || string.Concat(parts).Equals(string.Concat(others), StringComparison.Ordinal);
    }

    /// <summary>True for names that cannot be compared by their letters: one in Latin, one in another script.</summary>
    public static bool AreOfTwoScripts(string one, string other) => IsLatin(one) != IsLatin(other);

    private static bool IsLatin(string name) =>
        name.Where(char.IsLetter).All(letter => letter < '\u0250' || letter is >= '\u1E00' and < '\u1F00');

    private static SortedSet<string> Parts(string name) =>
        new(
            string.Concat(
                    name.EnumerateRunes()
                        .Select(rune => TextInput.IsLetter(rune) || TextInput.IsMark(rune) ? Rune.ToUpperInvariant(rune).ToString() : " ")
                )
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Where(part => part.Length > 1 || !char.IsAscii(part[0])),
            StringComparer.Ordinal
        );
}
