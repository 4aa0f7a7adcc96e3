using System.Text.Json;
using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;
using Microsoft.DurableTask;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// History events as table rows, column for column as in the official History table (task-hub-format.md, sections 2.2 and 3).
/// Inbox rows carry their event in the same columns.
/// </summary>
internal static class HistoryFormat
{
    public static TableEntity ToEntity(string partitionKey, string rowKey, string? executionId, HistoryEvent e)
    {
        var row = new TableEntity(partitionKey, rowKey)
        {
            ["EventType"] = e.GetType().Name,
            ["EventId"] = e.EventId,
            ["IsPlayed"] = IsTrigger(e),
            ["_Timestamp"] = e.Timestamp,
        };
        Set(row, "ExecutionId", executionId);
        Set(row, "MessageId", e.MessageId);
        switch (e)
        {
            case OrchestratorStarted or OrchestratorCompleted:
                break;
            case ExecutionStarted x:
                row["OrchestrationInstance"] = ColumnJson.Instance(x.InstanceId, x.ExecutionId);
                row["ParentInstance"] = ColumnJson.Parent(x.Parent);
                row["ParentTraceContext"] = ColumnJson.Trace(x.TraceParent);
                row["Tags"] = ColumnJson.Write(x.Tags);
                Set(row, "ScheduledStartTime", x.ScheduledStartTime);
                Described(row, x.Name, x.Version, x.Input);
                break;
            case ExecutionCompleted x:
                row["OrchestrationStatus"] = x.Status.ToString();
                row["FailureDetails"] = ColumnJson.Failure(x.Failure);
                Set(row, "Result", x.Result);
                break;
            case ExecutionTerminated x:
                Set(row, "Input", x.Input);
                row["Recursive"] = x.Recursive;
                break;
            case ExecutionSuspended x:
                Set(row, "Reason", x.Reason);
                break;
            case ExecutionResumed x:
                Set(row, "Reason", x.Reason);
                break;
            case TaskScheduled x:
                row["ParentTraceContext"] = ColumnJson.Trace(x.TraceParent);
                row["Tags"] = ColumnJson.Write(x.Tags);
                Described(row, x.Name, x.Version, x.Input);
                break;
            case TaskCompleted x:
                Completed(row, x.TaskScheduledId, x.Result);
                break;
            case TaskFailed x:
                Failed(row, x.TaskScheduledId, x.Failure);
                break;
            case SubOrchestrationInstanceCreated x:
                row["InstanceId"] = x.InstanceId;
                row["Tags"] = ColumnJson.Write(x.Tags);
                Described(row, x.Name, x.Version, x.Input);
                break;
            case SubOrchestrationInstanceCompleted x:
                Completed(row, x.TaskScheduledId, x.Result);
                break;
            case SubOrchestrationInstanceFailed x:
                Failed(row, x.TaskScheduledId, x.Failure);
                break;
            case TimerCreated x:
                row["FireAt"] = x.FireAt;
                break;
            case TimerFired x:
                row["TimerId"] = x.TimerId;
                row["FireAt"] = x.FireAt;
                break;
            case EventSent x:
                row["InstanceId"] = x.InstanceId;
                Described(row, x.Name, version: null, x.Input);
                break;
            case EventRaised x:
                row["ParentTraceContext"] = "null";
                Described(row, x.Name, version: null, x.Input);
                break;
            case GenericEvent x:
                Set(row, "Data", x.Data);
                break;
            default:
                throw new NotSupportedException($"No columns are known for the event {e.GetType().Name}.");
        }
        return row;
    }

    /// <exception cref="InvalidDataException">The row holds no event; the message says which row.</exception>
    public static HistoryEvent FromEntity(TableEntity row)
    {
        try
        {
            var e = Read(row);
            return row.GetString("MessageId") is { } message ? e with { MessageId = message } : e;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            // A column of another type, or JSON that is none.
            throw new InvalidDataException($"Row '{row.RowKey}' of '{row.PartitionKey}' cannot be read: {e.Message}", e);
        }
    }

    private static HistoryEvent Read(TableEntity row)
    {
        var at = Time(row, "_Timestamp");
        var id = row.GetInt32("EventId") ?? -1;
        string? Text(string column) => row.GetString(column);
        int Number(string column) => row.GetInt32(column) ?? throw Unreadable(row, column);
        string Needed(string column) => row.GetString(column) ?? throw Unreadable(row, column);
        TaskFailureDetails? Failure() => ColumnJson.ReadFailure(Text("FailureDetails"));
        return Needed("EventType") switch
        {
            nameof(OrchestratorStarted) => new OrchestratorStarted(at),
            nameof(OrchestratorCompleted) => new OrchestratorCompleted(at),
            nameof(ExecutionStarted) => new ExecutionStarted(
                at,
                TableKeys.Unescape(row.PartitionKey),
                Needed("ExecutionId"),
                Needed("Name"),
                Text("Version"),
                Text("Input"),
                ColumnJson.ReadParent(Text("ParentInstance")),
                Tags(row),
                row.GetDateTime("ScheduledStartTime"),
                ColumnJson.ReadTrace(Text("ParentTraceContext"))),
            nameof(ExecutionCompleted) => new ExecutionCompleted(id, at, Status(row), Text("Result"), Failure()),
            nameof(ExecutionTerminated) => new ExecutionTerminated(at, Text("Input"), row.GetBoolean("Recursive") ?? false),
            nameof(ExecutionSuspended) => new ExecutionSuspended(at, Text("Reason")),
            nameof(ExecutionResumed) => new ExecutionResumed(at, Text("Reason")),
            nameof(TaskScheduled) => new TaskScheduled(
                id, at, Needed("Name"), Text("Version"), Text("Input"), Tags(row), ColumnJson.ReadTrace(Text("ParentTraceContext"))),
            nameof(TaskCompleted) => new TaskCompleted(at, Number("TaskScheduledId"), Text("Result")),
            nameof(TaskFailed) => new TaskFailed(at, Number("TaskScheduledId"), Failure() ?? throw Unreadable(row, "FailureDetails")),
            nameof(SubOrchestrationInstanceCreated) => new SubOrchestrationInstanceCreated(
                id, at, Needed("Name"), Text("Version"), Needed("InstanceId"), Text("Input"), Tags(row)),
            nameof(SubOrchestrationInstanceCompleted) => new SubOrchestrationInstanceCompleted(at, Number("TaskScheduledId"), Text("Result")),
            nameof(SubOrchestrationInstanceFailed) => new SubOrchestrationInstanceFailed(
                at, Number("TaskScheduledId"), Failure() ?? throw Unreadable(row, "FailureDetails")),
            nameof(TimerCreated) => new TimerCreated(id, at, Time(row, "FireAt")),
            nameof(TimerFired) => new TimerFired(at, Number("TimerId"), Time(row, "FireAt")),
            nameof(EventSent) => new EventSent(id, at, Needed("InstanceId"), Needed("Name"), Text("Input")),
            nameof(EventRaised) => new EventRaised(at, Needed("Name"), Text("Input")),
            nameof(GenericEvent) => new GenericEvent(id, at, Text("Data")),
            _ => throw Unreadable(row, "EventType"),
        };
    }

    // By its name: a number would be taken for a status that there is not.
    private static OrchestrationStatus Status(TableEntity row) =>
        row.GetString("OrchestrationStatus") is { } name && Enum.GetNames<OrchestrationStatus>().Contains(name, StringComparer.Ordinal) ? Enum.Parse<OrchestrationStatus>(name) : throw Unreadable(row, "OrchestrationStatus");

    public static IReadOnlyDictionary<string, string>? Tags(TableEntity row) => ColumnJson.Read<Dictionary<string, string>>(row.GetString("Tags"));

    public static DateTime Time(TableEntity row, string column) => row.GetDateTime(column) ?? throw Unreadable(row, column);

    /// <summary>Tables keep no nulls: a null column is an absent one.</summary>
    public static void Set(TableEntity row, string column, object? value)
    {
        if (value is not null)
            row[column] = value;
    }

    public static InvalidDataException Unreadable(TableEntity row, string column) =>
        new($"Row '{row.RowKey}' of '{row.PartitionKey}' cannot be read: column {column} is '{(row.TryGetValue(column, out var value) ? value : null)}'.");

    // As observed in official histories: what woke the orchestrator counts as played, what it then decided does not. Readers ignore the column.
    private static bool IsTrigger(HistoryEvent e) =>
        e is not (OrchestratorStarted or OrchestratorCompleted or TaskScheduled or SubOrchestrationInstanceCreated or TimerCreated or EventSent or ExecutionCompleted or GenericEvent);

    private static void Described(TableEntity row, string name, string? version, string? input)
    {
        row["Name"] = name;
        Set(row, "Version", version);
        Set(row, "Input", input);
    }

    private static void Completed(TableEntity row, int taskScheduledId, string? result)
    {
        row["TaskScheduledId"] = taskScheduledId;
        Set(row, "Result", result);
    }

    private static void Failed(TableEntity row, int taskScheduledId, TaskFailureDetails failure)
    {
        row["TaskScheduledId"] = taskScheduledId;
        row["Reason"] = failure.ErrorMessage;
        row["FailureDetails"] = ColumnJson.Failure(failure);
    }
}
