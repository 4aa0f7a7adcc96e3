using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Orders.Functions.Orders;

namespace Orders.Functions.Cases;

/// <summary>
/// The files that customers sent with their cases, in a private container, each under a random name that is written nowhere but in its case: nothing can be guessed, and nothing is served from
/// there.
/// </summary>
public sealed class CaseFiles(BlobServiceClient blobs)
{
    public const string Container = "case-files";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(Container);

    /// <summary>Keeps a file. One whose case was never written down is a blob that nobody knows of.</summary>
    public async Task<CaseFile> AddAsync(CleanFile file, CancellationToken cancellation = default)
    {
        var name = OrderIds.OrderId(RandomNumberGenerator.GetBytes(OrderIds.OrderIdBytes));
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/octet-stream", ContentDisposition = "attachment", CacheControl = "no-store" } };
        try
        {
            await _container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(file.Content), options, cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
            await _container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(file.Content), options, cancellation);
        }

        return new CaseFile(name, file.Kind, file.Content.Length, file.Sha256, file.Width, file.Height);
    }

    /// <summary>The bytes of a file; null if they are gone.</summary>
    /// <exception cref="InvalidDataException">They are not the ones that were kept.</exception>
    public async Task<byte[]?> FindAsync(CaseFile file, CancellationToken cancellation = default)
    {
        byte[] content;
        try
        {
            content = (await _container.GetBlobClient(file.Blob).DownloadContentAsync(cancellation)).Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }

        return Convert.ToHexStringLower(SHA256.HashData(content)) == file.Sha256 ? content : throw new InvalidDataException($"The file {file.Blob} is not what was kept.");
    }

    /// <summary>Takes files away whose case could not be written down.</summary>
    public Task RemoveAsync(IEnumerable<CaseFile> files, CancellationToken cancellation = default) =>
        Task.WhenAll(files.Select(file => _container.DeleteBlobIfExistsAsync(file.Blob, cancellationToken: cancellation)));
}
