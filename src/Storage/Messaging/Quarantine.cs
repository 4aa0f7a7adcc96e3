using Azure;
using Azure.Data.Tables;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Messaging;

/// <summary>
/// Deliveries of outside companies that could not be used, with the reason; operations can replay them after the cause is mended.
/// </summary>
public sealed class Quarantine(TableServiceClient tables, TimeProvider clock)
{
    private const string Open = "open";
    private const string Replayed = "replayed";
    private const string Discarded = "discarded";
    private const string Body = nameof(Body);

    // What nobody authenticated is anybody's to fill: one sender cannot write more than this into our storage.
    private const int MostRefusedPerMinute = 60;

    private readonly TableClient _quarantine = tables.GetTableClient(StorageSchema.Quarantine);
    private readonly Lock _lock = new();
    private DateTimeOffset _minute;
    private int _refused;

    /// <summary>Keeps a delivery; the same body from the same source is kept once.</summary>
    /// <param name="source">Kind and name of the sender: <c>payments-sandbox</c>.</param>
    /// <param name="reason">A code, with what is wrong behind a colon.</param>
    /// <param name="headers">Those that belong to the signature.</param>
    /// <param name="eventId">Set when the event is in the inbox: a replay delivers that.</param>
    public Task AddAsync(
        string source,
        string reason,
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string>? headers = null,
        string? eventId = null,
        CancellationToken cancellation = default
    )
    {
        var id = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData([
                .. System.Text.Encoding.UTF8.GetBytes(source + "\n" + eventId + "\n"),
                .. body.Span,
            ])
        )[..32];
        var item = new QuarantineItem(
            id,
            source,
            reason,
            clock.GetUtcNow(),
            eventId,
            headers ?? new Dictionary<string, string>(StringComparer.Ordinal)
        );
        return _quarantine.UpsertEntityAsync(Row(Open, item, body), TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Keeps a delivery whose signature did not hold, unless there were too many of them in this minute.</summary>
    /// <returns>False if it was let go.</returns>
    public async Task<bool> AddRefusedAsync(
        string source,
        string reason,
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string> headers,
        CancellationToken cancellation = default
    )
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (now - _minute >= TimeSpan.FromMinutes(1))
                (_minute, _refused) = (now, 0);
            if (++_refused > MostRefusedPerMinute)
                return false;
        }

        await AddAsync(source, reason, body, headers, cancellation: cancellation);
        return true;
    }

    /// <summary>What waits for operations, oldest first.</summary>
    public async Task<IReadOnlyList<QuarantineItem>> ListAsync(CancellationToken cancellation = default)
    {
        var items = new List<QuarantineItem>();
        await foreach (var row in _quarantine.QueryAsync<TableEntity>(TableKey.InPartition(Open), cancellationToken: cancellation))
            items.Add(row.Read<QuarantineItem>());
        return [.. items.OrderBy(item => item.ReceivedAt)];
    }

    public async Task<(QuarantineItem Item, ReadOnlyMemory<byte> Body)?> FindAsync(string id, CancellationToken cancellation = default)
    {
        var row = await _quarantine.FindAsync(Open, TableKey.Escape(id), cancellation);
        return row is null ? null : (row.Read<QuarantineItem>(), row.GetBinary(Body));
    }

    /// <summary>Takes an item off the list after a replay that worked; it is kept as a record.</summary>
    public Task ResolveAsync(QuarantineItem item, ReadOnlyMemory<byte> body, CancellationToken cancellation = default) =>
        CloseAsync(Row(Replayed, item, body), cancellation);

    /// <summary>Takes an item off the list that is of no use to anybody; it is kept as a record.</summary>
    public Task DiscardAsync(
        QuarantineItem item,
        ReadOnlyMemory<byte> body,
        string by,
        string? note,
        CancellationToken cancellation = default
    )
    {
        var row = Row(Discarded, item, body);
        (row["DiscardedBy"], row["DiscardedAt"], row["Note"]) = (by, clock.GetUtcNow(), note);
        return CloseAsync(row, cancellation);
    }

    // First the record: what is closed is never nowhere.
    private async Task CloseAsync(TableEntity row, CancellationToken cancellation)
    {
        await _quarantine.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
        await _quarantine.DeleteEntityAsync(Open, row.RowKey, ETag.All, cancellation);
    }

    private static TableEntity Row(string partition, QuarantineItem item, ReadOnlyMemory<byte> body) =>
        new TableEntity(partition, TableKey.Escape(item.Id)) { [Body] = body.ToArray() }.With(item);
}

/// <param name="Reason">A code, with what is wrong behind a colon: <c>waybill_unknown: …</c>.</param>
/// <param name="ReceivedAt">When it last came.</param>
/// <param name="EventId">Set when the event is in the inbox and could not be delivered.</param>
/// <param name="Headers">Those that belong to the signature.</param>
public sealed record QuarantineItem(
    string Id,
    string Source,
    string Reason,
    DateTimeOffset ReceivedAt,
    string? EventId,
    IReadOnlyDictionary<string, string> Headers
);
