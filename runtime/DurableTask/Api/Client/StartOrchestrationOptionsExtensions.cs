namespace Microsoft.DurableTask.Client;

/// <summary>Typed access to <see cref="StartOrchestrationOptions.DedupeStatuses"/>.</summary>
public static class StartOrchestrationOptionsExtensions
{
    public static readonly IReadOnlyList<OrchestrationRuntimeStatus> ValidDedupeStatuses =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
        OrchestrationRuntimeStatus.Canceled,
    ];

    /// <summary>The statuses in which an existing instance refuses the start.</summary>
    public static StartOrchestrationOptions WithDedupeStatuses(this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { DedupeStatuses = [.. dedupeStatuses.Select(status => status.ToString())] };
    }
}
