using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>Makes the licence keys of an order's digital lines, once, and takes them back.</summary>
public sealed class LicenceIssuer(TableServiceClient tables)
{
    // Crockford's base 32: no I, L, O, U, so that a key can be read over the phone.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly TableClient _table = tables.GetTableClient(StorageSchema.Licences);

    /// <summary>
    /// One key for each copy of each digital line, in the order of the lines. Safe to repeat: a repeat returns the same keys.
    /// </summary>
    /// <param name="lines">The order's lines; physical ones are passed over.</param>
    public async Task<IReadOnlyList<Licence>> IssueAsync(
        string orderId,
        IReadOnlyList<OrderLine> lines,
        CancellationToken cancellationToken
    )
    {
        var wanted = lines
            .Where(line => line.Kind == ProductKind.Digital)
            .GroupBy(line => line.Sku, StringComparer.Ordinal)
            .SelectMany(group => Enumerable.Range(1, group.Sum(line => line.Quantity)).Select(number => (Sku: group.Key, Number: number)));
        var licences = new List<Licence>();
        foreach (var (sku, number) in wanted)
            licences.Add(await IssueAsync(orderId, sku, number, cancellationToken));
        return licences;
    }

    /// <summary>
    /// Takes copies of a product back, the last ones first: their keys are valid no longer. Safe to repeat: a repeat takes back no more.
    /// </summary>
    /// <param name="reference">What they are returned by, <c>return:RMA-…</c>.</param>
    /// <exception cref="InvalidOperationException">There are not as many valid copies.</exception>
    public async Task RevokeAsync(string orderId, string reference, string sku, int quantity, CancellationToken cancellationToken)
    {
        var filter = $"{TableKey.InPartition(TableKey.Of(orderId))} and {TableKey.StartingWith(TableKey.Of(sku) + ":")}";
        var copies = new List<TableEntity>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            copies.Add(row);

        var missing = quantity - copies.Count(row => row.Read<Licence>().RevokedBy == reference);
        var valid = copies
            .Where(row => row.Read<Licence>().RevokedBy is null)
            .OrderByDescending(row => row.RowKey, StringComparer.Ordinal)
            .Take(missing)
            .ToArray();
        if (valid.Length < missing)
            throw new InvalidOperationException($"Order {orderId} has not {quantity} valid licences of {sku}.");
        foreach (var row in valid)
            await RevokeAsync(row, reference, cancellationToken);
    }

    /// <summary>Takes back every copy that is valid; nothing if there are none. Safe to repeat.</summary>
    /// <param name="reference">What the whole order was stopped by.</param>
    public async Task RevokeAllAsync(string orderId, string reference, CancellationToken cancellationToken)
    {
        var copies = new List<TableEntity>();
        await foreach (
            var row in _table.QueryAsync<TableEntity>(TableKey.InPartition(TableKey.Of(orderId)), cancellationToken: cancellationToken)
        )
            copies.Add(row);
        foreach (var row in copies.Where(row => row.Read<Licence>().RevokedBy is null))
            await RevokeAsync(row, reference, cancellationToken);
    }

    /// <summary>The licences that were taken back under a reference.</summary>
    public async Task<IReadOnlyList<Licence>> RevokedAsync(string orderId, string reference, CancellationToken cancellationToken)
    {
        var revoked = new List<Licence>();
        await foreach (
            var row in _table.QueryAsync<TableEntity>(TableKey.InPartition(TableKey.Of(orderId)), cancellationToken: cancellationToken)
        )
        {
            if (row.Read<Licence>() is { } licence && licence.RevokedBy == reference)
                revoked.Add(licence);
        }

        return revoked;
    }

    private async Task RevokeAsync(TableEntity row, string reference, CancellationToken cancellationToken) =>
        await _table.UpdateEntityAsync(
            new TableEntity(row.PartitionKey, row.RowKey).With(row.Read<Licence>() with { RevokedBy = reference }),
            row.ETag,
            TableUpdateMode.Replace,
            cancellationToken
        );

    private async Task<Licence> IssueAsync(string orderId, string sku, int number, CancellationToken cancellationToken)
    {
        var licence = new Licence(sku, number, NewKey());
        var row = new TableEntity(TableKey.Of(orderId), TableKey.Of(sku, number.ToString("D5", CultureInfo.InvariantCulture))).With(
            licence
        );
        if (await _table.InsertAsync(row, cancellationToken))
            return licence;

        var earlier =
            await _table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken)
            ?? throw new UnreachableException("Licences are never deleted.");
        return earlier.Read<Licence>();
    }

    /// <summary>125 random bits as five groups of five.</summary>
    private static string NewKey() => string.Join('-', Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
}
