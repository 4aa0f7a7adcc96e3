namespace Microsoft.DurableTask.Client;

/// <summary>Which orchestrations a query returns; null and empty mean any.</summary>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    public const int DefaultPageSize = 100;
}

/// <summary>Which finished orchestrations a purge removes.</summary>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>When to stop with what is purged so far; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <param name="Recursive">Also the sub-orchestrations.</param>
public record PurgeInstanceOptions(bool Recursive = false);

/// <param name="Output">The output that the terminated orchestration gets.</param>
/// <param name="Recursive">Also the sub-orchestrations.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);

/// <summary>What a purge removed.</summary>
public class PurgeResult
{
    public PurgeResult(int count)
        : this(count, null)
    {
    }

    public PurgeResult(int count, bool? isComplete)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        PurgedInstanceCount = count;
        IsComplete = isComplete;
    }

    public int PurgedInstanceCount { get; }

    /// <summary>False when the time was over before all was purged; null when unknown.</summary>
    public bool? IsComplete { get; }
}

/// <summary>How a client works.</summary>
public class DurableTaskClientOptions
{
    /// <summary>The version of orchestrations that are started without one.</summary>
    public string DefaultVersion { get; set; } = string.Empty;

    public DataConverter DataConverter { get; set; } = Converters.JsonDataConverter.Default;
}
