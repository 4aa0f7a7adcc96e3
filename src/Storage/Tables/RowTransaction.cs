using Azure;
using Azure.Data.Tables;

namespace Orders.Functions.Storage.Tables;

/// <summary>An entity-group transaction: all of its rows, or none. Refuses what Azure would refuse and the emulator would not.</summary>
internal sealed class RowTransaction(TableClient table)
{
    public const int MostRows = 100;

    private readonly List<TableTransactionAction> _actions = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public bool IsEmpty => _actions.Count == 0;

    public int Count => _actions.Count;

    /// <summary>What it writes and removes, in its order.</summary>
    public IEnumerable<(TableEntity Row, bool IsGone)> Rows =>
        _actions.Select(action => ((TableEntity)action.Entity, action.ActionType == TableTransactionActionType.Delete));

    /// <summary>The same, and at its end a row that is written, whatever is there.</summary>
    public RowTransaction With(TableEntity last) => Copy().Put(last);

    /// <summary>The same, and at its end a row that is replaced, which must be as it was read.</summary>
    public RowTransaction With(TableEntity last, ETag read) => Copy().Replace(last, read);

    /// <summary>The same, and at its end a row that is inserted.</summary>
    public RowTransaction WithNew(TableEntity last) => Copy().Add(last);

    /// <summary>Inserts a row; the transaction fails if it is there.</summary>
    public RowTransaction Add(TableEntity row) => Append(new(TableTransactionActionType.Add, row), row);

    /// <summary>Replaces a row, which must be as it was read.</summary>
    public RowTransaction Replace(TableEntity row, ETag read) => Append(new(TableTransactionActionType.UpdateReplace, row, read), row);

    /// <summary>Writes a row, whatever is there.</summary>
    public RowTransaction Put(TableEntity row) => Append(new(TableTransactionActionType.UpsertReplace, row), row);

    /// <summary>Removes a row, which must be as it was read.</summary>
    public RowTransaction Delete(TableEntity row) => Append(new(TableTransactionActionType.Delete, row, row.ETag), row);

    /// <summary>Submits it, and keeps what was written in mind.</summary>
    /// <inheritdoc cref="SubmitAsync(CancellationToken)" path="/exception"/>
    public async Task SubmitAsync(KnownRows known, CancellationToken cancellation)
    {
        var written = await SubmitAsync(cancellation);
        foreach (var row in _actions.Where(action => action.ActionType != TableTransactionActionType.Delete))
            known.Keep((TableEntity)row.Entity, written[row.Entity.RowKey]);
    }

    /// <returns>The version of each row that was written, by its key.</returns>
    /// <exception cref="RequestFailedException">
    /// A row was there already or has changed (<see cref="Rows.IsConflict"/>), or the storage is in trouble; nothing was written.
    /// </exception>
    public async Task<IReadOnlyDictionary<string, ETag?>> SubmitAsync(CancellationToken cancellation)
    {
        if (_actions.Count == 0)
            return new Dictionary<string, ETag?>(StringComparer.Ordinal);
        var answers = (await table.SubmitTransactionAsync(_actions, cancellation)).Value;
        return _actions
            .Zip(answers)
            .ToDictionary(written => written.First.Entity.RowKey, written => written.Second.Headers.ETag, StringComparer.Ordinal);
    }

    private RowTransaction Copy()
    {
        var copy = new RowTransaction(table);
        copy._actions.AddRange(_actions);
        copy._keys.UnionWith(_keys);
        return copy;
    }

    private RowTransaction Append(TableTransactionAction action, TableEntity row)
    {
        if (_actions.Count == MostRows)
            throw new InvalidOperationException($"A transaction in {table.Name} / {row.PartitionKey} has more than {MostRows} rows.");
        if (_actions.Count > 0 && _actions[0].Entity.PartitionKey != row.PartitionKey)
            throw new InvalidOperationException(
                $"A transaction in {table.Name} spans the partitions {_actions[0].Entity.PartitionKey} and {row.PartitionKey}."
            );
        if (!_keys.Add(row.RowKey))
            throw new InvalidOperationException($"A transaction in {table.Name} / {row.PartitionKey} names the row {row.RowKey} twice.");
        _actions.Add(action);
        return this;
    }
}
