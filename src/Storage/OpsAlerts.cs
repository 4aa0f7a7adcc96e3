using Azure.Data.Tables;

namespace Orders.Functions.Storage;

/// <summary>What needs a person of operations.</summary>
public sealed class OpsAlerts(TableServiceClient tables, TimeProvider clock)
{
    private const string Partition = "open";

    private readonly TableClient _alerts = tables.GetTableClient(StorageSchema.OpsAlerts);

    /// <summary>Raises an alert; the same key again changes nothing.</summary>
    /// <param name="kind">For example <c>ledger_mismatch</c>, <c>hand_over_late</c>, <c>webhook_undelivered</c>.</param>
    /// <param name="text">English, for operations; never personal data.</param>
    public Task RaiseAsync(string key, string kind, string? orderId, string text, CancellationToken cancellation = default) =>
        _alerts.InsertAsync(new TableEntity(Partition, TableKey.Escape(key)).With(new OpsAlert(key, kind, orderId, text, clock.GetUtcNow())), cancellation);

    /// <summary>The open alerts, oldest first.</summary>
    public async Task<IReadOnlyList<OpsAlert>> OpenAsync(CancellationToken cancellation = default)
    {
        var alerts = new List<OpsAlert>();
        await foreach (var row in _alerts.QueryAsync<TableEntity>(TableKey.InPartition(Partition), cancellationToken: cancellation))
            alerts.Add(row.Read<OpsAlert>());
        return [.. alerts.OrderBy(alert => alert.RaisedAt)];
    }
}

public sealed record OpsAlert(string Key, string Kind, string? OrderId, string Text, DateTimeOffset RaisedAt);
