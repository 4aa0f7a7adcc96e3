using Azure;

namespace Orders.Functions.Storage.Tables;

/// <summary>Repeats read-decide-write when another writer was first.</summary>
public sealed class OptimisticRetry(TimeProvider clock, Random jitter)
{
    private const int MostAttempts = 12;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(500);

    /// <param name="what">For the error: <c>the stock</c>.</param>
    /// <param name="attempt">Reads, decides and writes; is told how many attempts failed before.</param>
    /// <exception cref="StorageContentionException">Others were first each time.</exception>
    public async Task<T> RunAsync<T>(string what, Func<int, Task<T>> attempt, CancellationToken cancellation)
    {
        for (var failed = 0; ; failed++)
        {
            try
            {
                return await attempt(failed);
            }
            catch (RequestFailedException e) when (Rows.IsConflict(e))
            {
                if (failed + 1 == MostAttempts)
                    throw new StorageContentionException($"Others changed {what} at the same moment, {MostAttempts} times in a row.", e);
            }

            await Task.Delay(Delay(failed), clock, cancellation);
        }
    }

    private TimeSpan Delay(int failed)
    {
        var longest = Math.Min(LongestDelay.TotalMilliseconds, FirstDelay.TotalMilliseconds * Math.Pow(2, failed));
        lock (jitter)
            return TimeSpan.FromMilliseconds(longest * jitter.NextDouble());
    }
}
