using Azure.Storage.Blobs;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// The labels that carriers made: sealed with the customer's key, since they show name and address. Those of an erased customer are noise.
/// </summary>
public sealed class ParcelLabels(BlobServiceClient blobs, CustomerVault vault)
{
    public const string Container = "parcel-labels";

    private readonly SealedBlobs _labels = new(blobs.GetBlobContainerClient(Container), vault, "parcel-label");

    /// <summary>Keeps a label; the same waybill again replaces it.</summary>
    public Task KeepAsync(
        string customerId,
        string carrier,
        string waybill,
        CarrierLabel label,
        CancellationToken cancellation = default
    ) => _labels.KeepAsync(customerId, NameOf(carrier, waybill), label.Content, metadata: null, cancellation);

    /// <summary>Null if the carrier made none, or the customer was erased.</summary>
    public async Task<CarrierLabel?> FindAsync(
        string customerId,
        string carrier,
        string waybill,
        CancellationToken cancellation = default
    ) => await _labels.FindAsync(customerId, NameOf(carrier, waybill), cancellation) is { } content ? new CarrierLabel(content) : null;

    private static string NameOf(string carrier, string waybill) => $"{TableKey.Escape(carrier)}/{TableKey.Escape(waybill)}";
}
