using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Lives.Storage;

/// <summary>One process's way to a container of its world.</summary>
internal sealed class SimulatedContainer(string name, BlobData data, IGate gate) : BlobContainerClient
{
    private const int BlobsOfPage = 5000;

    public override string Name => name;

    public override BlobClient GetBlobClient(string blobName) => new SimulatedBlob(name, blobName, data, gate);

    public override Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) =>
        gate.RunAsync(
            new StorageCall(name, StorageVerb.Get, ""),
            (Data: data, Name: name),
            static container => Response.FromValue(container.Data.Find(container.Name) is not null, SimulatedResponse.Ok),
            cancellationToken
        );

    public override Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType,
        IDictionary<string, string>? metadata,
        BlobContainerEncryptionScopeOptions? encryptionScopeOptions,
        CancellationToken cancellationToken = default
    )
    {
        Unknown.Refuse(encryptionScopeOptions);
        return CreateIfNotExistsAsync(publicAccessType, metadata, cancellationToken);
    }

    /// <inheritdoc/>
    /// <returns>Null, as the SDK's, if it was there.</returns>
    public override Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType,
        IDictionary<string, string>? metadata,
        CancellationToken cancellationToken
    )
    {
        Unknown.Refuse(metadata);
        return gate.RunAsync(
            new StorageCall(name, StorageVerb.Upsert, ""),
            (Data: data, Name: name),
            static container =>
                container.Data.Create(container.Name)
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
    ) => GetBlobClient(blobName).DeleteIfExistsAsync(snapshotsOption, conditions, cancellationToken);

    public override AsyncPageable<BlobItem> GetBlobsAsync(GetBlobsOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new GetBlobsOptions();
        Unknown.Refuse(options.StartFrom);
        Unknown.Refuse(options.EndBefore);
        Unknown.Refuse(options.States == BlobStates.None ? null : options.States);
        var (prefix, withMetadata) = (options.Prefix ?? "", options.Traits.HasFlag(BlobTraits.Metadata));
        return new SimulatedPages<BlobItem>(
            (continuation, most, cancellation) =>
                gate.RunAsync(
                    new StorageCall(name, StorageVerb.Query, prefix),
                    (Container: this, Prefix: prefix, From: continuation ?? prefix, Most: most ?? BlobsOfPage, WithMetadata: withMetadata),
                    static query => query.Container.Page(query.Prefix, query.From, query.Most, query.WithMetadata),
                    cancellation
                ),
            cancellationToken
        );
    }

    public override AsyncPageable<BlobItem> GetBlobsAsync(
        BlobTraits traits,
        BlobStates states,
        string? prefix,
        CancellationToken cancellationToken
    ) => throw Unknown.Method();

    public override Task<Response> DeleteAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        throw Unknown.Method();

    public override Task<Response<bool>> DeleteIfExistsAsync(
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Task<Response> DeleteBlobAsync(
        string blobName,
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    private Page<BlobItem> Page(string prefix, string from, int most, bool withMetadata)
    {
        var blobs = data.Find(name) ?? throw StorageError.Of(404, "ContainerNotFound", name);
        var items = new List<BlobItem>();
        var cursor = blobs.Seek(from);
        while (cursor.MoveNext() && cursor.Current.Key.StartsWith(prefix, StringComparison.Ordinal))
        {
            if (items.Count == most)
                return Page<BlobItem>.FromValues(items, cursor.Current.Key, SimulatedResponse.Ok);
            var metadata = withMetadata ? new Dictionary<string, string>(cursor.Current.Metadata, StringComparer.OrdinalIgnoreCase) : null;
            items.Add(BlobsModelFactory.BlobItem(cursor.Current.Key, metadata: metadata));
        }

        return Page<BlobItem>.FromValues(items, null, SimulatedResponse.Ok);
    }
}
