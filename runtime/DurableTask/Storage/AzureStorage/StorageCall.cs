using Azure;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>Draws the line between storage that is away, which the caller may wait out, and a call that is wrong.</summary>
internal static class StorageCall
{
    public static async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (IsOutage(e, cancellation))
        {
            throw new HubUnavailableException($"The storage account did not answer as it should: {Reason(e)}", e);
        }
    }

    public static Task RunAsync(Func<Task> call, CancellationToken cancellation) => RunAsync(
        async () =>
        {
            await call();
            return true;
        },
        cancellation);

    /// <summary>The stored rows are not as the caller expected: someone wrote, or removed, one of them.</summary>
    public static bool IsConflict(RequestFailedException e) => e.Status is 409 or 412 || (e.Status == 404 && !IsMissingTable(e));

    private static bool IsOutage(Exception e, CancellationToken cancellation) => e switch
    {
        RequestFailedException failed => failed.Status is 0 or 401 or 403 or 408 or 429 or >= 500 || IsMissingTable(failed),
        AggregateException aggregate => aggregate.InnerExceptions.All(inner => IsOutage(inner, cancellation)),
        OperationCanceledException => !cancellation.IsCancellationRequested,
        IOException or HttpRequestException => true,
        _ => false,
    };

    private static bool IsMissingTable(RequestFailedException e) => e.ErrorCode is "TableNotFound" or "ContainerNotFound" or "TableBeingDeleted" or "ContainerBeingDeleted";

    private static string Reason(Exception e) => (e is AggregateException { InnerExceptions: [var first, ..] } ? first : e).Message.Split('\n', 2)[0].TrimEnd();
}
