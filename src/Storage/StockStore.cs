using Azure.Data.Tables;
using Orders.Functions.Orders;

namespace Orders.Functions.Storage;

/// <summary>
/// The warehouse's stock: levels, reservations and append-only movements, changed together or not at all; never below zero. One partition, so that one transaction holds all lines of an order:
/// <c>level:{sku}</c>, <c>reservation:{orderId}:{occasion}</c>, <c>movement:{sku}:{orderId}:{occasion}:{kind}</c>.
/// </summary>
public sealed class StockStore(TableServiceClient tables, OptimisticRetry retry, TimeProvider clock) : IDisposable
{
    private const string Partition = "warehouse";
    private const string LevelPrefix = "level:";
    private const string ReservationPrefix = "reservation:";

    // Movement and level for each sku, and the reservation.
    private const int MostSkus = (RowTransaction.MostRows - 1) / 2;

    private readonly TableClient _stock = tables.GetTableClient(StorageSchema.Stock);

    // The rows' versions make it right; the gate makes it fast: orders of one process queue up here instead of overtaking each other in the table.
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Reserves all lines or none. A reservation is known by (order, occasion): the same again is the same reservation.</summary>
    /// <exception cref="InvalidOperationException">It was released before it was made.</exception>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task<Reservation> ReserveAsync(string orderId, string occasion, IReadOnlyList<ParcelLine> lines, CancellationToken cancellation = default)
    {
        var wanted = Merge(lines);
        return ChangeAsync(
            async () =>
            {
                var earlier = await FindReservationAsync(orderId, occasion, cancellation);
                if (earlier?.Read<StoredReservation>() is { Lines.Count: 0 })
                    throw new InvalidOperationException($"The reservation {occasion} of order {orderId} was released before it was made.");
                if (earlier is not null)
                    return new Reservation(true, []);

                var levels = await FindLevelsAsync(wanted, cancellation);
                var missing = wanted.Where((line, i) => levels[i].Level.Available < line.Quantity)
                    .Select(line => new ShortLine(line.Sku, line.Quantity, levels.Single(level => level.Level.Sku == line.Sku).Level.Available));
                if (missing.ToArray() is { Length: > 0 } found)
                    return new Reservation(false, found);

                var transaction = new RowTransaction(_stock).Add(Row(orderId, occasion, new(ReservationStatus.Reserved, wanted)));
                Move(transaction, orderId, occasion, "reserve", wanted, levels, (level, quantity) => level with { Reserved = level.Reserved + quantity });
                await transaction.SubmitAsync(cancellation);
                return new Reservation(true, []);
            },
            cancellation);
    }

    /// <summary>Gives reserved units back; where there was no reservation, none can be made afterwards.</summary>
    /// <exception cref="InvalidOperationException">The goods were shipped.</exception>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task ReleaseAsync(string orderId, string occasion, CancellationToken cancellation = default) => ChangeAsync(
        async () =>
        {
            var row = await FindReservationAsync(orderId, occasion, cancellation);
            var reservation = row?.Read<StoredReservation>() ?? new(ReservationStatus.Reserved, []);
            if (reservation.Status == ReservationStatus.Shipped)
                throw new InvalidOperationException($"The reservation {occasion} of order {orderId} cannot be released: the goods were shipped.");
            if (reservation.Status == ReservationStatus.Reserved)
                await SettleAsync(row, orderId, occasion, reservation with { Status = ReservationStatus.Released }, "release", (level, quantity) => level with { Reserved = level.Reserved - quantity }, cancellation);
            return true;
        },
        cancellation);

    /// <summary>The reserved units left the warehouse.</summary>
    /// <exception cref="InvalidOperationException">There is no reservation, or it was released.</exception>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task ShipAsync(string orderId, string occasion, CancellationToken cancellation = default) => ChangeAsync(
        async () =>
        {
            var row = await FindReservationAsync(orderId, occasion, cancellation)
                ?? throw new InvalidOperationException($"The goods of order {orderId} cannot be shipped: there is no reservation {occasion}.");
            var reservation = row.Read<StoredReservation>();
            if (reservation.Status == ReservationStatus.Released)
                throw new InvalidOperationException($"The goods of order {orderId} cannot be shipped: the reservation {occasion} was released.");
            if (reservation.Status == ReservationStatus.Reserved)
            {
                await SettleAsync(
                    row,
                    orderId,
                    occasion,
                    reservation with { Status = ReservationStatus.Shipped },
                    "ship",
                    (level, quantity) => level with { OnHand = level.OnHand - quantity, Reserved = level.Reserved - quantity },
                    cancellation);
            }

            return true;
        },
        cancellation);

    /// <summary>All levels by sku.</summary>
    public async Task<IReadOnlyList<StockLevel>> LevelsAsync(CancellationToken cancellation = default)
    {
        var levels = new List<StockLevel>();
        var filter = $"{TableKey.InPartition(Partition)} and {TableKey.StartingWith(LevelPrefix)}";
        await foreach (var row in _stock.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            levels.Add(row.Read<StockLevel>());
        return levels;
    }

    /// <summary>Units came into the warehouse; the same delivery again changes nothing.</summary>
    /// <param name="delivery">For example <c>seed</c>.</param>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task ReceiveAsync(string delivery, string sku, int quantity, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        return ChangeAsync(
            async () =>
            {
                var movement = Movement(sku, delivery, "", "receive", quantity);
                if (await _stock.FindAsync(Partition, movement.RowKey, cancellation, "RowKey") is not null)
                    return false;
                ParcelLine[] lines = [new(sku, quantity)];
                var transaction = new RowTransaction(_stock);
                Move(transaction, delivery, "", "receive", lines, await FindLevelsAsync(lines, cancellation), (level, received) => level with { OnHand = level.OnHand + received });
                await transaction.SubmitAsync(cancellation);
                return true;
            },
            cancellation);
    }

    public void Dispose() => _gate.Dispose();

    private async Task<T> ChangeAsync<T>(Func<Task<T>> change, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return await retry.RunAsync("the stock", _ => change(), cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task SettleAsync(
        TableEntity? row, string orderId, string occasion, StoredReservation settled, string kind, Func<StockLevel, int, StockLevel> change, CancellationToken cancellation)
    {
        var transaction = new RowTransaction(_stock);
        if (row is null)
            transaction.Add(Row(orderId, occasion, settled));
        else
            transaction.Replace(Row(orderId, occasion, settled), row.ETag);
        Move(transaction, orderId, occasion, kind, settled.Lines, await FindLevelsAsync(settled.Lines, cancellation), change);
        await transaction.SubmitAsync(cancellation);
    }

    private void Move(
        RowTransaction transaction,
        string orderId,
        string occasion,
        string kind,
        IReadOnlyList<ParcelLine> lines,
        IReadOnlyList<(StockLevel Level, TableEntity? Row)> levels,
        Func<StockLevel, int, StockLevel> change)
    {
        foreach (var ((sku, quantity), (level, row)) in lines.Zip(levels))
        {
            var changed = change(level, quantity);
            if (changed.Reserved < 0 || changed.Available < 0)
                throw new InvalidOperationException($"The stock of {sku} does not allow '{kind}' of {quantity}: {level.OnHand} on hand, {level.Reserved} reserved.");

            var changedRow = new TableEntity(Partition, LevelPrefix + TableKey.Escape(sku)).With(changed);
            if (row is null)
                transaction.Add(changedRow);
            else
                transaction.Replace(changedRow, row.ETag);
            transaction.Add(Movement(sku, orderId, occasion, kind, quantity));
        }
    }

    private TableEntity Movement(string sku, string orderId, string occasion, string kind, int quantity) =>
        new TableEntity(Partition, TableKey.Of("movement", sku, orderId, occasion, kind)).With(new StockMovement(sku, orderId, occasion, kind, quantity, clock.GetUtcNow()));

    private Task<TableEntity?> FindReservationAsync(string orderId, string occasion, CancellationToken cancellation) =>
        _stock.FindAsync(Partition, ReservationPrefix + TableKey.Of(orderId, occasion), cancellation);

    private async Task<(StockLevel Level, TableEntity? Row)[]> FindLevelsAsync(IReadOnlyList<ParcelLine> lines, CancellationToken cancellation)
    {
        var rows = await Task.WhenAll(lines.Select(line => _stock.FindAsync(Partition, LevelPrefix + TableKey.Escape(line.Sku), cancellation)));
        return [.. lines.Select((line, i) => (rows[i]?.Read<StockLevel>() ?? new StockLevel(line.Sku, 0, 0), rows[i]))];
    }

    private static TableEntity Row(string orderId, string occasion, StoredReservation reservation) =>
        new TableEntity(Partition, ReservationPrefix + TableKey.Of(orderId, occasion)).With(reservation);

    private static ParcelLine[] Merge(IReadOnlyList<ParcelLine> lines)
    {
        if (lines.Count == 0 || lines.Any(line => line.Quantity <= 0))
            throw new ArgumentException("A reservation has at least one line, each of at least one unit.", nameof(lines));
        ParcelLine[] merged = [.. lines.GroupBy(line => line.Sku, (sku, same) => new ParcelLine(sku, same.Sum(line => line.Quantity)))];
        return merged.Length <= MostSkus ? merged : throw new ArgumentException($"A reservation has at most {MostSkus} skus.", nameof(lines));
    }

    /// <param name="Lines">None: released before it was made.</param>
    private sealed record StoredReservation(ReservationStatus Status, IReadOnlyList<ParcelLine> Lines);

    private enum ReservationStatus
    {
        Reserved,
        Released,
        Shipped,
    }

    private sealed record StockMovement(string Sku, string OrderId, string Occasion, string Kind, int Quantity, DateTimeOffset At);
}
