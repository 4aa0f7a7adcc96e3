using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Storage;
using Newtonsoft.Json;

namespace LocalHost.Jobs;

/// <summary>
/// When each timer fired last and is due next, in blob azure-webjobs-hosts/timers/{host id}/{timer}/status, as on Azure. The one in
/// Microsoft.Azure.WebJobs.Extensions 3.0.6 cannot be used: it needs a type that Microsoft.Azure.WebJobs.Host.Storage 5 no longer has.
/// </summary>
internal sealed class BlobScheduleMonitor(IAzureBlobStorageProvider storage, IHostIdProvider hostId, ILogger<BlobScheduleMonitor> logger)
    : ScheduleMonitor
{
    public override async Task<ScheduleStatus> GetStatusAsync(string timerName)
    {
        try
        {
            var content = await (await BlobAsync(timerName)).DownloadContentAsync();
            return JsonConvert.DeserializeObject<ScheduleStatus>(content.Value.Content.ToString())!;
        }
        catch (RequestFailedException missing) when (missing.Status == StatusCodes.Status404NotFound)
        {
            return null!;
        }
    }

    public override async Task UpdateStatusAsync(string timerName, ScheduleStatus status)
    {
        try
        {
            await (await BlobAsync(timerName)).UploadAsync(BinaryData.FromString(JsonConvert.SerializeObject(status)), overwrite: true);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            // An exception would end the timer; the next firing writes again.
            logger.LogError("The state of timer '{Timer}' could not be written: {Error}", timerName, e.GetBaseException().Message);
        }
    }

    private async Task<BlobClient> BlobAsync(string timer)
    {
        if (!storage.TryCreateHostingBlobContainerClient(out var container))
            throw new InvalidOperationException("The host's storage account is not configured.");
        return container.GetBlobClient($"timers/{await hostId.GetHostIdAsync(default)}/{timer}/status");
    }
}
