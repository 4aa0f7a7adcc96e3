using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>The body of the sandbox carrier's webhook.</summary>
/// <param name="Status">A wire name of the normal form: <c>picked_up</c>.</param>
/// <param name="Time">RFC 3339: a date and time with an offset.</param>
public sealed record SandboxScan(
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
    public bool TryReadTime(out DateTimeOffset time) => Timestamps.TryParse(Time, out time);

    /// <summary>The scan as the shop keeps it; what it says in words in one form.</summary>
    internal Scan Read(DateTimeOffset time, ParcelStatus status) =>
        new(EventId, time, status, TextInput.OneLine(Reason), TextInput.OneLine(Place), TextInput.OneLine(Text));
}

/// <summary>What the sandbox's carrier answers when it is asked where a parcel is.</summary>
public sealed record SandboxTrack(IReadOnlyList<SandboxScan> Scans);
