using System.Globalization;
using System.Text.RegularExpressions;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>The body of the sandbox carrier's webhook.</summary>
/// <param name="Status">A wire name of the normal form: <c>picked_up</c>.</param>
/// <param name="Time">ISO 8601 with an offset.</param>
public sealed partial record SandboxScan(
    string EventId,
    string Waybill,
    string Status,
    string Time,
    string? Reason = null,
    string? Place = null,
    string? Text = null
)
{
    /// <summary>When it happened; false if that is no time with an offset.</summary>
    public bool TryReadTime(out DateTimeOffset time)
    {
        time = default;
        return WithOffset().IsMatch(Time) && DateTimeOffset.TryParse(Time, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    // Without an offset the moment would depend on where this process runs.
    [GeneratedRegex(
        @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex WithOffset();
}

/// <summary>What the sandbox's carrier answers when it is asked where a parcel is.</summary>
public sealed record SandboxTrack(IReadOnlyList<SandboxScan> Scans);
