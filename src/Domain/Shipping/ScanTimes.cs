using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

/// <summary>
/// Which scans can belong to a parcel by their time. A carrier's clock may be wrong, and several carriers post local times without a zone,
/// which are read as if they were UTC: within the tolerance a time is believed.
/// </summary>
/// <param name="Tolerance">
/// The setting <c>Carriers:TimeTolerance</c>: how long before its waybill was booked, or after it was received, a scan may say that it was
/// made. No zone is further from UTC than 14 hours.
/// </param>
public sealed record ScanTimes(TimeSpan Tolerance)
{
    /// <summary>What is tolerated unless the setting says otherwise.</summary>
    public static readonly TimeSpan DefaultTolerance = TimeSpan.FromHours(14);

    /// <summary>The setting within the section of carriers.</summary>
    public const string Setting = "TimeTolerance";

    private const string Section = "Carriers";

    /// <exception cref="SettingException">The setting is wrong.</exception>
    public static ScanTimes Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section[Setting] is not { Length: > 0 } text)
            return new ScanTimes(DefaultTolerance);
        return WindowText.TryParse(text, WindowForm.Duration, out var window) is { } wrong
            ? throw new SettingException($"The setting {Section}:{Setting} {wrong}.")
            : new ScanTimes(window.Duration!.Value);
    }

    /// <summary>Why a scan cannot belong to its parcel; null if it can.</summary>
    /// <param name="since">When its waybill was booked, or the return was granted that comes by it.</param>
    /// <param name="heardAt">When we were told of it.</param>
    public string? Against(Scan scan, DateTimeOffset since, DateTimeOffset heardAt) =>
        scan.Time < since - Tolerance
            ? FormattableString.Invariant($"time_before_booking: {scan.Status.WireName()} of {scan.Time:O}, booked {since:O}")
        : scan.Time > heardAt + Tolerance
            ? FormattableString.Invariant($"time_in_future: {scan.Status.WireName()} of {scan.Time:O}, received {heardAt:O}")
        : null;
}
