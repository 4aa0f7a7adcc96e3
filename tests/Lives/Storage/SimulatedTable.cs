using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Lives.Storage;

/// <summary>
/// One process's way to a table of its world. Rows are taken when a method is called, as the SDK does, and are changed when the gate lets
/// the call through.
/// </summary>
internal sealed partial class SimulatedTable(string name, TableData data, IGate gate) : TableClient
{
    public override string Name => name;

    public override string AccountName => "simulated";

    // Always there once it was found: tables are not dropped.
    private StoredTable Table => field ??= data.Find(name) ?? throw StorageError.Of(404, "TableNotFound", name);

    public override Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        gate.RunAsync(
            Call(StorageVerb.Upsert, "", ""),
            this,
            static table => Response.FromValue(new TableItem(table.Name), new SimulatedResponse(table.Create() ? 201 : 409)),
            cancellationToken
        );

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) =>
        gate.RunAsync(
            Call(StorageVerb.Get, partitionKey, rowKey),
            (Table: this, Partition: partitionKey, Row: rowKey, Select: Columns(select)),
            static get =>
                get.Table.Find(get.Partition, get.Row) is { } row
                    ? Found<T>(row, get.Select)
                    : (NullableResponse<T>)NoValueResponse<T>.Instance,
            cancellationToken
        );

    public override Task<Response<T>> GetEntityAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) =>
        gate.RunAsync(
            Call(StorageVerb.Get, partitionKey, rowKey),
            (Table: this, Partition: partitionKey, Row: rowKey, Select: Columns(select)),
            static get =>
                Found<T>(get.Table.Find(get.Partition, get.Row) ?? throw StorageError.NotFound($"{get.Partition}|{get.Row}"), get.Select),
            cancellationToken
        );

    public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) =>
        ChangeAsync(new RowChange(TableTransactionActionType.Add, StoredRow.Of(entity), default), cancellationToken);

    public override Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    )
    {
        var type = mode == TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace;
        return ChangeAsync(new RowChange(type, StoredRow.Of(entity), default), cancellationToken);
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
        gate.RunAsync<(SimulatedTable Table, string Partition, string Row, ETag IfMatch), Response>(
            Call(StorageVerb.Delete, partitionKey, rowKey),
            (this, partitionKey, rowKey, ifMatch == default ? ETag.All : ifMatch),
            static delete =>
            {
                if (delete.Table.Find(delete.Partition, delete.Row) is not { } row)
                    return SimulatedResponse.NotFound;
                if (!row.Matches(delete.IfMatch))
                    throw StorageError.Changed($"{delete.Partition}|{delete.Row}");
                delete.Table.Table.Remove(row);
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
            (Table: this, Changes: changes),
            static transaction =>
                Response.FromValue(RowTransactions.Apply(transaction.Table.Table, transaction.Changes), SimulatedResponse.Ok),
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
        Demand<T>();
        if (maxPerPage is < 1 or > RowLimits.MostRowsOfPage)
            throw StorageError.Bad("InvalidInput", $"{maxPerPage} rows a page");
        var (parsed, columns, text) = (TableFilter.Parse(filter), Columns(select), filter ?? "");
        return new SimulatedPages<T>(
            (continuation, most, cancellation) =>
                gate.RunAsync(
                    Call(StorageVerb.Query, text, ""),
                    (
                        Table: this,
                        Filter: parsed,
                        From: Decode(continuation),
                        Most: most ?? maxPerPage ?? RowLimits.MostRowsOfPage,
                        Columns: columns
                    ),
                    static query => query.Table.Page<T>(query.Filter, query.From, query.Most, query.Columns),
                    cancellation
                ),
            cancellationToken
        );
    }

    private static string[]? Columns(IEnumerable<string>? select) => select is null ? null : [.. select];

    private static Response<T> Found<T>(StoredRow row, string[]? select)
    {
        Demand<T>();
        return Response.FromValue((T)(object)row.ToEntity(select), SimulatedResponse.Ok);
    }

    private static void Demand<T>()
    {
        if (typeof(T) != typeof(TableEntity))
            throw new NotSupportedException($"The simulated tables answer {nameof(TableEntity)} only, not {typeof(T).Name}.");
    }

    private static RowPlace? Decode(string? continuation) =>
        continuation?.IndexOf('\n', StringComparison.Ordinal) is { } at ? new RowPlace(continuation[..at], continuation[(at + 1)..]) : null;

    private Task<Response> ChangeAsync(RowChange change, CancellationToken cancellation) =>
        gate.RunAsync<(SimulatedTable Table, RowChange Change), Response>(
            Call(change.Verb, change.Row.PartitionKey, change.Row.Key),
            (this, change),
            static change =>
            {
                RowLimits.Hold(change.Change.Row);
                var table = change.Table.Table;
                return new SimulatedResponse(204, table.Set(change.Change.Result(table)).ETag);
            },
            cancellation
        );

    private Page<T> Page<T>(TableFilter filter, RowPlace? from, int most, string[]? columns)
    {
        var rows = new List<StoredRow>();
        var next = Table.Page(filter, from, most, rows);
        var entities = new T[rows.Count];
        for (var i = 0; i < entities.Length; i++)
            entities[i] = (T)(object)rows[i].ToEntity(columns);

        // Keys hold no line feeds.
        return Azure.Page<T>.FromValues(entities, next is { } place ? $"{place.Partition}\n{place.Row}" : null, SimulatedResponse.Ok);
    }

    private StoredRow? Find(string partition, string row) => Table.Find(partition, row);

    private bool Create() => data.Create(name);

    private StorageCall Call(StorageVerb verb, string partition, string row) => new(name, verb, partition, row);
}
