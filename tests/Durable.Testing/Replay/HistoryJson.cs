using System.Text.Json;
using DurableTask.Core;
using DurableTask.Core.History;

namespace Durable.Testing.Replay;

/// <summary>
/// Official history events as JSON, with what a replay needs of them: their payloads to the letter, no traces, no stacks.
/// </summary>
internal static class HistoryJson
{
    public static void Write(Utf8JsonWriter json, HistoryEvent happened)
    {
        json.WriteString("EventType", happened.EventType.ToString());
        if (happened.EventId >= 0)
            json.WriteNumber("EventId", happened.EventId);
        json.WriteString("Timestamp", happened.Timestamp);
        switch (happened)
        {
            case OrchestratorStartedEvent or OrchestratorCompletedEvent:
                break;
            case ExecutionStartedEvent started:
                WriteName(json, started.Name, started.Version);
                json.WriteString("ExecutionId", started.OrchestrationInstance.ExecutionId);
                if (started.ParentInstance is { } parent)
                    WriteParent(json, parent);
                WriteJson(json, "Input", started.Input);
                break;
            case TaskScheduledEvent task:
                WriteName(json, task.Name, task.Version);
                WriteJson(json, "Input", task.Input);
                break;
            case TaskCompletedEvent done:
                json.WriteNumber("TaskScheduledId", done.TaskScheduledId);
                WriteJson(json, "Result", done.Result);
                break;
            case TaskFailedEvent failed:
                WriteFailed(json, failed.TaskScheduledId, failed.Reason, failed.FailureDetails);
                break;
            case SubOrchestrationInstanceCreatedEvent child:
                WriteName(json, child.Name, child.Version);
                json.WriteString("InstanceId", child.InstanceId);
                WriteJson(json, "Input", child.Input);
                break;
            case SubOrchestrationInstanceCompletedEvent done:
                json.WriteNumber("TaskScheduledId", done.TaskScheduledId);
                WriteJson(json, "Result", done.Result);
                break;
            case SubOrchestrationInstanceFailedEvent failed:
                WriteFailed(json, failed.TaskScheduledId, failed.Reason, failed.FailureDetails);
                break;
            case TimerCreatedEvent timer:
                json.WriteString("FireAt", timer.FireAt);
                break;
            case TimerFiredEvent fired:
                json.WriteNumber("TimerId", fired.TimerId);
                json.WriteString("FireAt", fired.FireAt);
                break;
            case EventSentEvent sent:
                json.WriteString("InstanceId", sent.InstanceId);
                json.WriteString("Name", sent.Name);
                WriteJson(json, "Input", sent.Input);
                break;
            case EventRaisedEvent raised:
                json.WriteString("Name", raised.Name);
                WriteJson(json, "Input", raised.Input);
                break;
            case ExecutionTerminatedEvent terminated:
                WriteJson(json, "Input", terminated.Input);
                break;
            case ExecutionSuspendedEvent suspended:
                WriteText(json, "Reason", suspended.Reason);
                break;
            case ExecutionResumedEvent resumed:
                WriteText(json, "Reason", resumed.Reason);
                break;
            case ExecutionCompletedEvent ended:
                json.WriteString("OrchestrationStatus", ended.OrchestrationStatus.ToString());
                WriteEnd(json, ended);
                break;
            default:
                throw new NotSupportedException($"A recording holds no {happened.EventType}.");
        }
    }

    /// <param name="instanceId">Of the orchestration whose history it is.</param>
    public static HistoryEvent Read(JsonElement json, string instanceId)
    {
        var id = json.TryGetProperty("EventId", out var number) ? number.GetInt32() : -1;
        HistoryEvent happened = Enum.Parse<EventType>(Text(json, "EventType")!) switch
        {
            EventType.OrchestratorStarted => new OrchestratorStartedEvent(id),
            EventType.OrchestratorCompleted => new OrchestratorCompletedEvent(id),
            EventType.ExecutionStarted => new ExecutionStartedEvent(id, Json(json, "Input"))
            {
                Name = Text(json, "Name"),
                Version = Text(json, "Version"),
                OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId, ExecutionId = Text(json, "ExecutionId") },
                ParentInstance = json.TryGetProperty("Parent", out var parent) ? ReadParent(parent) : null,
            },
            EventType.TaskScheduled => new TaskScheduledEvent(id, Text(json, "Name")!, Text(json, "Version"), Json(json, "Input")),
            EventType.TaskCompleted => new TaskCompletedEvent(id, Number(json, "TaskScheduledId"), Json(json, "Result")),
            EventType.TaskFailed => new TaskFailedEvent(
                id,
                Number(json, "TaskScheduledId"),
                Text(json, "Reason"),
                details: null,
                ReadFailure(json)
            ),
            EventType.SubOrchestrationInstanceCreated => new SubOrchestrationInstanceCreatedEvent(id)
            {
                Name = Text(json, "Name"),
                Version = Text(json, "Version"),
                InstanceId = Text(json, "InstanceId"),
                Input = Json(json, "Input"),
            },
            EventType.SubOrchestrationInstanceCompleted => new SubOrchestrationInstanceCompletedEvent(
                id,
                Number(json, "TaskScheduledId"),
                Json(json, "Result")
            ),
            EventType.SubOrchestrationInstanceFailed => new SubOrchestrationInstanceFailedEvent(
                id,
                Number(json, "TaskScheduledId"),
                Text(json, "Reason"),
                details: null,
                ReadFailure(json)
            ),
            EventType.TimerCreated => new TimerCreatedEvent(id) { FireAt = json.GetProperty("FireAt").GetDateTime() },
            EventType.TimerFired => new TimerFiredEvent(id, json.GetProperty("FireAt").GetDateTime()) { TimerId = Number(json, "TimerId") },
            EventType.EventSent => new EventSentEvent(id)
            {
                InstanceId = Text(json, "InstanceId"),
                Name = Text(json, "Name"),
                Input = Json(json, "Input"),
            },
            EventType.EventRaised => new EventRaisedEvent(id, Json(json, "Input")) { Name = Text(json, "Name") },
            EventType.ExecutionTerminated => new ExecutionTerminatedEvent(id, Json(json, "Input")),
            EventType.ExecutionSuspended => new ExecutionSuspendedEvent(id, Text(json, "Reason")),
            EventType.ExecutionResumed => new ExecutionResumedEvent(id, Text(json, "Reason")),
            EventType.ExecutionCompleted => new ExecutionCompletedEvent(
                id,
                Json(json, "Result") ?? Text(json, "Reason"),
                Enum.Parse<OrchestrationStatus>(Text(json, "OrchestrationStatus")!),
                ReadFailure(json)
            ),
            var other => throw new InvalidDataException($"A recording holds no {other}."),
        };
        happened.Timestamp = json.GetProperty("Timestamp").GetDateTime();
        return happened;
    }

    private static void WriteName(Utf8JsonWriter json, string? name, string? version)
    {
        json.WriteString("Name", name);
        if (!string.IsNullOrEmpty(version))
            json.WriteString("Version", version);
    }

    private static void WriteParent(Utf8JsonWriter json, ParentInstance parent)
    {
        json.WriteStartObject("Parent");
        WriteName(json, parent.Name, parent.Version);
        json.WriteString("InstanceId", parent.OrchestrationInstance.InstanceId);
        json.WriteNumber("TaskScheduledId", parent.TaskScheduleId);
        json.WriteEndObject();
    }

    private static ParentInstance ReadParent(JsonElement json) =>
        new()
        {
            Name = Text(json, "Name"),
            Version = Text(json, "Version"),
            OrchestrationInstance = new OrchestrationInstance { InstanceId = Text(json, "InstanceId") },
            TaskScheduleId = Number(json, "TaskScheduledId"),
        };

    private static void WriteFailed(Utf8JsonWriter json, int scheduledId, string? reason, FailureDetails? failure)
    {
        json.WriteNumber("TaskScheduledId", scheduledId);
        WriteText(json, "Reason", reason);
        WriteFailure(json, failure);
    }

    // The result of a failure is its message, not JSON.
    private static void WriteEnd(Utf8JsonWriter json, ExecutionCompletedEvent ended)
    {
        if (ended.OrchestrationStatus == OrchestrationStatus.Failed)
            WriteText(json, "Reason", ended.Result);
        else
            WriteJson(json, "Result", ended.Result);
        WriteFailure(json, ended.FailureDetails);
    }

    private static void WriteFailure(Utf8JsonWriter json, FailureDetails? failure)
    {
        if (failure is null)
            return;
        json.WriteStartObject("Failure");
        json.WriteString("ErrorType", failure.ErrorType);
        json.WriteString("ErrorMessage", failure.ErrorMessage);
        if (failure.IsNonRetriable)
            json.WriteBoolean("IsNonRetriable", value: true);
        WriteFailure(json, failure.InnerFailure);
        json.WriteEndObject();
    }

    private static FailureDetails? ReadFailure(JsonElement json) =>
        json.TryGetProperty("Failure", out var failure)
            ? new FailureDetails(
                Text(failure, "ErrorType")!,
                Text(failure, "ErrorMessage")!,
                stackTrace: null,
                ReadFailure(failure),
                failure.TryGetProperty("IsNonRetriable", out _)
            )
            : null;

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void WriteJson(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }

    private static string? Json(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
