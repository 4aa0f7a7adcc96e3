using System.Text;

namespace Orders.Functions.Documents;

/// <summary>
/// Which way text runs, as far as an address needs it: pieces from right to left among pieces from left to right, one level deep, in a line that takes the direction of its first letter. Of the
/// Unicode bidirectional algorithm there are no embeddings, overrides and isolates.
/// </summary>
internal static class TextDirections
{
    /// <summary>True if it has a letter of Hebrew or Arabic script.</summary>
    public static bool IsRightToLeft(string text) => text.EnumerateRunes().Any(IsRightToLeft);

    /// <summary>The pieces of a line in the order in which they stand from left to right.</summary>
    /// <param name="runs">In the order of reading; each of one direction.</param>
    public static List<(int Font, string Text)> Visual(List<(int Font, string Text)> runs)
    {
        if (!runs.Exists(run => IsRightToLeft(run.Text)))
            return runs;

        // In a line from right to left the pieces stand the other way round; in one from left to right, neighbours from right to left do among themselves.
        if (FirstLetterIsRightToLeft(runs))
            return [.. Enumerable.Reverse(runs)];
        List<(int Font, string Text)> visual = [];
        var turned = 0;
        for (var at = 0; at < runs.Count; at++)
        {
            turned = IsRightToLeft(runs[at].Text) || StandsBetween(runs, at) ? turned + 1 : 0;
            visual.Insert(turned == 0 ? visual.Count : visual.Count - (turned - 1), runs[at]);
        }

        return visual;
    }

    /// <summary>True for spaces and signs between two pieces from right to left.</summary>
    private static bool StandsBetween(List<(int Font, string Text)> runs, int at) =>
        at > 0 && at < runs.Count - 1 && IsRightToLeft(runs[at - 1].Text) && IsRightToLeft(runs[at + 1].Text) && !runs[at].Text.EnumerateRunes().Any(Rune.IsLetterOrDigit);

    private static bool FirstLetterIsRightToLeft(List<(int Font, string Text)> runs)
    {
        var first = runs.SelectMany(run => run.Text.EnumerateRunes()).FirstOrDefault(Rune.IsLetter);
        return IsRightToLeft(first);
    }

    private static bool IsRightToLeft(Rune character) => Rune.IsLetter(character) && character.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF);
}
