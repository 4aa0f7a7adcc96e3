using System.Globalization;
using System.Text;
using HarfBuzzSharp;

namespace Orders.Functions.Documents;

/// <summary>
/// Which way each character of a paragraph runs: the Unicode bidirectional algorithm (UAX #9) with the implicit levels that an address
/// needs. Of its explicit part, embeddings, overrides and isolates, there is nothing: those characters are dropped at the door, and one
/// that comes nevertheless does not turn anything round.
/// </summary>
internal static class TextDirections
{
    /// <summary>Bidi_Class, as far as the rules tell them apart.</summary>
    private enum Kind
    {
        Left,
        Right,
        ArabicLetter,
        EuropeanNumber,
        ArabicNumber,
        EuropeanSeparator,
        EuropeanTerminator,
        CommonSeparator,
        Mark,
        Ignored,
        Neutral,
    }

    /// <summary>The level of each UTF-16 unit: even from left to right, odd from right to left.</summary>
    /// <param name="text">One paragraph.</param>
    /// <returns>With the paragraph's own level: that of its first letter (P2, P3).</returns>
    public static (byte[] Levels, byte Paragraph) Levels(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var kinds = Array.ConvertAll(runes, KindOf);
        byte paragraph = Array.Find(kinds, kind => kind is Kind.Left or Kind.Right or Kind.ArabicLetter) switch
        {
            Kind.Right or Kind.ArabicLetter => 1,
            _ => 0,
        };
        var levels = new byte[text.Length];
        if (paragraph == 0 && !Array.Exists(kinds, kind => kind is Kind.Right or Kind.ArabicLetter or Kind.ArabicNumber))
            return (levels, paragraph);

        // Characters that are not drawn are passed over, and take the level of what they follow (5.2).
        int[] seen = [.. Enumerable.Range(0, runes.Length).Where(at => kinds[at] != Kind.Ignored)];
        var sequence = Array.ConvertAll(seen, at => kinds[at]);
        var start = paragraph == 1 ? Kind.Right : Kind.Left;
        ResolveWeak(sequence, start);
        ResolveBrackets(Array.ConvertAll(seen, at => runes[at]), sequence, start);
        ResolveNeutral(sequence, start);

        var (unit, next, level) = (0, 0, paragraph);
        for (var at = 0; at < runes.Length; at++)
        {
            if (next < seen.Length && seen[next] == at)
                level = LevelOf(sequence[next++], paragraph);
            levels.AsSpan(unit, runes[at].Utf16SequenceLength).Fill(level);
            unit += runes[at].Utf16SequenceLength;
        }

        return (levels, paragraph);
    }

    /// <summary>
    /// Puts the pieces of a line in the order in which they stand from left to right (L2): from the highest level down to the lowest odd
    /// one, what is at that level or above is turned round.
    /// </summary>
    public static void Reorder<T>(List<T> pieces, Func<T, byte> level)
    {
        if (pieces.Count == 0)
            return;
        for (int turned = pieces.Max(level); turned >= 1; turned--)
        {
            for (var from = 0; from < pieces.Count; from++)
            {
                var to = from;
                while (to < pieces.Count && level(pieces[to]) >= turned)
                    to++;
                pieces.Reverse(from, to - from);
                from = to;
            }
        }
    }

    /// <summary>Rules W1 to W7.</summary>
    private static void ResolveWeak(Kind[] kinds, Kind start)
    {
        for (var at = 0; at < kinds.Length; at++)
        {
            if (kinds[at] == Kind.Mark)
                kinds[at] = at == 0 ? start : kinds[at - 1];
        }

        var strong = start;
        for (var at = 0; at < kinds.Length; at++)
        {
            if (kinds[at] is Kind.Left or Kind.Right or Kind.ArabicLetter)
                strong = kinds[at];
            else if (kinds[at] == Kind.EuropeanNumber && strong == Kind.ArabicLetter)
                kinds[at] = Kind.ArabicNumber;
        }

        for (var at = 0; at < kinds.Length; at++)
        {
            if (kinds[at] == Kind.ArabicLetter)
                kinds[at] = Kind.Right;
        }

        for (var at = 1; at < kinds.Length - 1; at++)
        {
            var (before, after) = (kinds[at - 1], kinds[at + 1]);
            var joins = kinds[at] switch
            {
                Kind.EuropeanSeparator => before == Kind.EuropeanNumber,
                Kind.CommonSeparator => before is Kind.EuropeanNumber or Kind.ArabicNumber,
                _ => false,
            };
            if (joins && before == after)
                kinds[at] = before;
        }

        for (var from = 0; from < kinds.Length; from++)
        {
            if (kinds[from] != Kind.EuropeanTerminator)
                continue;
            var to = from;
            while (to < kinds.Length && kinds[to] == Kind.EuropeanTerminator)
                to++;
            var number = (from > 0 && kinds[from - 1] == Kind.EuropeanNumber) || (to < kinds.Length && kinds[to] == Kind.EuropeanNumber);
            kinds.AsSpan(from, to - from).Fill(number ? Kind.EuropeanNumber : Kind.Neutral);
            from = to - 1;
        }

        strong = start;
        for (var at = 0; at < kinds.Length; at++)
        {
            if (kinds[at] is Kind.EuropeanSeparator or Kind.CommonSeparator)
                kinds[at] = Kind.Neutral;
            else if (kinds[at] is Kind.Left or Kind.Right)
                strong = kinds[at];
            else if (kinds[at] == Kind.EuropeanNumber && strong == Kind.Left)
                kinds[at] = Kind.Left;
        }
    }

    /// <summary>Rule N0: a pair of brackets runs as what is in it, or before it, does.</summary>
    private static void ResolveBrackets(Rune[] runes, Kind[] kinds, Kind embedding)
    {
        List<(int Open, int Close)> pairs = [];
        List<(int At, int Closes)> open = [];
        for (var at = 0; at < runes.Length; at++)
        {
            if (kinds[at] != Kind.Neutral)
                continue;
            var category = Rune.GetUnicodeCategory(runes[at]);
            if (category == UnicodeCategory.OpenPunctuation)
            {
                open.Add((at, (int)UnicodeFunctions.Default.GetMirroring((uint)runes[at].Value)));
            }
            else if (
                category == UnicodeCategory.ClosePunctuation
                && open.FindLastIndex(bracket => bracket.Closes == runes[at].Value) is var match and >= 0
            )
            {
                pairs.Add((open[match].At, at));
                open.RemoveRange(match, open.Count - match);
            }
        }

        foreach (var (from, to) in pairs.Order())
        {
            var inside = kinds[(from + 1)..to].Select(Strong).Where(kind => kind is not null).ToHashSet();
            if (inside.Count == 0)
                continue;
            var before = kinds[..from].Select(Strong).LastOrDefault(kind => kind is not null) ?? embedding;
            kinds[from] = kinds[to] = inside.Contains(embedding) ? embedding : before;
        }
    }

    /// <summary>Rules N1 and N2: neutrals between two that run the same way run so too, others as the paragraph does.</summary>
    private static void ResolveNeutral(Kind[] kinds, Kind embedding)
    {
        for (var from = 0; from < kinds.Length; from++)
        {
            if (kinds[from] != Kind.Neutral)
                continue;
            var to = from;
            while (to < kinds.Length && kinds[to] == Kind.Neutral)
                to++;
            var before = from == 0 ? embedding : Strong(kinds[from - 1]);
            var after = to == kinds.Length ? embedding : Strong(kinds[to]);
            kinds.AsSpan(from, to - from).Fill(before == after ? before!.Value : embedding);
            from = to - 1;
        }
    }

    /// <summary>For rules N0 to N2 a number runs from right to left.</summary>
    private static Kind? Strong(Kind kind) =>
        kind switch
        {
            Kind.Left => Kind.Left,
            Kind.Right or Kind.EuropeanNumber or Kind.ArabicNumber => Kind.Right,
            _ => null,
        };

    /// <summary>Rules I1 and I2.</summary>
    private static byte LevelOf(Kind kind, byte paragraph) =>
        (kind, paragraph) switch
        {
            (Kind.Left, 0) => 0,
            (Kind.Right, _) => 1,
            _ => 2,
        };

    /// <summary>
    /// Bidi_Class from what the runtime and HarfBuzz know of a character: its category, and the direction of its script.
    /// </summary>
    private static Kind KindOf(Rune rune)
    {
        switch (rune.Value)
        {
            case '+' or '-' or 0x207A or 0x207B or 0x208A or 0x208B or 0x2212 or 0xFB29 or 0xFE62 or 0xFE63 or 0xFF0B or 0xFF0D:
                return Kind.EuropeanSeparator;
            case ','
            or '.'
            or '/'
            or ':'
            or 0xA0
            or 0x60C
            or 0x202F
            or 0x2044
            or 0xFE50
            or 0xFE52
            or 0xFE55
            or 0xFF0C
            or 0xFF0E
            or 0xFF0F
            or 0xFF1A:
                return Kind.CommonSeparator;
            case '#'
            or '%'
            or 0xB0
            or 0xB1
            or 0x609
            or 0x60A
            or 0x66A
            or (>= 0x2030 and <= 0x2034)
            or 0x2213
            or 0xFE5F
            or 0xFE6A
            or 0xFF03
            or 0xFF05:
                return Kind.EuropeanTerminator;
            case >= '0'
            and <= '9'
            or 0xB2
            or 0xB3
            or 0xB9
            or (>= 0x6F0 and <= 0x6F9)
            or (>= 0x2070 and <= 0x2089)
            or (>= 0xFF10 and <= 0xFF19):
                return Kind.EuropeanNumber;
            case (>= 0x660 and <= 0x669) or 0x66B or 0x66C or (>= 0x600 and <= 0x605):
                return Kind.ArabicNumber;
            case (>= 0x61B and <= 0x61F) or 0x66D or 0x6D4:
                return Kind.ArabicLetter;
            case 0x200E:
                return Kind.Left;
            case 0x200F:
                return Kind.Right;
            default:
                return KindByCategory(rune);
        }
    }

    private static Kind KindByCategory(Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        switch (category)
        {
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark:
                return Kind.Mark;
            case UnicodeCategory.Format or UnicodeCategory.Control:
                return Kind.Ignored;
            case UnicodeCategory.CurrencySymbol:
                return Kind.EuropeanTerminator;
        }

        var script = UnicodeFunctions.Default.GetScript((uint)rune.Value);
        if (script.HorizontalDirection == Direction.RightToLeft)
            return script == Script.Arabic || script == Script.Syriac || script == Script.Thaana ? Kind.ArabicLetter : Kind.Right;
        return
            Rune.IsLetterOrDigit(rune)
            || category
                is UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.LetterNumber
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned
            || (script != Script.Common && script != Script.Inherited && script != Script.Unknown)
            ? Kind.Left
            : Kind.Neutral;
    }
}
