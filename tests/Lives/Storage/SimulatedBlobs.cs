using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Lives.Storage;

/// <summary>The blobs of a simulated world, which outlive its processes: containers by name, in each the blobs by theirs.</summary>
internal sealed class BlobData() : Dictionary<string, Sorted<StoredBlob>>(StringComparer.Ordinal);

/// <summary>One version of a blob; never changed, only replaced.</summary>
internal sealed record StoredBlob(BinaryData Content, Dictionary<string, string> Metadata);

/// <summary>One process's way to the blobs of its world.</summary>
internal sealed class SimulatedBlobs(BlobData data, IGate gate) : BlobServiceClient
{
    public override BlobContainerClient GetBlobContainerClient(string blobContainerName) =>
        new SimulatedContainer(blobContainerName, data, gate);
}

/// <summary>One process's way to a container of its world.</summary>
internal sealed class SimulatedContainer(string name, BlobData data, IGate gate) : BlobContainerClient
{
    private const int BlobsOfPage = 5000;

    public override string Name => name;

    private Sorted<StoredBlob> Blobs => data.GetValueOrDefault(name) ?? throw StorageError.Of(404, "ContainerNotFound", name);

    public override BlobClient GetBlobClient(string blobName) => new SimulatedBlob(name, blobName, data, gate);

    public override Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) =>
        gate.RunAsync(
            new StorageCall(name, StorageVerb.Get, ""),
            () => Response.FromValue(data.ContainsKey(name), SimulatedResponse.Ok),
            cancellationToken
        );

    /// <inheritdoc/>
    /// <returns>Null, as the SDK's, if it was there.</returns>
    public override Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType,
        IDictionary<string, string>? metadata,
        BlobContainerEncryptionScopeOptions? encryptionScopeOptions,
        CancellationToken cancellationToken = default
    )
    {
        StorageError.RefuseOption(metadata);
        StorageError.RefuseOption(encryptionScopeOptions);
        return gate.RunAsync(
            new StorageCall(name, StorageVerb.Upsert, ""),
            () =>
                data.TryAdd(name, new Sorted<StoredBlob>())
                    ? Response.FromValue(BlobsModelFactory.BlobContainerInfo(ETag.All, default), new SimulatedResponse(201))
                    : null!,
            cancellationToken
        );
    }

    public override Task<Response<bool>> DeleteBlobIfExistsAsync(
        string blobName,
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default
    )
    {
        StorageError.RefuseOption(conditions);
        return gate.RunAsync(
            new StorageCall(name, StorageVerb.Delete, blobName),
            () => Response.FromValue(data.GetValueOrDefault(name)?.Remove(blobName) ?? false, SimulatedResponse.Ok),
            cancellationToken
        );
    }

    public override AsyncPageable<BlobItem> GetBlobsAsync(GetBlobsOptions? options = null, CancellationToken cancellationToken = default)
    {
        StorageError.RefuseOption(options?.StartFrom);
        StorageError.RefuseOption(options?.EndBefore);
        StorageError.RefuseOption(options?.States == BlobStates.None ? null : options?.States);
        var (prefix, withMetadata) = (options?.Prefix ?? "", options?.Traits.HasFlag(BlobTraits.Metadata) == true);
        return new SimulatedPages<BlobItem>(
            (continuation, most, cancellation) =>
                gate.RunAsync(
                    new StorageCall(name, StorageVerb.Query, prefix),
                    () => Page(prefix, continuation ?? prefix, most ?? BlobsOfPage, withMetadata),
                    cancellation
                ),
            cancellationToken
        );
    }

    private Page<BlobItem> Page(string prefix, string from, int most, bool withMetadata)
    {
        var blobs = Blobs;
        var items = new List<BlobItem>();
        for (var i = blobs.FirstAt(from); i < blobs.Count; i++)
        {
            var (blob, stored) = (blobs.GetKeyAtIndex(i), blobs.GetValueAtIndex(i));
            if (!blob.StartsWith(prefix, StringComparison.Ordinal))
                break;
            if (items.Count == most)
                return Page<BlobItem>.FromValues(items, blob, SimulatedResponse.Ok);
            items.Add(BlobsModelFactory.BlobItem(blob, metadata: withMetadata ? new Dictionary<string, string>(stored.Metadata) : null));
        }

        return Page<BlobItem>.FromValues(items, null, SimulatedResponse.Ok);
    }
}

/// <summary>One process's way to a blob of its world.</summary>
internal sealed class SimulatedBlob(string container, string name, BlobData data, IGate gate) : BlobClient
{
    public override string Name => name;

    public override string BlobContainerName => container;

    private Sorted<StoredBlob> Container => data.GetValueOrDefault(container) ?? throw StorageError.Of(404, "ContainerNotFound", container);

    public override Task<Response<BlobContentInfo>> UploadAsync(
        BinaryData content,
        BlobUploadOptions? options,
        CancellationToken cancellationToken = default
    )
    {
        StorageError.RefuseOption(options?.Conditions);
        StorageError.RefuseOption(options?.Tags);
        var blob = new StoredBlob(
            new BinaryData(content.ToArray()),
            new Dictionary<string, string>(options?.Metadata ?? new Dictionary<string, string>())
        );
        return gate.RunAsync(
            new StorageCall(container, StorageVerb.Upload, name),
            () =>
            {
                Container[name] = blob;
                return Response.FromValue(
                    BlobsModelFactory.BlobContentInfo(ETag.All, default, null, null, null, null, 0),
                    new SimulatedResponse(201)
                );
            },
            cancellationToken
        );
    }

    public override Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken) =>
        gate.RunAsync(
            new StorageCall(container, StorageVerb.Get, name),
            () =>
                Container.Find(name) is { } stored
                    ? Response.FromValue(
                        BlobsModelFactory.BlobDownloadResult(new BinaryData(stored.Content.ToArray()), null),
                        SimulatedResponse.Ok
                    )
                    : throw StorageError.Of(404, "BlobNotFound", $"{container}/{name}"),
            cancellationToken
        );
}
