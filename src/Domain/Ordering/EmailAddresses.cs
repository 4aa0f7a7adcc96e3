using System.Globalization;
using System.Text;

namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// E-mail addresses as the world has them: also those of Japanese carriers with dots where RFC 5322 has none
/// (<c>try..this.@docomo.ne.jp</c>), and those of international domains.
/// </summary>
public static class EmailAddresses
{
    /// <summary>Of an address, in characters: RFC 5321, 4.5.3.1.3.</summary>
    public const int Longest = 254;

    // RFC 5321, 4.5.3.1.1, in bytes; RFC 1035, 2.3.4.
    private const int LongestLocalPart = 64;
    private const int LongestDomain = 253;

    // RFC 5322, 3.2.3: what may stand in an atom beside letters and digits.
    private const string AtomMarks = "!#$%&'*+-/=?^_`{|}~";
    private const string Wrong = "Should be an email address.";

    private static readonly IdnMapping _domains = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// An address in its one form: NFC, the domain in the small letters of DNS (punycode), the local part without quotes and as it is cased.
    /// </summary>
    /// <returns>What is wrong with it; null if it can be written to.</returns>
    public static string? TryRead(string typed, out string address)
    {
        if (TextInput.TryRead(typed, TextKind.Code, out address) is { } complaint)
            return complaint;
        var at = address.LastIndexOf('@');
        if (at < 0)
            return Wrong;
        var (local, domain) = (Unquoted(address[..at]), Domain(address[(at + 1)..]));
        if (!IsLocalPart(local) || domain is null)
            return Wrong;
        address = $"{local}@{domain}";
        return TextInput.Length(address) > Longest ? $"Is longer than {Longest} characters." : null;
    }

    /// <summary>As it stands in the head of a mail: with quotes around a local part that is no dot-atom (RFC 5322, 3.4.1).</summary>
    public static string ForMail(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && address[..at].Split('.').Contains("", StringComparer.Ordinal) ? $"\"{address[..at]}\"{address[at..]}" : address;
    }

    /// <summary>Equal for addresses that reach one mailbox, however they are typed, cased and encoded.</summary>
    public static string SearchForm(string typed) =>
        (TryRead(typed, out var address) is null ? address : TextInput.OneLine(typed) ?? "").ToUpperInvariant();

    /// <summary>A domain as DNS has it: <c>bücher.example</c> is <c>xn--bcher-kva.example</c>.</summary>
    /// <returns>Null if it is none, or names no host below a top-level domain.</returns>
    public static string? Domain(string typed)
    {
        // The dots that IDNA knows beside the full stop; one at the end is the root's.
        var dotted = typed.Replace('。', '.').Replace('．', '.').Replace('｡', '.');
        if (dotted.EndsWith('.'))
            dotted = dotted[..^1];
        try
        {
            var ascii = Recoded(_domains.GetAscii(dotted).ToLowerInvariant());
            return ascii.Length <= LongestDomain && ascii.Split('.') is { Length: > 1 } labels && !labels[^1].All(char.IsAsciiDigit)
                ? ascii
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // A name that came in punycode may be written in it in more ways than one.
    private static string Recoded(string ascii)
    {
        try
        {
            return _domains.GetAscii(_domains.GetUnicode(ascii)).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return ascii;
        }
    }

    private static string Unquoted(string local) => local is ['"', .. var quoted, '"'] ? quoted : local;

    private static bool IsLocalPart(string local) =>
        Encoding.UTF8.GetByteCount(local) <= LongestLocalPart
        && local.AsSpan().ContainsAnyExcept('.')
        && local.EnumerateRunes().All(rune => rune.IsAscii ? IsAtomCharacter((char)rune.Value) : !Rune.IsWhiteSpace(rune));

    private static bool IsAtomCharacter(char c) =>
        c == '.' || char.IsAsciiLetterOrDigit(c) || AtomMarks.Contains(c, StringComparison.Ordinal);
}
