using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Lives.Storage;

/// <summary>A change of one row, not made yet.</summary>
internal readonly record struct RowChange(TableTransactionActionType Type, StoredRow Row, ETag IfMatch = default)
{
    // Where TableTransactionFailedException reads which of the actions failed.
    private const string FailedAction = "FailedEntity";

    public StorageVerb Verb =>
        Type switch
        {
            TableTransactionActionType.Add => StorageVerb.Add,
            TableTransactionActionType.Delete => StorageVerb.Delete,
            TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace => StorageVerb.Update,
            _ => StorageVerb.Upsert,
        };

    private string Key => $"{Row.PartitionKey}|{Row.Key}";

    /// <summary>Makes the change.</summary>
    /// <inheritdoc cref="Result" path="/exception"/>
    public Response Apply(StoredTable table)
    {
        RowLimits.Hold(Row);
        return Store(table, Result(table));
    }

    /// <summary>Makes all of the changes, or none.</summary>
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
                var change = changes[action];
                if (change.Verb is StorageVerb.Update or StorageVerb.Delete && change.IfMatch == default)
                    throw new NotSupportedException("In a simulated transaction each change of a row names the version that it changes.");
                if (change.Row.PartitionKey != changes[0].Row.PartitionKey)
                    throw StorageError.Bad("CommandsInBatchActOnDifferentPartitions", $"{changes[0].Key} and {change.Key}");
                if (!keys.Add(change.Row.Key))
                    throw StorageError.Bad("InvalidDuplicateRow", change.Key);
                sizes += change.Verb == StorageVerb.Delete ? 0 : RowLimits.Hold(change.Row);
                RowLimits.HoldTransaction(action + 1, sizes);
                results[action] = change.Result(table);
            }
        }
        catch (RequestFailedException refusal)
        {
            refusal.Data[FailedAction] = action.ToString(CultureInfo.InvariantCulture);
            throw new TableTransactionFailedException(refusal);
        }

        return [.. changes.Zip(results, (change, result) => change.Store(table, result))];
    }

    private SimulatedResponse Store(StoredTable table, StoredRow result)
    {
        if (Verb != StorageVerb.Delete)
            return new SimulatedResponse(204, table.Set(result).ETag);
        table.Remove(result);
        return SimulatedResponse.NoContent;
    }

    /// <summary>The row as it would be stored; of a deletion, the row as it is.</summary>
    /// <exception cref="RequestFailedException">The change cannot be made: the row is there, is gone, or is another version.</exception>
    private StoredRow Result(StoredTable table)
    {
        var stored = table.Find(Row.PartitionKey, Row.Key);
        if (Verb == StorageVerb.Add && stored is not null)
            throw StorageError.AlreadyExists(Key);
        if (Verb is StorageVerb.Update or StorageVerb.Delete)
        {
            if (stored is null)
                throw StorageError.NotFound(Key);
            if (!stored.Matches(IfMatch))
                throw StorageError.Changed(Key);
            if (Verb == StorageVerb.Delete)
                return stored;
        }

        if (stored is null || Type is not (TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge))
            return Row;
        var merged = stored.MergedWith(Row);
        RowLimits.Hold(merged);
        return merged;
    }
}
