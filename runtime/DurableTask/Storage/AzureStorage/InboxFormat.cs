using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>Rows of the Inbox table: the event in its history columns, the order of acceptance, and the sender's dedupe id, whose hash is the row's key.</summary>
internal static class InboxFormat
{
    public static TableEntity ToEntity(string partitionKey, string id, string dedupeId, HistoryEvent message)
    {
        var row = HistoryFormat.ToEntity(partitionKey, TableKeys.InboxRow(dedupeId), executionId: null, message);
        row["Sequence"] = id;
        row["DedupeId"] = dedupeId;
        return row;
    }

    public static InboxMessage ToMessage(TableEntity row) => new(Id(row), DedupeId(row), HistoryFormat.FromEntity(row));

    /// <summary>A message to be removed: what it says does not matter any more, and may be gone.</summary>
    public static InboxMessage ToMessageKey(TableEntity row) => new(Id(row), DedupeId(row), new GenericEvent(-1, default, Data: null));

    public static string Id(TableEntity row) => row.GetString("Sequence") ?? throw HistoryFormat.Unreadable(row, "Sequence");

    private static string DedupeId(TableEntity row) => row.GetString("DedupeId") ?? throw HistoryFormat.Unreadable(row, "DedupeId");
}
