using System.Globalization;
using System.Text;

namespace Fuzz.Wire;

/// <summary>Quotes for a shell.</summary>
internal static class Shell
{
    private const int Longest = 1200;

    public static string Quote(string text) => Quote(Encoding.Latin1.GetBytes(text));

    /// <summary>In single quotes where it can be, else in bash's <c>$'…'</c> with escapes; very long ones are cut.</summary>
    public static string Quote(byte[] bytes)
    {
        var shown = bytes.AsSpan(0, Math.Min(bytes.Length, Longest));
        var cut = bytes.Length > Longest ? string.Create(CultureInfo.InvariantCulture, $" # … {bytes.Length} bytes") : "";
        if (shown.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 && !shown.Contains((byte)'\''))
            return $"'{Encoding.ASCII.GetString(shown)}'{cut}";
        var text = new StringBuilder("$'");
        foreach (var one in shown)
        {
            if (one is >= (byte)' ' and <= (byte)'~' and not ((byte)'\'' or (byte)'\\'))
                text.Append((char)one);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{one:x2}");
        }

        return $"{text}'{cut}";
    }
}
