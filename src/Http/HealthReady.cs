using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>Whether the app can serve orders: its tables, queues and blobs answer. Otherwise 503, naming the part that does not.</summary>
public sealed class HealthReady(TableServiceClient tables, QueueServiceClient queues, BlobServiceClient blobs, ILogger<HealthReady> logger)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    [Function(nameof(HealthReady))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        _ = request;
        string?[] parts = await Task.WhenAll(
            TryAsync("tables", token => FirstAsync(tables.QueryAsync(maxPerPage: 1, cancellationToken: token)), cancellation),
            TryAsync("queues", token => FirstAsync(queues.GetQueuesAsync(cancellationToken: token)), cancellation),
            TryAsync("blobs", token => FirstAsync(blobs.GetBlobContainersAsync(cancellationToken: token)), cancellation)
        );
        string[] failing = [.. parts.OfType<string>()];
        return failing.Length == 0
            ? Json.Ok(new { Status = "ready" })
            : Results.Json(
                new { Status = "not_ready", Failing = failing },
                OrderJson.Options,
                statusCode: StatusCodes.Status503ServiceUnavailable
            );
    }

    private async Task<string?> TryAsync(string part, Func<CancellationToken, Task> ask, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_patience);
        try
        {
            await ask(limit.Token);
            return null;
        }
        catch (Exception error)
            when (error is RequestFailedException or AggregateException or OperationCanceledException
                && !cancellation.IsCancellationRequested
            )
        {
            logger.LogWarning("Not ready: {Part} do not answer: {Error}.", part, error.GetType().Name);
            return part;
        }
    }

    private static async Task FirstAsync<T>(AsyncPageable<T> pages)
        where T : notnull
    {
        await foreach (var _ in pages)
            break;
    }
}
