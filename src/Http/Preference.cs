using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>What a caller prefers (RFC 7240). What cannot be honoured, or read, is ignored.</summary>
internal static partial class Preference
{
    private const double LongestWait = 30;

    /// <summary>How long the caller would wait for the answer; null if they did not say. Said twice, the first counts.</summary>
    public static TimeSpan? Wait(HttpRequest request)
    {
        var wait = One()
            .Matches(string.Join(",", request.Headers["Prefer"].AsEnumerable()))
            .FirstOrDefault(preference => preference.Groups["name"].Value.Equals("wait", StringComparison.OrdinalIgnoreCase));
        return
            wait is not null
            && double.TryParse(wait.Groups["value"].Value.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait))
            : null;
    }

    /// <summary>Says that the wait was honoured.</summary>
    public static void ApplyWait(HttpResponse response, TimeSpan wait) =>
        response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={wait.TotalSeconds}");

    // One after another from the beginning: what stands behind something that cannot be read is not read either.
    [GeneratedRegex(
        """\G[\s,]*(?<name>[^\s,;="]+)(?>\s*=\s*(?<value>[^\s,;="]+|"(?>[^"\\]|\\.)*"))?(?>\s*;(?>[^,"]|"(?>[^"\\]|\\.)*")*)?\s*(,|$)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: Patterns.Limit
    )]
    private static partial Regex One();
}
