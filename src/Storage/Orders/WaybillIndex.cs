using System.Collections.Concurrent;
using Azure.Data.Tables;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>Which parcel a waybill belongs to: one of ours, or one in which a customer sends goods back.</summary>
public sealed class WaybillIndex(TableServiceClient tables)
{
    // Some 5 MB; beyond that the oldest knowledge is not worth its bookkeeping.
    private const int Most = 20_000;

    private readonly TableClient _waybills = tables.GetTableClient(StorageSchema.Waybills);

    // Of parcels of ours: whose those are never changes.
    private readonly ConcurrentDictionary<(string Carrier, string Waybill), WaybillOwner> _ours = new();

    /// <summary>
    /// Says whose a waybill is; the same again changes nothing. What a customer said of it before does not count against our own booking.
    /// </summary>
    /// <exception cref="InvalidOperationException">The waybill is another parcel's.</exception>
    /// <param name="bookedAt">Of the first call, if there are several.</param>
    public async Task BindAsync(
        string carrier,
        string waybill,
        string orderId,
        int parcelNumber,
        DateTimeOffset bookedAt,
        CancellationToken cancellation = default
    )
    {
        var owner = new WaybillOwner(orderId, parcelNumber, bookedAt);
        if (await _waybills.InsertAsync(Row(carrier, waybill, owner), cancellation))
        {
            Keep(carrier, waybill, owner);
            return;
        }

        var other = await FindAsync(carrier, waybill, cancellation);
        if (other is { Rma: not null })
            await _waybills.UpsertEntityAsync(Row(carrier, waybill, owner), TableUpdateMode.Replace, cancellation);
        else if (other?.IsOf(owner) != true)
            throw new InvalidOperationException(
                $"The waybill {waybill} of {carrier} is bound to parcel {other?.ParcelNumber} of order {other?.OrderId}."
            );
    }

    /// <summary>Says that goods of a return come by a waybill.</summary>
    /// <param name="grantedAt">When the return was granted: the customer may say by which waybill it comes long after they sent it.</param>
    /// <returns>False if the waybill is another's.</returns>
    public async Task<bool> BindReturnAsync(
        string carrier,
        string waybill,
        string orderId,
        string rma,
        DateTimeOffset grantedAt,
        CancellationToken cancellation = default
    )
    {
        var owner = new WaybillOwner(orderId, null, grantedAt, rma);
        return await _waybills.InsertAsync(Row(carrier, waybill, owner), cancellation)
            || (await FindAsync(carrier, waybill, cancellation))?.IsOf(owner) == true;
    }

    /// <summary>Null if it is not known; mostly without a read.</summary>
    public async Task<WaybillOwner?> FindAsync(string carrier, string waybill, CancellationToken cancellation = default)
    {
        if (_ours.TryGetValue((carrier, KeyOf(waybill)), out var known))
            return known;
        var owner = (await _waybills.FindAsync(TableKey.Escape(carrier), KeyOf(waybill), cancellation))?.Read<WaybillOwner>();
        if (owner is { ParcelNumber: not null })
            Keep(carrier, waybill, owner);
        return owner;
    }

    private void Keep(string carrier, string waybill, WaybillOwner owner)
    {
        if (_ours.Count >= Most)
            _ours.Clear();
        _ours[(carrier, KeyOf(waybill))] = owner;
    }

    private static TableEntity Row(string carrier, string waybill, WaybillOwner owner) =>
        new TableEntity(TableKey.Escape(carrier), KeyOf(waybill)).With(owner);

    // In whatever way a carrier posts it or a person types it.
    private static string KeyOf(string waybill) => TableKey.Escape(Waybills.Form(waybill));
}

/// <param name="ParcelNumber">Of a parcel of ours.</param>
/// <param name="Since">When it was booked, or the return was granted: no scan of it is older.</param>
/// <param name="Rma">Of the return that comes by it.</param>
public sealed record WaybillOwner(string OrderId, int? ParcelNumber, DateTimeOffset Since, string? Rma = null)
{
    /// <summary>True if both are the same parcel, whenever that was said.</summary>
    public bool IsOf(WaybillOwner other) => this == other with { Since = Since };
}
