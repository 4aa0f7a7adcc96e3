namespace LocalRuntime.DurableTask.Core;

internal static class OrchestrationStatusExtensions
{
    /// <summary>The statuses in which nothing more will happen.</summary>
    public static readonly IReadOnlySet<OrchestrationStatus> Final = new HashSet<OrchestrationStatus>
    {
        OrchestrationStatus.Completed,
        OrchestrationStatus.Failed,
        OrchestrationStatus.Canceled,
        OrchestrationStatus.Terminated,
    };

    public static bool IsFinal(this OrchestrationStatus status) => Final.Contains(status);
}
