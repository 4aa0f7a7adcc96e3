using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// The labels that carriers made: sealed with the customer's key, since they show name and address. Those of an erased customer are noise.
/// </summary>
public sealed class ParcelLabels(BlobServiceClient blobs, CustomerVault vault)
{
    public const string Container = "parcel-labels";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(Container);

    /// <summary>Keeps a label; the same waybill again replaces it.</summary>
    public async Task KeepAsync(
        string customerId,
        string carrier,
        string waybill,
        CarrierLabel label,
        CancellationToken cancellation = default
    )
    {
        var name = NameOf(carrier, waybill);
        var sealedLabel = BinaryData.FromBytes(await vault.SealAsync(customerId, Purpose(name), label.Content, cancellation));
        try
        {
            await _container.GetBlobClient(name).UploadAsync(sealedLabel, overwrite: true, cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
            await _container.GetBlobClient(name).UploadAsync(sealedLabel, overwrite: true, cancellation);
        }
    }

    /// <summary>Null if the carrier made none, or the customer was erased.</summary>
    public async Task<CarrierLabel?> FindAsync(string customerId, string carrier, string waybill, CancellationToken cancellation = default)
    {
        var name = NameOf(carrier, waybill);
        byte[] box;
        try
        {
            box = (await _container.GetBlobClient(name).DownloadContentAsync(cancellation)).Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }

        return await vault.OpenAsync(customerId, Purpose(name), box, cancellation) is { } content ? new CarrierLabel(content) : null;
    }

    private static string NameOf(string carrier, string waybill) => $"{TableKey.Escape(carrier)}/{TableKey.Escape(waybill)}";

    private static string Purpose(string blob) => $"parcel-label:{blob}";
}
