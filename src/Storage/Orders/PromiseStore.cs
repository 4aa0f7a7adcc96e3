using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// The shop's promises, to be counted: partition = the month of the promised moment, row = order, kind and reference. A promise that has an
/// end keeps it.
/// </summary>
public sealed class PromiseStore(TableServiceClient tables, OptimisticRetry retry)
{
    private readonly TableClient _promises = tables.GetTableClient(StorageSchema.Promises);
    private readonly KnownRows _made = new();

    /// <summary>Writes promises down as they stand; may be repeated, also late: an open one never covers an end.</summary>
    public Task WriteAsync(string orderId, IReadOnlyList<PromiseState> promises, CancellationToken cancellation = default) =>
        Task.WhenAll(
            promises.Select(promise =>
                promise.IsOpen ? MakeAsync(Row(orderId, promise), cancellation) : SettleAsync(orderId, promise, cancellation)
            )
        );

    private async Task MakeAsync(TableEntity row, CancellationToken cancellation)
    {
        try
        {
            _made.Keep(row, (await _promises.AddEntityAsync(row, cancellation)).Headers.ETag);
        }
        catch (RequestFailedException e) when (Rows.IsConflict(e))
        {
            // It was made before.
        }
    }

    /// <summary>The promises that fall due within a time, in the order of months.</summary>
    /// <param name="to">Not included.</param>
    public async Task<IReadOnlyList<PromiseRecord>> DueAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellation = default
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {Partition(from)} and PartitionKey le {Partition(to)} and By ge {from} and By lt {to}"
        );
        List<PromiseRecord> found = [];
        await foreach (var row in _promises.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            found.Add(row.Read<PromiseRecord>());
        return found;
    }

    /// <summary>An order's promises, the first due first.</summary>
    /// <param name="placedAt">When the order was placed: no promise falls due before it.</param>
    /// <param name="now">None falls due later than a year from now.</param>
    public async Task<IReadOnlyList<PromiseState>> OfOrderAsync(
        string orderId,
        DateTimeOffset placedAt,
        DateTimeOffset now,
        CancellationToken cancellation = default
    )
    {
        var months = TableClient.CreateQueryFilter(
            $"PartitionKey ge {Partition(placedAt)} and PartitionKey le {Partition(now.AddYears(1))}"
        );
        List<PromiseState> found = [];
        await foreach (
            var row in _promises.QueryAsync<TableEntity>(
                $"{months} and {TableKey.StartingWith(TableKey.Of(orderId) + ":")}",
                cancellationToken: cancellation
            )
        )
            found.Add(row.Read<PromiseRecord>().Promise);
        return [.. found.OrderBy(promise => promise.By)];
    }

    private Task<bool> SettleAsync(string orderId, PromiseState promise, CancellationToken cancellation) =>
        retry.RunAsync(
            "the promise",
            async failed =>
            {
                var row = Row(orderId, promise);
                var known = failed == 0 ? _made.Find(row.PartitionKey, row.RowKey) : null;
                _made.Forget(row.PartitionKey, row.RowKey);
                if ((known ?? await _promises.FindAsync(row.PartitionKey, row.RowKey, cancellation)) is not { } stored)
                {
                    await _promises.AddEntityAsync(row, cancellation);
                    return true;
                }

                // It was counted by the calendar of the day on which it was made.
                if (stored.Read<PromiseRecord>().Promise is { IsOpen: true } made)
                    await _promises.UpdateEntityAsync(
                        Row(orderId, promise with { CalendarVersion = made.CalendarVersion, Why = made.Why }),
                        stored.ETag,
                        TableUpdateMode.Replace,
                        cancellation
                    );
                return true;
            },
            cancellation
        );

    private static TableEntity Row(string orderId, PromiseState promise) =>
        new TableEntity(Partition(promise.By), TableKey.Of(orderId, promise.Kind.ToString(), promise.Reference))
        {
            [nameof(PromiseState.By)] = promise.By,
            [nameof(PromiseState.Outcome)] = promise.Outcome.ToString(),
            [nameof(PromiseState.ShippingClass)] = promise.ShippingClass?.ToString(),
            [nameof(PromiseState.Carrier)] = promise.Carrier,
            [nameof(PromiseState.SettledAt)] = promise.SettledAt,
        }.With(new PromiseRecord(orderId, promise));

    private static string Partition(DateTimeOffset by) => by.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}

/// <summary>A promise and whose it is.</summary>
public sealed record PromiseRecord(string OrderId, PromiseState Promise);
