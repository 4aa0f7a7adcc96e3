using Azure.Data.Tables;

namespace Orders.Functions.Storage;

/// <summary>Which parcel a waybill belongs to.</summary>
public sealed class WaybillIndex(TableServiceClient tables)
{
    private readonly TableClient _waybills = tables.GetTableClient(StorageSchema.Waybills);

    /// <summary>Says whose a waybill is; the same again changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The waybill is another parcel's.</exception>
    public async Task BindAsync(string carrier, string waybill, string orderId, int parcelNumber, CancellationToken cancellation = default)
    {
        var owner = new WaybillOwner(orderId, parcelNumber);
        if (await _waybills.InsertAsync(new TableEntity(TableKey.Escape(carrier), TableKey.Escape(waybill)).With(owner), cancellation))
            return;
        if (await FindAsync(carrier, waybill, cancellation) is var other && other != owner)
            throw new InvalidOperationException($"The waybill {waybill} of {carrier} is bound to parcel {other?.ParcelNumber} of order {other?.OrderId}.");
    }

    public async Task<WaybillOwner?> FindAsync(string carrier, string waybill, CancellationToken cancellation = default) =>
        (await _waybills.FindAsync(TableKey.Escape(carrier), TableKey.Escape(waybill), cancellation))?.Read<WaybillOwner>();
}

public sealed record WaybillOwner(string OrderId, int ParcelNumber);
