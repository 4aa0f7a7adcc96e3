using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Lives.Storage;

/// <summary>
/// One process's way to a table of its world. Rows are taken when a method is called, as the SDK does, and are changed when the gate lets
/// the call through. What the app does not use is not there: the base class fails, as it has no network.
/// </summary>
internal sealed class SimulatedTable(string name, TableData data, IGate gate) : TableClient
{
    public override string Name => name;

    public override string AccountName => "simulated";

    // Always there once it was found: tables are not dropped.
    private StoredTable Table => field ??= data.Find(name) ?? throw StorageError.Of(404, "TableNotFound", name);

    public override Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        gate.RunAsync(
            Call(StorageVerb.Upsert, "", ""),
            () => Response.FromValue(new TableItem(name), new SimulatedResponse(data.Create(name) ? 201 : 409)),
            cancellationToken
        );

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    )
    {
        var columns = select?.ToArray();
        return gate.RunAsync(
            Call(StorageVerb.Get, partitionKey, rowKey),
            () =>
                Table.Find(partitionKey, rowKey) is { } row
                    ? Response.FromValue(Entity<T>(row, columns), SimulatedResponse.Ok)
                    : (NullableResponse<T>)new NoValueResponse<T>(),
            cancellationToken
        );
    }

    public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) =>
        ChangeAsync(new RowChange(TableTransactionActionType.Add, StoredRow.Of(entity)), cancellationToken);

    public override Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    )
    {
        var type = mode == TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace;
        return ChangeAsync(new RowChange(type, StoredRow.Of(entity)), cancellationToken);
    }

    public override Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    )
    {
        if (ifMatch == default)
            throw new ArgumentException("An update needs the version that it changes.", nameof(ifMatch));
        var type = mode == TableUpdateMode.Merge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace;
        return ChangeAsync(new RowChange(type, StoredRow.Of(entity), ifMatch), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>As the SDK's, it does not throw if there is no such row: the response says 404.</remarks>
    public override Task<Response> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default
    ) =>
        gate.RunAsync<Response>(
            Call(StorageVerb.Delete, partitionKey, rowKey),
            () =>
            {
                if (Table.Find(partitionKey, rowKey) is not { } row)
                    return SimulatedResponse.NotFound;
                if (ifMatch != default && !row.Matches(ifMatch))
                    throw StorageError.Changed($"{partitionKey}|{rowKey}");
                Table.Remove(row);
                return SimulatedResponse.NoContent;
            },
            cancellationToken
        );

    public override Task<Response> DeleteEntityAsync(
        ITableEntity entity,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default
    ) => DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);

    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellationToken = default
    )
    {
        var changes = transactionActions
            .Select(action => new RowChange(action.ActionType, StoredRow.Of(action.Entity), action.ETag))
            .ToArray();
        if (changes.Length == 0)
            throw new InvalidOperationException("A transaction without actions.");
        return gate.RunAsync(
            Call(StorageVerb.Transaction, changes[0].Row.PartitionKey, changes[0].Row.Key),
            () => Response.FromValue(RowChange.Apply(Table, changes), SimulatedResponse.Ok),
            cancellationToken
        );
    }

    public override AsyncPageable<T> QueryAsync<T>(
        string? filter = null,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    )
    {
        if (maxPerPage is < 1 or > RowLimits.MostRowsOfPage)
            throw StorageError.Bad("InvalidInput", $"{maxPerPage} rows a page");
        var (parsed, columns) = (TableFilter.Parse(filter), select?.ToArray());
        return new SimulatedPages<T>(
            (continuation, most, cancellation) =>
                gate.RunAsync(
                    Call(StorageVerb.Query, filter ?? "", ""),
                    () => Page<T>(parsed, continuation, most ?? maxPerPage ?? RowLimits.MostRowsOfPage, columns),
                    cancellation
                ),
            cancellationToken
        );
    }

    private Task<Response> ChangeAsync(RowChange change, CancellationToken cancellation) =>
        gate.RunAsync(Call(change.Verb, change.Row.PartitionKey, change.Row.Key), () => change.Apply(Table), cancellation);

    private Page<T> Page<T>(TableFilter filter, string? continuation, int most, string[]? columns)
    {
        // Keys hold no line feeds.
        RowPlace? from = continuation?.Split('\n') is [var partition, var row] ? new RowPlace(partition, row) : null;
        var rows = new List<StoredRow>();
        var next = Table.Page(filter, from, most, rows);
        return Azure.Page<T>.FromValues(
            [.. rows.Select(found => Entity<T>(found, columns))],
            next is { } place ? $"{place.Partition}\n{place.Row}" : null,
            SimulatedResponse.Ok
        );
    }

    private static T Entity<T>(StoredRow row, string[]? columns) =>
        row.ToEntity(columns) is T entity
            ? entity
            : throw new NotSupportedException($"The simulated tables answer {nameof(TableEntity)} only, not {typeof(T).Name}.");

    private StorageCall Call(StorageVerb verb, string partition, string row) => new(name, verb, partition, row);
}
