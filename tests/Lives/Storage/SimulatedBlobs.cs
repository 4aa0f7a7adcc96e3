using Azure.Storage.Blobs;

namespace Lives.Storage;

/// <summary>One process's way to the blobs of its world.</summary>
internal sealed class SimulatedBlobs(BlobData data, IGate gate) : BlobServiceClient
{
    public override BlobContainerClient GetBlobContainerClient(string blobContainerName) =>
        new SimulatedContainer(blobContainerName, data, gate);
}
