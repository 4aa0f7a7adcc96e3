using Azure.Data.Tables;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Finds cases without their orders: each by its id, and the open ones of a kind, the most urgent first. Partition = kind, row = id; and
/// partition = <c>open:{kind}</c>, row = <c>{due}:{id}</c>, which goes when the case ends.
/// </summary>
public sealed class CaseIndex(TableServiceClient tables)
{
    private readonly TableClient _cases = tables.GetTableClient(StorageSchema.Cases);

    /// <summary>The case with this id; null if there is none.</summary>
    public async Task<CaseEntry?> FindAsync(CaseKind kind, string caseId, CancellationToken cancellation = default) =>
        (await _cases.FindAsync(OrderJson.Name(kind), TableKey.Escape(caseId), cancellation))?.Read<CaseEntry>();

    /// <summary>
    /// The open cases of a kind, the one that is due first first. One that was being filed when its process died may be among them without
    /// being stored.
    /// </summary>
    public async Task<IReadOnlyList<CaseEntry>> OpenAsync(CaseKind kind, CancellationToken cancellation = default)
    {
        var open = new List<CaseEntry>();
        await foreach (
            var row in _cases.QueryAsync<TableEntity>(TableKey.InPartition(OpenPartition(kind)), cancellationToken: cancellation)
        )
            open.Add(row.Read<CaseEntry>());
        return open;
    }

    /// <summary>Makes a case known, before it is stored: what is stored is always found.</summary>
    internal async Task AddAsync(string orderId, CaseState filed, CancellationToken cancellation)
    {
        var entry = new CaseEntry(filed.Kind, filed.CaseId, orderId, filed.FiledAt, filed.DueBy);
        await _cases.UpsertEntityAsync(
            new TableEntity(OrderJson.Name(filed.Kind), TableKey.Escape(filed.CaseId)).With(entry),
            TableUpdateMode.Replace,
            cancellation
        );
        await _cases.UpsertEntityAsync(
            new TableEntity(OpenPartition(filed.Kind), OpenRow(entry)).With(entry),
            TableUpdateMode.Replace,
            cancellation
        );
    }

    /// <summary>The case is at its end: it is found by its id only.</summary>
    internal async Task CloseAsync(CaseState ended, CancellationToken cancellation)
    {
        if (await FindAsync(ended.Kind, ended.CaseId, cancellation) is { } entry)
            await _cases.DeleteEntityAsync(OpenPartition(entry.Kind), OpenRow(entry), cancellationToken: cancellation);
    }

    /// <summary>The case was never taken up, and is no more.</summary>
    internal async Task RemoveAsync(CaseState filed, CancellationToken cancellation)
    {
        await CloseAsync(filed, cancellation);
        await _cases.DeleteEntityAsync(OrderJson.Name(filed.Kind), TableKey.Escape(filed.CaseId), cancellationToken: cancellation);
    }

    private static string OpenPartition(CaseKind kind) => $"open:{OrderJson.Name(kind)}";

    private static string OpenRow(CaseEntry entry) => $"{TableKey.Ascending(entry.DueBy)}:{TableKey.Escape(entry.CaseId)}";
}

/// <param name="DueBy">As it was when the case was filed.</param>
public sealed record CaseEntry(CaseKind Kind, string CaseId, string OrderId, DateTimeOffset FiledAt, DateTimeOffset DueBy);
