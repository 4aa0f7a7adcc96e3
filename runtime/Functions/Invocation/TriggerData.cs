using System.Reflection;

namespace LocalRuntime.Functions.Invocation;

/// <summary>What a trigger hands to one run of its function.</summary>
internal sealed record TriggerData
{
    /// <summary>OpenTelemetry's name for the kind of trigger: <c>http</c>, <c>pubsub</c>, <c>timer</c> or <c>other</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Makes the value of a parameter that only the trigger knows.</summary>
    public required Func<ParameterInfo, InvocationContext, ValueTask<object?>> BindAsync { get; init; }

    public IReadOnlyDictionary<string, object?> BindingData { get; init; } = new Dictionary<string, object?>();

    /// <summary>Left among the run's items for middleware.</summary>
    public KeyValuePair<object, object>? Item { get; init; }

    public int RetryCount { get; init; }

    public int MaxRetryCount { get; init; }
}
