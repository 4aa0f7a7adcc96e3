namespace Microsoft.DurableTask;

/// <summary>How an activity or sub-orchestration is called.</summary>
public record TaskOptions
{
    public TaskOptions(TaskRetryOptions? retry)
        : this(retry, null)
    {
    }

    public TaskOptions(TaskRetryOptions? retry = null, IDictionary<string, string>? tags = null)
    {
        Retry = retry;
        Tags = tags;
    }

    public TaskOptions(TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Retry = options.Retry;
        Tags = options.Tags;
        Version = options.Version;
    }

    /// <summary>Null: a failure is final.</summary>
    public TaskRetryOptions? Retry { get; init; }

    public IDictionary<string, string>? Tags { get; init; }

    /// <summary>Null: an activity runs with the orchestration's version, a child with the worker's default one.</summary>
    public TaskVersion? Version { get; init; }

    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new((TaskRetryOptions)policy);

    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new((TaskRetryOptions)handler);

    public static TaskOptions FromRetryHandler(RetryHandler handler) => new((TaskRetryOptions)handler);

    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}

/// <summary>How a sub-orchestration is called.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry)
    {
        InstanceId = instanceId;
    }

    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options)
    {
        InstanceId = instanceId;
        if (options is not SubOrchestrationOptions derived)
            return;
        InstanceId = instanceId ?? derived.InstanceId;
        Version = derived.Version;
    }

    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        Version = options.Version;
    }

    /// <summary>Null: a deterministic id is made.</summary>
    public string? InstanceId { get; init; }

    public new TaskVersion? Version { get; init; }
}

/// <summary>How a top-level orchestration is started.</summary>
public record StartOrchestrationOptions
{
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>Null: a random id is made.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Null or past: at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    public TaskVersion? Version { get; init; }

    /// <summary>
    /// The statuses in which an existing instance of this id refuses the start. Null: a finished instance is replaced. An instance that is not finished is never replaced.
    /// </summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}

/// <summary>How an orchestration starts over.</summary>
public class ContinueAsNewOptions
{
    public object? NewInput { get; set; }

    /// <summary>Whether events that arrived and were not awaited go over to the new run.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>Null: the version stays.</summary>
    public string? NewVersion { get; set; }
}

/// <summary>The orchestration that waits for this one.</summary>
public record ParentOrchestrationInstance(TaskName Name, string InstanceId);
