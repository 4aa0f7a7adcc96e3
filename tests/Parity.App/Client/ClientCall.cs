using System.Text.Json;
using Microsoft.DurableTask.Client;

namespace Parity.App.Client;

/// <summary>What somebody outside can ask of a hub.</summary>
public enum Verb
{
    Start,
    Raise,
    Suspend,
    Resume,
    Terminate,
    Purge,
    Restart,
    Get,
    History,
    List,
}

/// <summary>One call of a hub's client, as data: a test makes it directly or has the app make it.</summary>
/// <param name="InstanceId">For <see cref="Verb.List"/>, the beginning of the ids.</param>
/// <param name="Name">Of the orchestration to start or the event to raise.</param>
/// <param name="Payload">Input, event, reason or output.</param>
/// <param name="Version">Of the orchestration to start; null: the app's default.</param>
/// <param name="StartAfter">How long the start is put off.</param>
/// <param name="KeepEnded">Refuse the start when an instance of this id has ended already.</param>
/// <param name="NewId">Restart under a new id.</param>
/// <param name="Recursive">Terminate or purge the children too.</param>
public sealed record ClientCall(
    Verb Verb,
    string InstanceId,
    string? Name = null,
    JsonElement? Payload = null,
    string? Version = null,
    TimeSpan? StartAfter = null,
    bool KeepEnded = false,
    bool NewId = false,
    bool Recursive = false
);

/// <summary>What came of a call.</summary>
/// <param name="Refusal">The exception's type, with the status where it is gRPC's; null: none was thrown.</param>
/// <param name="Value">The id that was started, or how many instances were purged.</param>
/// <param name="Instance">What <see cref="Verb.Get"/> found.</param>
/// <param name="Lines">History events, or listed instances.</param>
public sealed record ClientAnswer(
    string? Refusal = null,
    string? Value = null,
    Snapshot? Instance = null,
    IReadOnlyList<string>? Lines = null
);

/// <summary>An instance as its client sees it.</summary>
public sealed record Snapshot(
    string Name,
    OrchestrationRuntimeStatus Status,
    string? Input,
    string? Output,
    string? CustomStatus,
    string? Failure
)
{
    public static Snapshot Of(OrchestrationMetadata instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return new(
            instance.Name,
            instance.RuntimeStatus,
            instance.SerializedInput,
            instance.SerializedOutput,
            instance.SerializedCustomStatus,
            instance.FailureDetails is { } failure ? Failures.Describe(failure) : null
        );
    }

    public bool IsEnded =>
        Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
