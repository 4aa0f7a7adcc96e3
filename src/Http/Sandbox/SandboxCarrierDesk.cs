using System.Globalization;
using Orders.Functions.Integrations.Sandbox;

namespace Orders.Functions.Http.Sandbox;

/// <summary>Where the sandbox's carrier scans parcels: into its books first, then to its customer's webhook.</summary>
public sealed class SandboxCarrierDesk(SandboxCarrierBooks books, SandboxClient client, TimeProvider clock)
{
    /// <param name="eventId">The same id again is the same scan, posted again as it was.</param>
    /// <returns>
    /// The waybill as it is now, or null if there is none; <c>Accepted</c> is false if it was voided or the webhook's answer was no
    /// success.
    /// </returns>
    /// <exception cref="HttpRequestException">The webhook did not answer.</exception>
    public async Task<(SandboxWaybill? Waybill, bool Accepted)> ScanAsync(
        string waybill,
        string eventId,
        ScanToPost scan,
        CancellationToken cancellation
    )
    {
        var time = scan.Time ?? clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var known = await books.ScanAsync(
            new SandboxScan(eventId, waybill, scan.Status, time, scan.Reason, scan.Place, scan.Text),
            cancellation
        );
        if (known?.Scans.FirstOrDefault(recorded => recorded.EventId == eventId) is not { } recorded)
            return (known, false);

        using var answer = await client.PostAsync("api/webhooks/carriers/sandbox", recorded, idempotencyKey: null, cancellation);
        return (known, answer.IsSuccessStatusCode);
    }
}

/// <param name="Status">A wire name of the normal form: <c>picked_up</c>.</param>
/// <param name="EventId">Made up when absent.</param>
/// <param name="Time">ISO 8601 with an offset; now when absent.</param>
public sealed record ScanToPost(
    string Status,
    string? EventId = null,
    string? Reason = null,
    string? Time = null,
    string? Place = null,
    string? Text = null
);
