using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Messaging;

/// <summary>What needs a person of operations, until one says that it is done.</summary>
public sealed class OpsAlerts(TableServiceClient tables, TimeProvider clock)
{
    private const string Open = "open";
    private const string Closed = "closed";

    private readonly TableClient _alerts = tables.GetTableClient(StorageSchema.OpsAlerts);

    /// <summary>Raises an alert; the same key again changes nothing, also after it was closed.</summary>
    /// <param name="text">What happened, of this order: English, for operations; never personal data.</param>
    public async Task RaiseAsync(string key, AlertKind kind, string? orderId, string text, CancellationToken cancellation = default)
    {
        var id = IdOf(key);
        if (await _alerts.FindAsync(Closed, id, cancellation, "RowKey") is null)
            await _alerts.InsertAsync(
                new TableEntity(Open, id).With(
                    new OpsAlert
                    {
                        Id = id,
                        Kind = kind,
                        OrderId = orderId,
                        Text = text,
                        RaisedAt = clock.GetUtcNow(),
                    }
                ),
                cancellation
            );
    }

    /// <summary>True if an alert was raised under this key, whether that is settled or not.</summary>
    public async Task<bool> IsRaisedAsync(string key, CancellationToken cancellation = default)
    {
        var id = IdOf(key);
        return await _alerts.FindAsync(Open, id, cancellation, "RowKey") is not null
            || await _alerts.FindAsync(Closed, id, cancellation, "RowKey") is not null;
    }

    /// <summary>The open alerts, oldest first.</summary>
    public async Task<IReadOnlyList<OpsAlert>> OpenAsync(CancellationToken cancellation = default) =>
        [.. (await ListAsync(TableKey.InPartition(Open), cancellation)).OrderBy(alert => alert.RaisedAt)];

    /// <summary>The alerts that were closed since a time, the last closed first.</summary>
    public async Task<IReadOnlyList<OpsAlert>> ClosedAsync(DateTimeOffset since, CancellationToken cancellation = default) =>
        [
            .. (
                await ListAsync($"{TableKey.InPartition(Closed)} and {TableClient.CreateQueryFilter($"ClosedAt ge {since}")}", cancellation)
            ).OrderByDescending(alert => alert.ClosedAt),
        ];

    /// <summary>Closes an alert; one that is closed stays as it was closed first.</summary>
    /// <param name="by">Who of operations did it.</param>
    /// <param name="note">What was done; never personal data.</param>
    /// <returns>The closed alert; null if there is none with this id.</returns>
    public async Task<OpsAlert?> CloseAsync(string id, string by, string? note, CancellationToken cancellation = default)
    {
        if (await _alerts.FindAsync(Open, TableKey.Escape(id), cancellation) is { } open)
        {
            var closed = open.Read<OpsAlert>() with { ClosedAt = clock.GetUtcNow(), ClosedBy = by, Note = note };

            // The closed row first: an alert is never nowhere. Where it stands in both, closing it again removes the open one.
            await _alerts.InsertAsync(
                new TableEntity(Closed, open.RowKey) { [nameof(closed.ClosedAt)] = closed.ClosedAt }.With(closed),
                cancellation
            );
            await _alerts.DeleteEntityAsync(Open, open.RowKey, ETag.All, cancellation);
        }

        return (await _alerts.FindAsync(Closed, TableKey.Escape(id), cancellation))?.Read<OpsAlert>();
    }

    /// <summary>What an alert was about has come about by itself; nothing if there is no such alert.</summary>
    public Task ResolveAsync(string key, string note, CancellationToken cancellation = default) =>
        CloseAsync(IdOf(key), "system", note, cancellation);

    /// <summary>The same for several.</summary>
    public Task ResolveAsync(IEnumerable<string> keys, string note = "It has come about.", CancellationToken cancellation = default) =>
        Task.WhenAll(keys.Select(key => ResolveAsync(key, note, cancellation)));

    private async Task<IReadOnlyList<OpsAlert>> ListAsync(string filter, CancellationToken cancellation)
    {
        var alerts = new List<OpsAlert>();
        await foreach (var row in _alerts.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            alerts.Add(row.Read<OpsAlert>());
        return alerts;
    }

    // Short, and fit for an address, whatever the key is made of.
    private static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..20];
}

public sealed record OpsAlert
{
    /// <summary>Opaque; the same for the same key.</summary>
    public required string Id { get; init; }

    public required AlertKind Kind { get; init; }

    public string? OrderId { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? ClosedBy { get; init; }

    public string? Note { get; init; }
}
