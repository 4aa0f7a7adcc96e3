using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// Rows of the Instances table, with the official columns (task-hub-format.md, section 2.1) and three of ours: <c>StartDetails</c>, what an accepted start has besides them;
/// <c>CheckpointId</c>, the checkpoint that wrote the row last; <c>FailureDetails</c> of a failed instance.
/// </summary>
internal static class InstanceFormat
{
    public static readonly string[] KeyColumns = ["PartitionKey", "RowKey"];

    public static readonly string[] CheapColumns =
    [
        "PartitionKey", "RowKey", "ExecutionId", "Name", "Version", "RuntimeStatus", "CreatedTime", "LastUpdatedTime", "CompletedTime", "ScheduledStartTime", "Tags", "TagsBlobName",
        "StartDetails", "CheckpointId", "Generation",
    ];

    public static TableEntity Created(string hubName, string partitionKey, ExecutionStarted start, int generation, string inboxFrom)
    {
        var row = new TableEntity(partitionKey, "")
        {
            ["LastUpdatedTime"] = start.Timestamp,
            ["RuntimeStatus"] = nameof(OrchestrationStatus.Pending),
            ["ExecutionId"] = start.ExecutionId,
            ["Generation"] = generation,
            ["TaskHubName"] = hubName,
            ["CustomStatus"] = "null",
            ["StartDetails"] = ColumnJson.Write(new StartDetails(start.ExecutionId, start.Parent, start.TraceParent, inboxFrom)),
        };
        Describe(row, start.Name, start.Version, start.Input, start.Timestamp, start.ScheduledStartTime, start.Tags);
        return row;
    }

    /// <summary>What a checkpoint merges into the row. Name, input and the like change only where an execution begins, as in the official engine.</summary>
    public static TableEntity Merged(string hubName, string partitionKey, Checkpoint checkpoint, InstanceRow row)
    {
        var entity = Merged(hubName, partitionKey, checkpoint.Id.ToString("N"), row);
        if (checkpoint.IsNewExecution)
        {
            entity["InputBlobName"] = "";
            Describe(entity, row.Name, row.Version, row.Input, row.CreatedTime, row.ScheduledStartTime, row.Tags);
        }
        return entity;
    }

    /// <summary>A whole row, rebuilt from the history.</summary>
    public static TableEntity Repaired(string hubName, string partitionKey, string? checkpointId, InstanceRow row)
    {
        var entity = Merged(hubName, partitionKey, checkpointId, row);
        entity["InputBlobName"] = "";
        Describe(entity, row.Name, row.Version, row.Input, row.CreatedTime, row.ScheduledStartTime, row.Tags);
        return entity;
    }

    public static InstanceRow ToRow(TableEntity row, bool withPayloads)
    {
        var status = Status(row);
        // The details of a failure outlive a rewind in their column: they mean something while the instance is failed.
        var failure = withPayloads && status == OrchestrationStatus.Failed ? ColumnJson.ReadFailure(row.GetString("FailureDetails")) : null;
        // A resumed instance still shows the reason of its suspension there, as an official one does; it is no output.
        var output = withPayloads && status is not (OrchestrationStatus.Pending or OrchestrationStatus.Running) ? row.GetString("Output") : null;
        return new()
        {
            InstanceId = TableKeys.Unescape(row.PartitionKey),
            ExecutionId = row.GetString("ExecutionId"),
            Name = row.GetString("Name"),
            Version = row.GetString("Version"),
            Input = withPayloads ? row.GetString("Input") : null,
            Output = output,
            CustomStatus = withPayloads && row.GetString("CustomStatus") is { } text and not "null" ? text : null,
            Status = status,
            CreatedTime = HistoryFormat.Time(row, "CreatedTime"),
            LastUpdatedTime = HistoryFormat.Time(row, "LastUpdatedTime"),
            CompletedTime = row.GetDateTime("CompletedTime"),
            ScheduledStartTime = row.GetDateTime("ScheduledStartTime"),
            Tags = HistoryFormat.Tags(row),
            Failure = failure,
        };
    }

    public static OrchestrationStatus Status(TableEntity row) => Enum.Parse<OrchestrationStatus>(row.GetString("RuntimeStatus"));

    public static StartDetails Details(TableEntity row) =>
        ColumnJson.Read<StartDetails>(row.GetString("StartDetails")) ?? throw HistoryFormat.Unreadable(row, "StartDetails");

    /// <summary>The accepted start, while the history does not hold it yet.</summary>
    public static ExecutionStarted Start(TableEntity row)
    {
        var details = Details(row);
        return new(
            HistoryFormat.Time(row, "CreatedTime"),
            TableKeys.Unescape(row.PartitionKey),
            details.ExecutionId,
            row.GetString("Name"),
            row.GetString("Version"),
            row.GetString("Input"),
            details.Parent,
            HistoryFormat.Tags(row),
            row.GetDateTime("ScheduledStartTime"),
            details.TraceParent);
    }

    private static TableEntity Merged(string hubName, string partitionKey, string? checkpointId, InstanceRow row)
    {
        var entity = new TableEntity(partitionKey, "")
        {
            ["CustomStatus"] = row.CustomStatus ?? "null",
            ["ExecutionId"] = row.ExecutionId,
            ["LastUpdatedTime"] = row.LastUpdatedTime,
            ["RuntimeStatus"] = row.Status.ToString(),
            ["TaskHubName"] = hubName,
        };
        HistoryFormat.Set(entity, "CheckpointId", checkpointId);
        HistoryFormat.Set(entity, "CompletedTime", row.CompletedTime);
        HistoryFormat.Set(entity, "Output", row.Output ?? row.Failure?.ToString());
        HistoryFormat.Set(entity, "FailureDetails", row.Failure is null ? null : ColumnJson.Failure(row.Failure));
        return entity;
    }

    private static void Describe(
        TableEntity row, string name, string? version, string? input, DateTime created, DateTime? scheduled, IReadOnlyDictionary<string, string>? tags)
    {
        row["Name"] = name;
        row["CreatedTime"] = created;
        row["Tags"] = ColumnJson.Write(tags);
        HistoryFormat.Set(row, "Version", version);
        HistoryFormat.Set(row, "Input", input);
        HistoryFormat.Set(row, "ScheduledStartTime", scheduled);
    }
}

/// <param name="InboxFrom">Messages accepted before this one were for a former life of the id.</param>
internal sealed record StartDetails(string ExecutionId, ParentInstance? Parent, string? TraceParent, string InboxFrom);
