using System.Text;

namespace Microsoft.DurableTask.Client;

/// <summary>What is known of one orchestration from outside. Input, output and status are present only if they were asked for.</summary>
public sealed class OrchestrationMetadata
{
    public OrchestrationMetadata(string name, string instanceId)
    {
        Name = name;
        InstanceId = instanceId;
    }

    public string Name { get; }

    public string InstanceId { get; }

    /// <summary>Reads the payloads; null when they were not fetched.</summary>
    public DataConverter? DataConverter { get; init; }

    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public string? SerializedInput { get; init; }

    public string? SerializedOutput { get; init; }

    public string? SerializedCustomStatus { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Set for a failed orchestration.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated
        or OrchestrationRuntimeStatus.Canceled;

    /// <exception cref="InvalidOperationException">The payloads were not fetched.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <exception cref="InvalidOperationException">The payloads were not fetched.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <exception cref="InvalidOperationException">The payloads were not fetched.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    public override string ToString()
    {
        var text = new StringBuilder($"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}");
        if (FailureDetails is not null)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $", Failure: {FailureDetails.ErrorType}");
        return text.Append(']').ToString();
    }

    private T? Read<T>(string? data)
    {
        if (DataConverter is null)
            throw new InvalidOperationException($"The payloads of '{InstanceId}' were not fetched: ask with getInputsAndOutputs (FetchInputsAndOutputs in a query).");
        return DataConverter.Deserialize<T>(data);
    }
}
