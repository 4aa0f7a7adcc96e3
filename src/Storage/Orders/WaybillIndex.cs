using Azure.Data.Tables;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>Which parcel a waybill belongs to: one of ours, or one in which a customer sends goods back.</summary>
public sealed class WaybillIndex(TableServiceClient tables)
{
    private readonly TableClient _waybills = tables.GetTableClient(StorageSchema.Waybills);

    /// <summary>
    /// Says whose a waybill is; the same again changes nothing. What a customer said of it before does not count against our own booking.
    /// </summary>
    /// <exception cref="InvalidOperationException">The waybill is another parcel's.</exception>
    public async Task BindAsync(string carrier, string waybill, string orderId, int parcelNumber, CancellationToken cancellation = default)
    {
        var owner = new WaybillOwner(orderId, parcelNumber);
        if (await _waybills.InsertAsync(Row(carrier, waybill, owner), cancellation))
            return;
        var other = await FindAsync(carrier, waybill, cancellation);
        if (other is { Rma: not null })
            await _waybills.UpsertEntityAsync(Row(carrier, waybill, owner), TableUpdateMode.Replace, cancellation);
        else if (other != owner)
            throw new InvalidOperationException(
                $"The waybill {waybill} of {carrier} is bound to parcel {other?.ParcelNumber} of order {other?.OrderId}."
            );
    }

    /// <summary>Says that goods of a return come by a waybill.</summary>
    /// <returns>False if the waybill is another's.</returns>
    public async Task<bool> BindReturnAsync(
        string carrier,
        string waybill,
        string orderId,
        string rma,
        CancellationToken cancellation = default
    )
    {
        var owner = new WaybillOwner(orderId, null, rma);
        return await _waybills.InsertAsync(Row(carrier, waybill, owner), cancellation)
            || await FindAsync(carrier, waybill, cancellation) == owner;
    }

    public async Task<WaybillOwner?> FindAsync(string carrier, string waybill, CancellationToken cancellation = default) =>
        (await _waybills.FindAsync(TableKey.Escape(carrier), TableKey.Escape(waybill), cancellation))?.Read<WaybillOwner>();

    private static TableEntity Row(string carrier, string waybill, WaybillOwner owner) =>
        new TableEntity(TableKey.Escape(carrier), TableKey.Escape(waybill)).With(owner);
}

/// <param name="ParcelNumber">Of a parcel of ours.</param>
/// <param name="Rma">Of the return that comes by it.</param>
public sealed record WaybillOwner(string OrderId, int? ParcelNumber, string? Rma = null);
