using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Lives.Storage;

/// <summary>Entity-group transactions: all of their changes, or none.</summary>
internal static class RowTransactions
{
    // Where TableTransactionFailedException reads which of the actions failed.
    private const string FailedAction = "FailedEntity";

    /// <exception cref="TableTransactionFailedException">An action cannot be done; none was.</exception>
    public static IReadOnlyList<Response> Apply(StoredTable table, RowChange[] changes)
    {
        var results = new StoredRow[changes.Length];
        var action = 0;
        try
        {
            var keys = new HashSet<string>(changes.Length, StringComparer.Ordinal);
            var sizes = 0L;
            for (; action < changes.Length; action++)
            {
                var row = changes[action].Row;
                if (
                    changes[action].Type
                        is not (
                            TableTransactionActionType.Add
                            or TableTransactionActionType.UpsertMerge
                            or TableTransactionActionType.UpsertReplace
                        )
                    && changes[action].IfMatch == default
                )
                    throw new NotSupportedException("In a simulated transaction each change of a row names the version that it changes.");
                if (row.PartitionKey != changes[0].Row.PartitionKey)
                    throw StorageError.Bad(
                        "CommandsInBatchActOnDifferentPartitions",
                        $"{changes[0].Row.PartitionKey} and {row.PartitionKey}"
                    );
                if (!keys.Add(row.Key))
                    throw StorageError.Bad("InvalidDuplicateRow", $"{row.PartitionKey}|{row.Key}");
                sizes += changes[action].Type == TableTransactionActionType.Delete ? 0 : RowLimits.Hold(row);
                RowLimits.HoldTransaction(action + 1, sizes);
                results[action] = changes[action].Result(table);
            }
        }
        catch (RequestFailedException refusal)
        {
            refusal.Data[FailedAction] = action.ToString(CultureInfo.InvariantCulture);
            throw new TableTransactionFailedException(refusal);
        }

        var responses = new Response[changes.Length];
        for (var i = 0; i < changes.Length; i++)
        {
            if (changes[i].Type == TableTransactionActionType.Delete)
            {
                table.Remove(results[i]);
                responses[i] = SimulatedResponse.NoContent;
            }
            else
            {
                responses[i] = new SimulatedResponse(204, table.Set(results[i]).ETag);
            }
        }

        return responses;
    }
}
