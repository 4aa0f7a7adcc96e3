using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Orders.Functions.Domain.Ordering;

/// <summary>What a text is for, and so how far it is brought into one form.</summary>
public enum TextKind
{
    /// <summary>
    /// One line in somebody's words: a name, a street, a reason. Letters and punctuation stay as they are written; full-width digits and
    /// Latin letters become the usual ones, half-width kana full-width kana, and a dash between numbers a hyphen.
    /// </summary>
    Line,

    /// <summary>Several lines in somebody's words, with their own spacing.</summary>
    Prose,

    /// <summary>
    /// What is compared and looked up: a phone number, a postal code, an e-mail address, a number on paper. Like <see cref="Line"/>, and
    /// full-width punctuation becomes ASCII, the digits of any script the usual ones, every dash a hyphen.
    /// </summary>
    Code,
}

/// <summary>
/// Brings what people type or paste into one form, the same wherever it comes in: composed (NFC), without characters that nobody sees, one
/// kind of space. What is kept, compared and printed is that form only.
/// </summary>
public static partial class TextInput
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const string HalfPair = "Holds half of a surrogate pair.";
    private const string Control = "Holds a control character.";

    /// <summary>The text in its one form, trimmed; empty if there is nothing to see in it.</summary>
    /// <returns>What is wrong with it; null if it can be taken.</returns>
    public static string? TryRead(string typed, TextKind kind, out string text)
    {
        text = "";
        if (!IsWellFormed(typed))
            return HalfPair;
        text = Form(typed, kind);
        return text.EnumerateRunes().Any(rune => IsControl(rune) && !(kind == TextKind.Prose && rune.Value is '\n' or '\t'))
            ? Control
            : null;
    }

    /// <summary>One line of what a company tells, in its one form: what cannot be shown becomes a space. Null if nothing is left.</summary>
    public static string? OneLine(string? told)
    {
        if (told is null)
            return null;
        var shown = string.Concat(told.EnumerateRunes().Select(rune => IsControl(rune) ? " " : rune.ToString()));
        return Form(shown, TextKind.Line) is { Length: > 0 } text ? text : null;
    }

    /// <summary>How long a text is: in characters, as JSON Schema counts them, and not in the units of UTF-16.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>A text of at most <paramref name="most"/> characters; a longer one is cut, and says so.</summary>
    public static string Cut(string text, int most) =>
        Length(text) <= most ? text : string.Concat(text.EnumerateRunes().Take(most).Select(rune => rune.ToString())) + "…";

    /// <summary>True for a letter of any script; also for one that is newer than this runtime's tables of Chinese characters.</summary>
    public static bool IsLetter(Rune rune) => Rune.IsLetter(rune) || rune.Value is >= 0x20000 and <= 0x3FFFD;

    private static string Form(string typed, TextKind kind)
    {
        var wide = kind == TextKind.Prose ? typed.ReplaceLineEndings("\n") : HalfWidth().Replace(typed, run => Composed(run.Value));
        var text = new StringBuilder(wide.Length);
        var runes = wide.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            var rune = runes[i];
            if (IsSpace(rune))
            {
                if (kind == TextKind.Prose || text.Length == 0 || text[^1] != ' ')
                    text.Append(' ');
            }
            else if (rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner)
            {
                if (Joins(runes, i))
                    text.Append(rune.ToString());
            }
            else if (!IsUnseen(rune, runes, i) && !IsIdleSelector(runes, i, kind))
            {
                text.Append(Folded(rune, kind, text.Length > 0 && char.IsAsciiDigit(text[^1])));
            }
        }

        var folded = text.ToString().Normalize(NormalizationForm.FormC).Trim();
        return kind == TextKind.Line ? DashOfNumbers().Replace(folded, "-") : folded;
    }

    // Compatibility composition of kana and Hangul only: of whole texts it would change what people wrote.
    private static string Composed(string run) => run.Normalize(NormalizationForm.FormKC);

    private static string Folded(Rune rune, TextKind kind, bool afterDigit) =>
        (kind, rune.Value) switch
        {
            (TextKind.Prose, _) => rune.ToString(),
            (_, >= 0xFF10 and <= 0xFF19 or >= 0xFF21 and <= 0xFF3A or >= 0xFF41 and <= 0xFF5A) => ((char)(rune.Value - 0xFEE0)).ToString(),

            // The hyphens that are no other dash.
            (_, 0x2010 or 0x2011) => "-",
            (TextKind.Code, >= 0xFF01 and <= 0xFF5E) => ((char)(rune.Value - 0xFEE0)).ToString(),
            (TextKind.Code, >= 0x2012 and <= 0x2015 or 0x2212 or 0xFE58 or 0xFE63) => "-",

            // The long vowel of kana and the line of a box stand for a dash after a number only.
            (TextKind.Code, 0x30FC or 0x2500) when afterDigit => "-",
            (TextKind.Code, > 0x7F) when Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber => (
                (int)Rune.GetNumericValue(rune)
            ).ToString(CultureInfo.InvariantCulture),
            _ => rune.ToString(),
        };

    // Zs, the separators of lines and paragraphs that are left, and the fillers by which people make a name that looks empty.
    private static bool IsSpace(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x2800 or 0x3164 or 0xFFA0;

    // Marks of direction, joints of words, soft hyphens, byte order marks, tags. What stands in the text with a form of its own, such as
    // the sign of a number in Arabic, is of the same category and stays.
    private static bool IsUnseen(Rune rune, Rune[] runes, int at) =>
        rune.Value
            is 0x00AD
                or 0x061C
                or 0x200B
                or 0x200E
                or 0x200F
                or >= 0x202A
                and <= 0x202E
                or >= 0x2060
                and <= 0x206F
                or 0xFEFF
                or >= 0xFFF9
                and <= 0xFFFB
                or >= 0x1BCA0
                and <= 0x1BCA3
                or >= 0x1D173
                and <= 0x1D17A
        || (rune.Value is >= 0xE0001 and <= 0xE007F && !IsOfFlag(runes, at));

    // Says how an emoji is drawn. Behind anything else, and in what is compared, it only makes two texts differ that look alike.
    private static bool IsIdleSelector(Rune[] runes, int at, TextKind kind) =>
        runes[at].Value is 0xFE0E or 0xFE0F && (kind == TextKind.Code || at == 0 || !IsPartOfEmoji(runes[at - 1]));

    // The flag of England is a black flag with tags.
    private static bool IsOfFlag(Rune[] runes, int at)
    {
        while (at > 0 && runes[at].Value is >= 0xE0020 and <= 0xE007F)
            at--;
        return runes[at].Value == 0x1F3F4;
    }

    /// <summary>
    /// Where scripts need a joiner: in Arabic and Indic words, and between the parts of one emoji. Anywhere else it only makes two texts
    /// differ that look alike.
    /// </summary>
    private static bool Joins(Rune[] runes, int at)
    {
        if (at == 0)
            return false;

        // The marks of a letter may stand in more than one order.
        var letter = at - 1;
        while (letter > 0 && IsMark(runes[letter]) && !IsOfJoiningScript(runes[letter]))
            letter--;
        return IsOfJoiningScript(runes[letter])
            || (
                runes[at].Value == ZeroWidthJoiner
                && (IsPartOfEmoji(runes[at - 1]) || runes[at - 1].Value == 0xFE0F)
                && at + 1 < runes.Length
                && IsPartOfEmoji(runes[at + 1])
            );
    }

    private static bool IsOfJoiningScript(Rune rune) =>
        (IsLetter(rune) || IsMark(rune))
        && rune.Value
            is >= 0x0600
                and <= 0x10FF
                or >= 0x1780
                and <= 0x18AF
                or >= 0x1900
                and <= 0x1CFF
                or >= 0xA840
                and <= 0xA8FF
                or >= 0xA980
                and <= 0xABFF
                or >= 0xFB50
                and <= 0xFDFF
                or >= 0xFE70
                and <= 0xFEFC
                or >= 0x10A00
                and <= 0x11FFF
                or >= 0x1E900
                and <= 0x1E95F;

    private static bool IsPartOfEmoji(Rune rune) =>
        rune.Value > 0x20E3 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;

    /// <summary>True for what is written on, under or beside a letter: an accent, the vowel of an Indic script.</summary>
    public static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;

    // With the code points that are no characters, by Unicode's own word.
    private static bool IsControl(Rune rune) =>
        Rune.IsControl(rune) || (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || ++i == text.Length || !char.IsLowSurrogate(text[i]))
                return false;
        }

        return true;
    }

    // Kana with their marks of sound and their punctuation, and Hangul.
    [GeneratedRegex("[\uFF61-\uFF9F\uFFA1-\uFFDC]+", RegexOptions.CultureInvariant, Patterns.Limit)]
    private static partial Regex HalfWidth();

    [GeneratedRegex(
        "(?<=[0-9])[\u2012-\u2015\u2212\uFE58\uFE63\uFF0D\u30FC\u2500](?=[0-9A-Za-z])|(?<=[A-Za-z])[\u2012-\u2015\u2212\uFE58\uFE63\uFF0D](?=[0-9])",
        RegexOptions.CultureInvariant,
        Patterns.Limit
    )]
    private static partial Regex DashOfNumbers();
}
