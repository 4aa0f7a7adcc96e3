using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// Files of customers in one private container, each sealed with its customer's key: nothing is served from there, and what belongs to an
/// erased customer is noise.
/// </summary>
/// <param name="kind">What they are; a file of one kind does not open as another.</param>
internal sealed class SealedBlobs(BlobContainerClient container, CustomerVault vault, string kind)
{
    /// <summary>Keeps a file; one of that name is replaced.</summary>
    public async Task KeepAsync(
        string customerId,
        string name,
        ReadOnlyMemory<byte> plain,
        IDictionary<string, string>? metadata,
        CancellationToken cancellation
    )
    {
        var content = BinaryData.FromBytes(await vault.SealAsync(customerId, Purpose(name), plain, cancellation));
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = "application/octet-stream",
                ContentDisposition = "attachment",
                CacheControl = "no-store",
            },
            Metadata = metadata,
        };
        try
        {
            await container.GetBlobClient(name).UploadAsync(content, options, cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
            await container.GetBlobClient(name).UploadAsync(content, options, cancellation);
        }
    }

    /// <summary>Null if it is gone, or its customer was erased.</summary>
    /// <exception cref="InvalidDataException">It is not what was kept.</exception>
    public async Task<byte[]?> FindAsync(string customerId, string name, CancellationToken cancellation)
    {
        byte[] box;
        try
        {
            box = (await container.GetBlobClient(name).DownloadContentAsync(cancellation)).Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }

        return await vault.OpenAsync(customerId, Purpose(name), box, cancellation);
    }

    private string Purpose(string name) => $"{kind}:{name}";
}
