using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Cases;

/// <summary>
/// The files that customers sent with their cases: sealed with the customer's key, in a private container, each under a random name that is written nowhere but in its case. Nothing can be guessed,
/// nothing is served from there, and what an erased customer sent is noise.
/// </summary>
public sealed class CaseFiles(BlobServiceClient blobs, CustomerVault vault)
{
    public const string Container = "case-files";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(Container);

    /// <summary>Keeps a file. One whose case was never written down is a blob that nobody knows of.</summary>
    public async Task<CaseFile> AddAsync(string customerId, CleanFile file, CancellationToken cancellation = default)
    {
        var name = OrderIds.OrderId(RandomNumberGenerator.GetBytes(OrderIds.OrderIdBytes));
        var content = BinaryData.FromBytes(await vault.SealAsync(customerId, Purpose(name), file.Content, cancellation));
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/octet-stream", ContentDisposition = "attachment", CacheControl = "no-store" } };
        try
        {
            await _container.GetBlobClient(name).UploadAsync(content, options, cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
            await _container.GetBlobClient(name).UploadAsync(content, options, cancellation);
        }

        return new CaseFile(name, file.Kind, file.Content.Length, file.Sha256, file.Width, file.Height);
    }

    /// <summary>The bytes of a file; null if they are gone, or the customer was erased.</summary>
    /// <exception cref="InvalidDataException">They are not the ones that were kept.</exception>
    public async Task<byte[]?> FindAsync(string customerId, CaseFile file, CancellationToken cancellation = default)
    {
        byte[] box;
        try
        {
            box = (await _container.GetBlobClient(file.Blob).DownloadContentAsync(cancellation)).Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }

        return await vault.OpenAsync(customerId, Purpose(file.Blob), box, cancellation);
    }

    /// <summary>Takes files away whose case could not be written down.</summary>
    public Task RemoveAsync(IEnumerable<CaseFile> files, CancellationToken cancellation = default) =>
        Task.WhenAll(files.Select(file => _container.DeleteBlobIfExistsAsync(file.Blob, cancellationToken: cancellation)));

    private static string Purpose(string blob) => $"case-file:{blob}";
}
