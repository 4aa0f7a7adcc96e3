using Azure.Data.Tables;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

/// <summary>
/// The line of orders that wait, for each sku by the time at which they were placed. Free units go to the oldest order until it has all
/// that it misses of the sku, then to the next: nobody is overtaken, and an order that wants much keeps what it got so far. The rows are
/// the truth; a queue message only says that it is worth looking.
/// </summary>
public sealed partial class StockStore
{
    /// <summary>The queue of <see cref="StockFreed"/>.</summary>
    public const string Queue = StorageSchema.StockFreedQueue;

    // Of each order: reservation, movement, place in the backorder queue and arrival; and the level.
    private const int MostAtOnce = (RowTransaction.MostRows - 1) / 4;

    /// <summary>Gives the free units of a sku to the orders that wait for it, oldest first.</summary>
    /// <returns>
    /// The orders that now have all units of this sku, to be told. Those of an earlier call that broke off are in
    /// <see cref="ArrivalsAsync"/>.
    /// </returns>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public async Task<IReadOnlyList<StockArrival>> AllotAsync(string sku, CancellationToken cancellation = default)
    {
        var arrivals = new List<StockArrival>();
        while (
            await ChangeAsync<(IReadOnlyList<StockArrival> Arrivals, bool More)>(
                async () => (await AllotSomeAsync(sku, cancellation), []),
                cancellation
            )
                is var (found, more)
        )
        {
            arrivals.AddRange(found);
            if (!more)
                break;
        }

        return arrivals;
    }

    /// <summary>Arrivals that their orders have not been seen to know of, oldest first.</summary>
    public async Task<IReadOnlyList<StockArrival>> ArrivalsAsync(CancellationToken cancellation = default)
    {
        var arrivals = new List<StockArrival>();
        var filter = $"{TableKey.InPartition(StockRows.Partition)} and {TableKey.StartingWith(StockRows.ArrivedPrefix)}";
        await foreach (var row in _stock.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            arrivals.Add(row.Read<StockArrival>());
        return [.. arrivals.OrderBy(arrival => arrival.At)];
    }

    /// <summary>The order knows, or is at its end.</summary>
    public Task ForgetAsync(StockArrival arrival, CancellationToken cancellation = default) =>
        _stock.DeleteEntityAsync(StockRows.Partition, arrival.Key, cancellationToken: cancellation);

    /// <summary>Queues a look at each sku that has free units for orders that wait: for when a message was lost.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation = default)
    {
        var idle = (await LevelsAsync(cancellation)).Where(level => level.Awaited > 0 && level.OnHand > level.Reserved).ToList();
        foreach (var level in idle)
            await QueueAsync(level.Sku, cancellation);
        return idle.Count;
    }

    private async Task<(IReadOnlyList<StockArrival> Arrivals, bool More)> AllotSomeAsync(string sku, CancellationToken cancellation)
    {
        var sheet = await StockSheet.ReadAsync(_stock, [sku], cancellation);
        if (!sheet.HasFreeFor(sku))
            return ([], false);

        var places = await PlacesAsync(sku, cancellation);
        var rows = await Task.WhenAll(
            places.Select(place => FindReservationAsync(place.GetString("OrderId"), place.GetString("Reference"), cancellation))
        );
        var transaction = new RowTransaction(_stock);
        var arrivals = new List<StockArrival>();
        foreach (var (place, row) in places.Zip(rows))
        {
            var (orderId, reference) = (place.GetString("OrderId"), place.GetString("Reference"));
            if (
                row is null
                || row.Read<StoredReservation>() is not { Status: ReservationStatus.Reserved } before
                || before.MissingOf(sku) == 0
                || sheet.FreeOf(sku) == 0
            )
                continue;

            var draft = new StockDraft(
                sheet,
                orderId,
                reference,
                row,
                FormattableString.Invariant($"restock-{before.Revision + 1}"),
                clock.GetUtcNow()
            );
            draft.Allot(sku, Math.Min(sheet.FreeOf(sku), before.MissingOf(sku)));
            draft.Reservation = draft.Reservation with { Revision = before.Revision + 1 };
            draft.WriteTo(transaction);
            if (draft.Reservation.MissingOf(sku) == 0)
            {
                var after = draft.Reservation;
                var arrival = new StockArrival(
                    StockRows.ArrivalKey(orderId, reference, after.Revision),
                    orderId,
                    reference,
                    after.Revision,
                    after.Missing,
                    clock.GetUtcNow()
                );
                transaction.Add(StockRows.Of(arrival));
                arrivals.Add(arrival);
            }
        }

        sheet.WriteTo(transaction);
        await transaction.SubmitAsync(cancellation);
        return (arrivals, places.Count == MostAtOnce && sheet.HasFreeFor(sku));
    }

    private async Task<IReadOnlyList<TableEntity>> PlacesAsync(string sku, CancellationToken cancellation)
    {
        var filter = $"{TableKey.InPartition(StockRows.Partition)} and {TableKey.StartingWith(StockRows.WaitingPrefix(sku))}";
        return await _stock
            .QueryAsync<TableEntity>(filter, MostAtOnce, cancellationToken: cancellation)
            .Take(MostAtOnce)
            .ToListAsync(cancellation);
    }

    private Task QueueAsync(string sku, CancellationToken cancellation) =>
        _freed.SendAsync(new StockFreed(sku), TimeSpan.Zero, cancellation);
}
