using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Http.Sandbox;

/// <summary>
/// The books of the sandbox's carrier: one row a waybill, so that each change is one write. They owe nothing to our own stores, and tests
/// trust them.
/// </summary>
public sealed class SandboxCarrierBooks(TableServiceClient tables, OptimisticRetry retry, TimeProvider clock)
{
    private const string Partition = "waybill";

    private readonly TableClient _table = tables.GetTableClient(StorageSchema.SandboxWaybills);

    public async Task<SandboxWaybill?> FindAsync(string waybill, CancellationToken cancellation) =>
        (await _table.FindAsync(Partition, TableKey.Of(waybill), cancellation))?.Read<SandboxWaybill>();

    /// <summary>A new waybill, or that of the same key.</summary>
    /// <returns>Null if the key was used for another parcel.</returns>
    public async Task<SandboxWaybill?> BookAsync(string key, SandboxBooking booking, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var fresh = new SandboxWaybill
            {
                Waybill = Number(key, attempt),
                Key = key,
                OrderNumber = booking.OrderNumber,
                ParcelNumber = booking.ParcelNumber,
                Class = booking.Class,
                WeightGrams = booking.WeightGrams,
                Country = booking.ShipTo.Country,
                BookedAt = clock.GetUtcNow(),
                Asked = 1,
                Voided = false,
                PickedUpAt = null,
                Scans = [],
            };
            if (await _table.InsertAsync(new TableEntity(Partition, TableKey.Of(fresh.Waybill)).With(fresh), cancellation))
                return fresh;

            var known = await ChangeAsync(
                fresh.Waybill,
                waybill => waybill.IsFor(key, booking) ? waybill with { Asked = waybill.Asked + 1 } : waybill,
                cancellation
            );
            if (known?.Key == key)
                return known.IsFor(key, booking) ? known : null;
        }
    }

    /// <summary>Takes a booking back, unless the parcel is on its way.</summary>
    /// <returns>The waybill as it is now; null if there is none.</returns>
    public Task<SandboxWaybill?> VoidAsync(string waybill, CancellationToken cancellation) =>
        ChangeAsync(waybill, known => known.PickedUpAt is null ? known with { Voided = true } : known, cancellation);

    /// <summary>Has a parcel brought back, unless it was delivered or never picked up.</summary>
    /// <returns>The waybill as it is now; null if there is none.</returns>
    public Task<SandboxWaybill?> InterceptAsync(string waybill, CancellationToken cancellation) =>
        ChangeAsync(
            waybill,
            known =>
                known.PickedUpAt is not null && known.Scans.All(scan => scan.Status != ParcelStatus.Delivered.WireName())
                    ? known with
                    {
                        Intercepted = true,
                    }
                    : known,
            cancellation
        );

    /// <summary>Records a scan; the same event id again changes nothing. A voided waybill takes none.</summary>
    /// <returns>The waybill as it is now; null if there is none.</returns>
    public Task<SandboxWaybill?> ScanAsync(SandboxScan scan, CancellationToken cancellation) =>
        ChangeAsync(
            scan.Waybill,
            known =>
                known.Voided || known.Scans.Any(earlier => earlier.EventId == scan.EventId)
                    ? known
                    : known with
                    {
                        PickedUpAt =
                            known.PickedUpAt
                            ?? (
                                ParcelStatuses.TryParseScan(scan.Status, out var status) && status.Rank() >= ParcelStatus.PickedUp.Rank()
                                    ? clock.GetUtcNow()
                                    : null
                            ),
                        Scans = [.. known.Scans, scan],
                    },
            cancellation
        );

    private Task<SandboxWaybill?> ChangeAsync(
        string waybill,
        Func<SandboxWaybill, SandboxWaybill> change,
        CancellationToken cancellation
    ) =>
        retry.RunAsync(
            "the waybill",
            async _ =>
            {
                if (await _table.FindAsync(Partition, TableKey.Of(waybill), cancellation) is not { } row)
                    return null;

                var known = row.Read<SandboxWaybill>();
                var changed = change(known);
                if (changed != known)
                    await _table.UpdateEntityAsync(
                        new TableEntity(row.PartitionKey, row.RowKey).With(changed),
                        row.ETag,
                        TableUpdateMode.Replace,
                        cancellation
                    );
                return changed;
            },
            cancellation
        );

    /// <summary>Twelve digits that follow from the key, so that a booking is found again by the same one row that it wrote.</summary>
    private static string Number(string key, int attempt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{attempt}:{key}")));
        return string.Create(CultureInfo.InvariantCulture, $"SBX{BitConverter.ToUInt64(hash) % 1_000_000_000_000:D12}");
    }
}
