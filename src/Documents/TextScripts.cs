using System.Text;
using HarfBuzzSharp;

namespace Orders.Functions.Documents;

/// <summary>
/// Scripts, and which way they run, as far as an address needs it: pieces from right to left among pieces from left to right,
/// one level deep, in a line that takes the direction of its first letter. Of the Unicode bidirectional algorithm there are no
/// embeddings, overrides and isolates.
/// </summary>
internal static class TextScripts
{
    /// <summary>Digits of every script run from left to right.</summary>
    public static bool IsRightToLeft(string text) => ScriptOf(text).HorizontalDirection == Direction.RightToLeft;

    /// <summary>
    /// Whether two pieces, one after the other, can be shaped as one: of one script and direction. Signs go with any script that runs
    /// as they do, from left to right.
    /// </summary>
    public static bool GoTogether(string text, string next)
    {
        var (script, following) = (ScriptOf(text), ScriptOf(next));
        return script == following
            || (!IsRightToLeft(text) && !IsRightToLeft(next) && (script == Script.Common || following == Script.Common));
    }

    /// <summary>The pieces of a line in the order in which they stand from left to right.</summary>
    /// <param name="runs">In the order of reading; each of one direction.</param>
    public static List<(int Font, string Text)> Visual(List<(int Font, string Text)> runs)
    {
        if (!runs.Exists(run => IsRightToLeft(run.Text)))
            return runs;

        // In a line from right to left the pieces stand the other way round; in one from left to right, neighbours from right to
        // left do among themselves.
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
        at > 0
        && at < runs.Count - 1
        && IsRightToLeft(runs[at - 1].Text)
        && IsRightToLeft(runs[at + 1].Text)
        && !runs[at].Text.EnumerateRunes().Any(Rune.IsLetterOrDigit);

    private static bool FirstLetterIsRightToLeft(List<(int Font, string Text)> runs) =>
        runs.Select(run => run.Text).FirstOrDefault(text => text.EnumerateRunes().Any(Rune.IsLetter)) is { } first && IsRightToLeft(first);

    /// <summary>Of the first character that has one; marks, digits and signs belong to all.</summary>
    private static Script ScriptOf(string text)
    {
        foreach (var character in text.EnumerateRunes())
        {
            var script = UnicodeFunctions.Default.GetScript(character.Value);
            if (!Rune.IsDigit(character) && script != Script.Common && script != Script.Inherited && script != Script.Unknown)
                return script;
        }

        return Script.Common;
    }
}
