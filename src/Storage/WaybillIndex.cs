namespace Orders.Functions.Storage;

/// <summary>Which parcel a waybill belongs to.</summary>
public sealed class WaybillIndex
{
    /// <exception cref="InvalidOperationException">The waybill is another parcel's.</exception>
    public Task BindAsync(string carrier, string waybill, string orderId, int parcelNumber, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<WaybillOwner?> FindAsync(string carrier, string waybill, CancellationToken cancellation = default) => throw new NotSupportedException();
}

public sealed record WaybillOwner(string OrderId, int ParcelNumber);
