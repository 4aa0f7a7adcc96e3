using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Lives.People;

namespace Lives.Storage;

/// <summary>One process's way to a blob of its world.</summary>
internal sealed class SimulatedBlob(string container, string name, BlobData data, IGate gate) : BlobClient
{
    public override string Name => name;

    public override string BlobContainerName => container;

    private Ordered<StoredBlob> Container => data.Find(container) ?? throw StorageError.Of(404, "ContainerNotFound", container);

    public override Task<Response<BlobContentInfo>> UploadAsync(
        BinaryData content,
        BlobUploadOptions? options,
        CancellationToken cancellationToken = default
    )
    {
        Unknown.Refuse(options?.Conditions);
        Unknown.Refuse(options?.Tags);
        var metadata = new Dictionary<string, string>(
            options?.Metadata ?? new Dictionary<string, string>(),
            StringComparer.OrdinalIgnoreCase
        );
        return gate.RunAsync(
            Call(StorageVerb.Upload),
            (Blob: this, Content: content.ToArray(), Metadata: metadata),
            static upload => upload.Blob.Upload(upload.Content, upload.Metadata),
            cancellationToken
        );
    }

    public override Task<Response<BlobDownloadResult>> DownloadContentAsync() => DownloadContentAsync(CancellationToken.None);

    public override Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken) =>
        gate.RunAsync(
            Call(StorageVerb.Get),
            this,
            static blob =>
                blob.Container.Find(blob.Name) is { } stored
                    ? Response.FromValue(
                        BlobsModelFactory.BlobDownloadResult(BinaryData.FromBytes((byte[])stored.Content.Clone()), null),
                        SimulatedResponse.Ok
                    )
                    : throw StorageError.Of(404, "BlobNotFound", $"{blob.BlobContainerName}/{blob.Name}"),
            cancellationToken
        );

    public override Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) =>
        gate.RunAsync(
            Call(StorageVerb.Get),
            this,
            static blob => Response.FromValue(blob.Find()?.Find(blob.Name) is not null, SimulatedResponse.Ok),
            cancellationToken
        );

    public override Task<Response<bool>> DeleteIfExistsAsync(
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default
    )
    {
        Unknown.Refuse(conditions);
        return gate.RunAsync(
            Call(StorageVerb.Delete),
            this,
            static blob => Response.FromValue(blob.Find()?.Remove(blob.Name) ?? false, SimulatedResponse.Ok),
            cancellationToken
        );
    }

    public override Task<Response> DeleteAsync(
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    private Response<BlobContentInfo> Upload(byte[] content, IReadOnlyDictionary<string, string> metadata)
    {
        var blob = new StoredBlob(name, content, metadata, data.NextVersion());
        Container.Set(blob);
        var etag = new ETag("\"" + blob.Version.ToString(CultureInfo.InvariantCulture) + "\"");
        return Response.FromValue(
            BlobsModelFactory.BlobContentInfo(etag, default, null, null, null, null, 0),
            new SimulatedResponse(201, etag.ToString())
        );
    }

    private Ordered<StoredBlob>? Find() => data.Find(container);

    private StorageCall Call(StorageVerb verb) => new(container, verb, name, "");
}
