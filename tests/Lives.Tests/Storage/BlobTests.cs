using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Lives.Storage;

namespace Lives.Tests.Storage;

public sealed class SimulatedBlobTests() : BlobTests(new SimulatedBlobs(new BlobData(), OpenGate.Instance));

[Collection<AzuriteCollection>]
public sealed class AzuriteBlobTests(AzuriteFixture azurite) : BlobTests(new BlobServiceClient(azurite.ConnectionString));

/// <summary>What the app relies on of blobs, asked of the simulated ones and of the emulator.</summary>
public abstract class BlobTests(BlobServiceClient blobs)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blobs_are_written_read_listed_and_removed()
    {
        var container = blobs.GetBlobContainerClient("c" + Guid.NewGuid().ToString("N"));
        Assert.NotNull(await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: Cancellation));
        Assert.Null(await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: Cancellation));
        Assert.True(await container.ExistsAsync(Cancellation));
        foreach (var name in new[] { "20260302/b", "20260302/a", "20260301/c", "20260302/a" })
            await container
                .GetBlobClient(name)
                .UploadAsync(
                    new BinaryData($"content of {name}"),
                    new BlobUploadOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["order"] = name } },
                    Cancellation
                );

        Assert.Equal(
            "content of 20260302/b",
            (await container.GetBlobClient("20260302/b").DownloadContentAsync(Cancellation)).Value.Content.ToString()
        );
        Assert.Equal(
            ["20260302/a=20260302/a", "20260302/b=20260302/b"],
            await ListAsync(BlobTraits.Metadata, "20260302/", blob => $"{blob.Name}={blob.Metadata["order"]}")
        );
        Assert.Equal(["20260301/c", "20260302/a", "20260302/b"], await ListAsync(BlobTraits.None, null, blob => blob.Name));

        Assert.True(await container.DeleteBlobIfExistsAsync("20260302/b", cancellationToken: Cancellation));
        Assert.False(await container.DeleteBlobIfExistsAsync("20260302/b", cancellationToken: Cancellation));
        await RefusesAsync("BlobNotFound", () => container.GetBlobClient("20260302/b").DownloadContentAsync(Cancellation));
        Assert.Equal(["20260302/a"], await ListAsync(BlobTraits.None, "20260302/", blob => blob.Name));

        async Task<List<string>> ListAsync(BlobTraits traits, string? prefix, Func<BlobItem, string> text) =>
            await container
                .GetBlobsAsync(new GetBlobsOptions { Traits = traits, Prefix = prefix }, Cancellation)
                .Select(text)
                .ToListAsync(Cancellation);
    }

    [Fact]
    public async Task Container_that_is_missing_is_said_to_be()
    {
        var container = blobs.GetBlobContainerClient("c" + Guid.NewGuid().ToString("N"));
        Assert.False(await container.ExistsAsync(Cancellation));
        Assert.False(await container.DeleteBlobIfExistsAsync("a", cancellationToken: Cancellation));
        await RefusesAsync(
            "ContainerNotFound",
            () => container.GetBlobClient("a").UploadAsync(new BinaryData("a"), new BlobUploadOptions(), Cancellation)
        );
        await RefusesAsync("ContainerNotFound", () => container.GetBlobClient("a").DownloadContentAsync(Cancellation));
        await RefusesAsync(
            "ContainerNotFound",
            () => container.GetBlobsAsync(new GetBlobsOptions(), Cancellation).ToListAsync(Cancellation).AsTask()
        );
    }

    private static async Task RefusesAsync(string code, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(call);
        Assert.Equal((404, code), (refusal.Status, refusal.ErrorCode));
    }
}
