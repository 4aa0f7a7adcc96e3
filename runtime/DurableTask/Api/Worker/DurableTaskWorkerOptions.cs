namespace Microsoft.DurableTask.Worker;

/// <summary>How the worker works.</summary>
public class DurableTaskWorkerOptions
{
    private VersioningOptions? _versioning;

    /// <summary>Which versions an orchestration may have for this worker to run it.</summary>
    public enum VersionMatchStrategy
    {
        /// <summary>Any.</summary>
        None = 0,

        /// <summary>The worker's own only.</summary>
        Strict = 1,

        /// <summary>The worker's own and older ones.</summary>
        CurrentOrOlder = 2,
    }

    /// <summary>What becomes of an orchestration whose version does not match.</summary>
    public enum VersionFailureStrategy
    {
        /// <summary>It waits, and is tried again from time to time.</summary>
        Reject = 0,

        /// <summary>It fails with VersionMismatch.</summary>
        Fail = 1,
    }

    public DataConverter DataConverter { get; set; } = Converters.JsonDataConverter.Default;

    /// <summary>Longer timers are cut into pieces of this length.</summary>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);

    public ConcurrencyOptions Concurrency { get; } = new();

    public VersioningOptions? Versioning
    {
        get => _versioning;
        set => _versioning = value;
    }

    internal bool IsVersioningSet => _versioning is not null;

    /// <summary>How much runs at once.</summary>
    public class ConcurrencyOptions
    {
        public int MaximumConcurrentActivityWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = 100 * Environment.ProcessorCount;
    }

    /// <summary>Which orchestrations this worker runs.</summary>
    public class VersioningOptions
    {
        /// <summary>The worker's own version.</summary>
        public string Version { get; set; } = string.Empty;

        /// <summary>The version of sub-orchestrations that are called without one.</summary>
        public string DefaultVersion { get; set; } = string.Empty;

        public VersionMatchStrategy MatchStrategy { get; set; } = VersionMatchStrategy.None;

        public VersionFailureStrategy FailureStrategy { get; set; } = VersionFailureStrategy.Reject;
    }
}
