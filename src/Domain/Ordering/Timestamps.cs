using System.Globalization;
using System.Text.RegularExpressions;

namespace Orders.Functions.Domain.Ordering;

/// <summary>Moments as others write them: RFC 3339.</summary>
public static partial class Timestamps
{
    /// <summary>
    /// Reads a date and time with its offset: any number of decimals (what is finer than 100 ns is cut off), T and Z of either case, the
    /// seconds or not (ISO 8601), and a leap second, which is the first moment after it.
    /// </summary>
    public static bool TryParse(string text, out DateTimeOffset moment)
    {
        moment = default;
        if (Form().Match(text) is not { Success: true } parts)
            return false;
        var seconds = parts.Groups["seconds"].Value;
        var isLeap = seconds == "60";
        var decimals = parts.Groups["decimals"].Value;
        var plain = string.Concat(
            parts.Groups["day"].Value,
            "T",
            parts.Groups["minute"].Value,
            ":",
            isLeap ? "59"
                : seconds.Length == 0 ? "00"
                : seconds,
            ".",
            isLeap ? "0" : decimals[..Math.Min(decimals.Length, 7)].PadRight(1, '0'),
            parts.Groups["offset"].Value.ToUpperInvariant()
        );
        if (
            !DateTimeOffset.TryParseExact(
                plain,
                "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var read
            )
        )
            return false;

        // They are inserted at the end of a day of UTC only.
        if (isLeap && (read.UtcDateTime.Hour, read.UtcDateTime.Minute) != (23, 59))
            return false;
        if (isLeap && read >= DateTimeOffset.MaxValue.AddSeconds(-1))
            return false;
        moment = isLeap ? read.AddSeconds(1) : read;
        return true;
    }

    // Without an offset the moment would depend on where this process runs.
    [GeneratedRegex(
        @"^(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<minute>[0-9]{2}:[0-9]{2})(:(?<seconds>[0-9]{2})(\.(?<decimals>[0-9]+))?)?(?<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: Patterns.Limit
    )]
    private static partial Regex Form();
}
