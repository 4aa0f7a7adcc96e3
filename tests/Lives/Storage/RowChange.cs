using Azure;
using Azure.Data.Tables;

namespace Lives.Storage;

/// <summary>A change of one row, not made yet.</summary>
internal readonly record struct RowChange(TableTransactionActionType Type, StoredRow Row, ETag IfMatch)
{
    public StorageVerb Verb =>
        Type switch
        {
            TableTransactionActionType.Add => StorageVerb.Add,
            TableTransactionActionType.Delete => StorageVerb.Delete,
            TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace => StorageVerb.Update,
            _ => StorageVerb.Upsert,
        };

    private string Key => $"{Row.PartitionKey}|{Row.Key}";

    /// <summary>The row as it would be stored; of a deletion, the row as it is.</summary>
    /// <exception cref="RequestFailedException">The change cannot be made: the row is there, is gone, or is another version.</exception>
    public StoredRow Result(StoredTable table)
    {
        var stored = table.Find(Row.PartitionKey, Row.Key);
        switch (Type)
        {
            case TableTransactionActionType.Add:
                return stored is null ? Row : throw StorageError.AlreadyExists(Key);
            case TableTransactionActionType.UpsertReplace:
                return Row;
            case TableTransactionActionType.UpsertMerge:
                return stored is null ? Row : Merged(stored);
        }

        if (stored is null)
            throw StorageError.NotFound(Key);
        if (!stored.Matches(IfMatch))
            throw StorageError.Changed(Key);
        return Type switch
        {
            TableTransactionActionType.UpdateReplace => Row,
            TableTransactionActionType.UpdateMerge => Merged(stored),
            _ => stored,
        };
    }

    private StoredRow Merged(StoredRow stored)
    {
        var merged = stored.MergedWith(Row);
        RowLimits.Hold(merged);
        return merged;
    }
}
