using Azure;
using Grpc.Core;

namespace Orders.Functions.Storage.Tables;

/// <summary>Tells storage that is away, which a caller may wait out, from a call that is wrong.</summary>
internal static class StorageFailure
{
    /// <param name="cancellation">The caller's: what they cancelled themselves is no failure of the storage.</param>
    public static bool IsOutage(Exception error, CancellationToken cancellation) =>
        error switch
        {
            RequestFailedException failed => IsOutage(failed.Status),
            AggregateException several => several.InnerExceptions.All(inner => IsOutage(inner, cancellation)),
            OperationCanceledException or TimeoutException => !cancellation.IsCancellationRequested,
            StorageContentionException => true,

            // The durable client reaches storage by way of the host, which does not say what went wrong there.
            RpcException
            {
                StatusCode: StatusCode.Aborted
                    or StatusCode.DeadlineExceeded
                    or StatusCode.Internal
                    or StatusCode.ResourceExhausted
                    or StatusCode.Unavailable
                    or StatusCode.Unknown
            } => true,
            RpcException { StatusCode: StatusCode.Cancelled } => !cancellation.IsCancellationRequested,
            _ => false,
        };

    /// <param name="status">Of an answer; 0 when there was none.</param>
    public static bool IsOutage(int status) => status is 0 or 408 or 429 or >= 500;
}
