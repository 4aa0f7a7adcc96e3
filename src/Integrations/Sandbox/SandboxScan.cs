namespace Orders.Functions.Integrations.Sandbox;

/// <summary>The body of the sandbox carrier's webhook.</summary>
/// <param name="Status">A wire name of the normal form: <c>picked_up</c>.</param>
/// <param name="Time">ISO 8601 with an offset.</param>
public sealed record SandboxScan(
    string EventId,
    string Waybill,
    string Status,
    string Time,
    string? Reason = null,
    string? Place = null,
    string? Text = null
);

/// <summary>What the sandbox's carrier answers when it is asked where a parcel is.</summary>
public sealed record SandboxTrack(IReadOnlyList<SandboxScan> Scans);
