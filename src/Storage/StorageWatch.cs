using Azure.Core;
using Azure.Core.Pipeline;

namespace Orders.Functions.Storage;

/// <summary>Sees each try of each call to the storage account, and notes whether there was an answer. A caller who went away says nothing about the account.</summary>
internal sealed class StorageWatch(StorageHealth health) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
        }
        catch (Exception) when (!message.CancellationToken.IsCancellationRequested)
        {
            health.Missed();
            throw;
        }

        Note(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (Exception) when (!message.CancellationToken.IsCancellationRequested)
        {
            health.Missed();
            throw;
        }

        Note(message);
    }

    private void Note(HttpMessage message)
    {
        if (StorageFailure.IsOutage(message.Response.Status))
            health.Missed();
        else
            health.Answered();
    }
}
