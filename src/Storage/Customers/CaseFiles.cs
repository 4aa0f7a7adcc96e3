using System.Globalization;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// The files that customers sent with their cases: sealed with the customer's key, in a private container, each under a random name that is
/// written nowhere but in its case. Nothing can be guessed, nothing is served from there, and what an erased customer sent is noise.
/// </summary>
public sealed class CaseFiles(BlobServiceClient blobs, CustomerVault vault, IdSource ids, TimeProvider clock)
{
    public const string Container = "case-files";

    private const string OrderOf = "order";
    private const string KindOf = "kind";
    private const string CaseOf = "case";
    private const int DaysToSweep = 3;

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(Container);
    private readonly SealedBlobs _files = new(blobs.GetBlobContainerClient(Container), vault, "case-file");

    /// <summary>
    /// Keeps a file, and what was sent where that is something else, before its case is written down. One whose case never is goes
    /// with <see cref="SweepAsync"/>.
    /// </summary>
    public async Task<CaseFile> AddAsync(
        string customerId,
        string orderId,
        CaseKind kind,
        string caseId,
        CleanFile file,
        CancellationToken cancellation = default
    )
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [OrderOf] = orderId,
            [KindOf] = OrderJson.Name(kind),
            [CaseOf] = caseId,
        };
        var name = await SealAsync(customerId, file.Content, metadata, cancellation);
        var original = file.Original is { } sent
            ? new CaseEvidence(
                await SealAsync(customerId, sent.Content, metadata, cancellation),
                sent.Kind,
                sent.Content.Length,
                sent.Sha256
            )
            : null;
        return new CaseFile(name, file.Kind, file.Content.Length, file.Sha256, file.Width, file.Height, original);
    }

    /// <summary>The bytes of a file as it is shown; null if they are gone, or the customer was erased.</summary>
    /// <exception cref="InvalidDataException">They are not the ones that were kept.</exception>
    public Task<byte[]?> FindAsync(string customerId, CaseFile file, CancellationToken cancellation = default) =>
        _files.FindAsync(customerId, file.Blob, cancellation);

    /// <summary>
    /// The bytes that were sent, for whoever has to prove what the customer sent; never for a page or a call that shows pictures.
    /// </summary>
    /// <inheritdoc cref="FindAsync"/>
    public Task<byte[]?> FindEvidenceAsync(string customerId, CaseEvidence evidence, CancellationToken cancellation = default) =>
        _files.FindAsync(customerId, evidence.Blob, cancellation);

    /// <summary>Takes files away whose case could not be written down.</summary>
    public Task RemoveAsync(IEnumerable<CaseFile> files, CancellationToken cancellation = default) =>
        Task.WhenAll(
            files.SelectMany(file => file.Blobs()).Select(blob => _container.DeleteBlobIfExistsAsync(blob, cancellationToken: cancellation))
        );

    /// <summary>
    /// Removes the files of the last days before today whose case was never written down: what a call left behind that died in its middle.
    /// </summary>
    /// <param name="find">The case of an order; null if there is none.</param>
    /// <returns>How many there were.</returns>
    public async Task<int> SweepAsync(
        Func<string, CaseKind, string, CancellationToken, Task<CaseState?>> find,
        CancellationToken cancellation = default
    )
    {
        if (!await _container.ExistsAsync(cancellation))
            return 0;
        var removed = 0;
        for (var ago = 1; ago <= DaysToSweep; ago++)
        {
            var left = new GetBlobsOptions { Traits = BlobTraits.Metadata, Prefix = Day(clock.GetUtcNow().AddDays(-ago)) };
            await foreach (var blob in _container.GetBlobsAsync(left, cancellation))
            {
                if (
                    OrderJson.TryParse<CaseKind>(blob.Metadata[KindOf], out var kind)
                    && await find(blob.Metadata[OrderOf], kind, blob.Metadata[CaseOf], cancellation) is { } filed
                    && filed.Files.Any(file => file.Blobs().Contains(blob.Name, StringComparer.Ordinal))
                )
                    continue;
                await _container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellation);
                removed++;
            }
        }

        return removed;
    }

    /// <returns>The new blob's name.</returns>
    private async Task<string> SealAsync(
        string customerId,
        ReadOnlyMemory<byte> plain,
        Dictionary<string, string> metadata,
        CancellationToken cancellation
    )
    {
        var name = Day(clock.GetUtcNow()) + ids.OrderId();
        await _files.KeepAsync(customerId, name, plain, metadata, cancellation);
        return name;
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd/", CultureInfo.InvariantCulture);
}
