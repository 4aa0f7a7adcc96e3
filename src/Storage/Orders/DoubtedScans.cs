using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Scans with a time at which their parcel cannot have been scanned, by whichever way we hear of them: they are kept in quarantine with the
/// reason, a person is told, and the parcel stays as it is.
/// </summary>
public sealed class DoubtedScans(Quarantine quarantine, OpsAlerts alerts, WaybillIndex waybills, ScanTimes times, TimeProvider clock)
{
    /// <summary>Tells scans that may be a parcel's from those that cannot; changes nothing.</summary>
    /// <param name="heardAt">When we were told of them.</param>
    public (IReadOnlyList<Scan> Believed, IReadOnlyList<DoubtedScan> Doubted) Judge(
        IReadOnlyList<Scan> scans,
        WaybillOwner owner,
        DateTimeOffset heardAt
    )
    {
        var judged = scans.Select(scan => (Scan: scan, Reason: times.Against(scan, owner.Since, heardAt))).ToList();
        return (
            [.. judged.Where(one => one.Reason is null).Select(one => one.Scan)],
            [.. judged.Where(one => one.Reason is not null).Select(one => new DoubtedScan(one.Scan, one.Reason!))]
        );
    }

    /// <summary>Of the scans that a carrier told when it was asked, those that may be the parcel's; the others are put away, each once.</summary>
    public async Task<IReadOnlyList<Scan>> SiftAsync(
        string carrier,
        string waybill,
        IReadOnlyList<Scan> scans,
        CancellationToken cancellation = default
    )
    {
        if (await waybills.FindAsync(carrier, waybill, cancellation) is not { } owner)
            return scans;
        var (believed, doubted) = Judge(scans, owner, clock.GetUtcNow());
        foreach (var one in doubted)
        {
            if (await alerts.IsRaisedAsync(Key(carrier, waybill, one), cancellation))
                continue;
            var body = JsonSerializer.SerializeToUtf8Bytes(new { Waybill = waybill, one.Scan }, OrderJson.Options);
            await quarantine.AddAsync($"carriers-{carrier}", one.Reason, body, cancellation: cancellation);
            await AlertAsync(carrier, waybill, owner, one, cancellation);
        }

        return believed;
    }

    /// <summary>Calls a person about a scan that is in quarantine; once, however often and by whichever way it is told.</summary>
    public Task AlertAsync(
        string carrier,
        string waybill,
        WaybillOwner owner,
        DoubtedScan doubted,
        CancellationToken cancellation = default
    ) =>
        alerts.RaiseAsync(
            Key(carrier, waybill, doubted),
            AlertKind.ScanDoubted,
            owner.OrderId,
            $"A scan of {owner.Rma ?? FormattableString.Invariant($"parcel {owner.ParcelNumber}")}, waybill {waybill}, is in quarantine: "
                + doubted.Reason,
            cancellation
        );

    private static string Key(string carrier, string waybill, DoubtedScan doubted) =>
        $"scan_doubted:{carrier}:{waybill}:{doubted.Scan.ScanId}";
}

/// <param name="Reason">A code, with what is wrong behind a colon: <c>time_in_future: …</c>.</param>
public sealed record DoubtedScan(Scan Scan, string Reason);
