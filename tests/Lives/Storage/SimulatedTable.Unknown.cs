using System.Linq.Expressions;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Lives.Storage;

// What the app does not use: with neither network nor thread to block, there is nothing behind it.
internal sealed partial class SimulatedTable
{
    public override Response<TableItem> Create(CancellationToken cancellationToken = default) => throw Unknown.Method();

    public override Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) => throw Unknown.Method();

    public override Response<TableItem> CreateIfNotExists(CancellationToken cancellationToken = default) => throw Unknown.Method();

    public override Response Delete(CancellationToken cancellationToken = default) => throw Unknown.Method();

    public override Task<Response> DeleteAsync(CancellationToken cancellationToken = default) => throw Unknown.Method();

    public override Response AddEntity<T>(T entity, CancellationToken cancellationToken = default) => throw Unknown.Method();

    public override Response<T> GetEntity<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override NullableResponse<T> GetEntityIfExists<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Response UpsertEntity<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Response UpdateEntity<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Response DeleteEntity(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Response DeleteEntity(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        throw Unknown.Method();

    public override Response<IReadOnlyList<Response>> SubmitTransaction(
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Pageable<T> Query<T>(
        string? filter = null,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Pageable<T> Query<T>(
        Expression<Func<T, bool>> filter,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override AsyncPageable<T> QueryAsync<T>(
        Expression<Func<T, bool>> filter,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();
}
