using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace LocalRuntime.Functions.Triggers;

/// <summary>How long to wait before a function that failed is repeated in process.</summary>
internal static class RetryDelay
{
    /// <param name="attempt">Repetitions so far.</param>
    /// <returns>Null when it is not repeated any more.</returns>
    public static TimeSpan? Of(RetryAttribute? retry, int attempt)
    {
        if (retry is null || (retry.MaxRetryCount >= 0 && attempt >= retry.MaxRetryCount))
            return null;
        return retry switch
        {
            FixedDelayRetryAttribute fixedDelay => Parse(fixedDelay.DelayInterval),
            ExponentialBackoffRetryAttribute backoff => Min(Parse(backoff.MinimumInterval) * Math.Pow(2, Math.Min(attempt, 30)), Parse(backoff.MaximumInterval)),
            _ => null,
        };
    }

    private static TimeSpan Parse(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
