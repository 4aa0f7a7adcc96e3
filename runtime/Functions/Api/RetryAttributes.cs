namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often a timer-triggered function is repeated in process when it throws. Queue triggers retry by redelivery and take none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    public RetryAttribute()
    {
    }

    /// <summary>Repetitions after the first attempt; −1 for no end.</summary>
    public int MaxRetryCount { get; set; }
}

public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>The pause before each repetition, as <c>hh:mm:ss</c>.</summary>
    public string DelayInterval { get; }
}

public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>The first pause, as <c>hh:mm:ss</c>; each next one is twice as long.</summary>
    public string MinimumInterval { get; }

    /// <summary>No pause is longer than this, as <c>hh:mm:ss</c>.</summary>
    public string MaximumInterval { get; }
}
