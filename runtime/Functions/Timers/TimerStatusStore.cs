using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace LocalRuntime.Functions.Timers;

/// <summary>Where each schedule stands, in the blob that the official host uses.</summary>
internal sealed class TimerStatusStore(BlobContainerClient container, string hostId)
{
    public static TimerStatusStore For(string connectionString, string hostId) => new(new BlobContainerClient(connectionString, "azure-webjobs-hosts"), hostId);

    /// <returns>Null when the function never ran.</returns>
    public async Task<ScheduleStatus?> ReadAsync(string function, CancellationToken cancellation)
    {
        try
        {
            var content = await Blob(function).DownloadContentAsync(cancellation);
            return JsonSerializer.Deserialize<ScheduleStatus>(content.Value.Content);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task WriteAsync(string function, ScheduleStatus status, CancellationToken cancellation)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        await Blob(function).UploadAsync(BinaryData.FromObjectAsJson(status), overwrite: true, cancellation);
    }

    private BlobClient Blob(string function) => container.GetBlobClient($"timers/{hostId}/{function}/status");
}
