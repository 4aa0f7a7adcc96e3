using Azure.Data.Tables;
using Azure.Storage.Queues;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

/// <summary>
/// The warehouse's stock: levels, reservations, the line of orders that wait, and append-only movements, changed together or not at all
/// (<see cref="StockRows"/>). Never below zero, and what orders wait for is not given to others.
/// </summary>
public sealed partial class StockStore(TableServiceClient tables, QueueServiceClient queues, OptimisticRetry retry, TimeProvider clock)
{
    // Movement (or place in the backorder queue) and level for each sku, and the reservation.
    private const int MostSkus = (RowTransaction.MostRows - 1) / 2;

    private readonly TableClient _stock = tables.GetTableClient(StorageSchema.Stock);
    private readonly QueueClient _freed = queues.GetQueueClient(Queue);

    // The rows' versions make it right; this makes it fast: orders of one process queue up here instead of overtaking each other in the
    // table.
    private readonly OneAtATime _line = new();

    // Levels and reservations as this process wrote them last.
    private readonly KnownRows _known = new();

    /// <summary>Reserves all lines or none. A reservation is known by (order, reference): the same again is the same reservation.</summary>
    /// <exception cref="InvalidOperationException">It was released before it was made.</exception>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task<Reservation> ReserveAsync(
        string orderId,
        string reference,
        IReadOnlyList<ParcelLine> lines,
        CancellationToken cancellation = default
    ) => ReserveAsync(orderId, reference, lines, placedAt: null, cancellation);

    /// <summary>Reserves what is there of all lines, and queues as a backorder for what is missing.</summary>
    /// <param name="placedAt">
    /// When the order was placed: its place in the backorder queue, behind older orders and before newer ones.
    /// </param>
    /// <inheritdoc cref="ReserveAsync(string, string, IReadOnlyList{ParcelLine}, CancellationToken)" path="/exception"/>
    public Task<Reservation> ReserveAvailableAsync(
        string orderId,
        string reference,
        DateTimeOffset placedAt,
        IReadOnlyList<ParcelLine> lines,
        CancellationToken cancellation = default
    ) => ReserveAsync(orderId, reference, lines, placedAt, cancellation);

    /// <summary>
    /// Changes a reservation: drops units, waits no longer, takes others; all of it or nothing. Keyed by the step: the same again
    /// changes nothing and answers the same.
    /// </summary>
    /// <returns>Not reserved: what it wanted to take is not there, and nothing was changed.</returns>
    /// <exception cref="InvalidOperationException">
    /// There is no such reservation, it is released or shipped, or it has not as many units.
    /// </exception>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task<Reservation> AmendAsync(
        string orderId,
        string reference,
        string step,
        StockAmendment amendment,
        CancellationToken cancellation = default
    ) =>
        ChangeAsync(
            async () =>
            {
                var row =
                    await FindReservationAsync(orderId, reference, cancellation)
                    ?? throw new InvalidOperationException($"Order {orderId} has no reservation {reference}.");
                var before = row.Read<StoredReservation>();
                if (before.Steps.TryGetValue(step, out var earlier))
                    return (Answer(before) with { WrittenOff = earlier }, []);
                if (before.Status != ReservationStatus.Reserved)
                    throw new InvalidOperationException(
                        $"The reservation {reference} of order {orderId} cannot be changed: it is {before.Status}."
                    );

                string[] returned = [.. amendment.Return.Select(line => line.Sku), .. amendment.Drop, .. amendment.Swap.Keys];
                var taken = Merge([
                    .. amendment.Take,
                    .. amendment.Swap.Select(swap => new ParcelLine(swap.Value, before.MissingOf(swap.Key))),
                ]);
                var sheet = await StockSheet.ReadAsync(_stock, [.. returned, .. taken.Select(line => line.Sku)], cancellation);
                if (Short(taken, sheet) is { Length: > 0 } missing)
                    return (new Reservation(false, missing) { Missing = before.Missing, Revision = before.Revision }, []);

                var draft = Draft(sheet, orderId, reference, row, step);
                foreach (var (sku, quantity) in amendment.Return)
                    draft.Return(sku, quantity);
                foreach (var sku in amendment.Drop.Concat(amendment.Swap.Keys))
                    draft.Drop(sku, draft.Reservation.MissingOf(sku));
                foreach (var (sku, quantity) in taken)
                    draft.Reserve(sku, quantity);

                ParcelLine[] givenUp =
                [
                    .. amendment.Return,
                    .. amendment
                        .Drop.Concat(amendment.Swap.Keys)
                        .Select(sku => new ParcelLine(sku, before.MissingOf(sku)))
                        .Where(line => line.Quantity > 0),
                ];
                draft.Reservation = draft.Reservation.WithStep(step, givenUp);
                await SubmitAsync(draft, sheet, cancellation);
                return (Answer(draft.Reservation) with { WrittenOff = givenUp }, sheet.Freed);
            },
            cancellation
        );

    /// <summary>
    /// Puts what a reservation waits for under another reference of the same order; what is reserved stays. The same again is the same.
    /// </summary>
    /// <returns>The new reservation, with what it waits for; reserved if that came in the meantime.</returns>
    /// <exception cref="InvalidOperationException">There is no such reservation, or it is released or shipped.</exception>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task<Reservation> PartAsync(string orderId, string reference, string part, CancellationToken cancellation = default) =>
        ChangeAsync<Reservation>(
            async () =>
            {
                if ((await FindReservationAsync(orderId, part, cancellation))?.Read<StoredReservation>() is { } earlier)
                    return (Answer(earlier), []);
                var row = await FindReservationAsync(orderId, reference, cancellation);
                if (row?.Read<StoredReservation>() is not { Status: ReservationStatus.Reserved } before)
                    throw new InvalidOperationException($"Order {orderId} has no open reservation {reference}.");

                var sheet = await StockSheet.ReadAsync(_stock, before.Missing.Select(line => line.Sku), cancellation);
                var (from, to) = (Draft(sheet, orderId, reference, row, part), Draft(sheet, orderId, part, null, ""));
                to.Reservation = to.Reservation with { Rank = before.Rank, Revision = 1 };
                foreach (var (sku, quantity) in before.Missing)
                {
                    from.Drop(sku, quantity);
                    to.Await(sku, quantity);
                }

                from.Reservation = from.Reservation.WithStep(part, before.Missing);
                var transaction = new RowTransaction(_stock);
                from.WriteTo(transaction);
                to.WriteTo(transaction);
                sheet.WriteTo(transaction);
                await transaction.SubmitAsync(cancellation);
                return (Answer(to.Reservation), sheet.Freed);
            },
            cancellation
        );

    /// <summary>Gives all units back and leaves the line; where there was no reservation, none can be made afterwards.</summary>
    /// <exception cref="InvalidOperationException">The goods were shipped.</exception>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task ReleaseAsync(string orderId, string reference, CancellationToken cancellation = default) =>
        ChangeAsync(
            async () =>
            {
                var row = await FindReservationAsync(orderId, reference, cancellation);
                var before = row?.Read<StoredReservation>() ?? new(ReservationStatus.Reserved, []);
                if (before.Status == ReservationStatus.Shipped)
                    throw new InvalidOperationException(
                        $"The reservation {reference} of order {orderId} cannot be released: the goods were shipped."
                    );

                // Again, after a crash that may have come before the orders in the backorder queue were thought of.
                var sheet = await StockSheet.ReadAsync(_stock, SkusOf(before), cancellation);
                if (before.Status == ReservationStatus.Released)
                    return (true, Freed(before, sheet));

                var draft = Draft(sheet, orderId, reference, row, "");
                foreach (var (sku, quantity) in before.Missing)
                    draft.Drop(sku, quantity);
                foreach (var (sku, quantity) in before.Lines)
                    draft.Release(sku, quantity);
                draft.Reservation = draft.Reservation with { Status = ReservationStatus.Released, Lines = before.Lines };
                await SubmitAsync(draft, sheet, cancellation);
                return (true, sheet.Freed);
            },
            cancellation
        );

    /// <summary>All units that are reserved left the warehouse.</summary>
    /// <exception cref="InvalidOperationException">There is no reservation, or it was released.</exception>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task ShipAsync(string orderId, string reference, CancellationToken cancellation = default) =>
        ShipAsync(orderId, reference, step: "", lines: null, cancellation);

    /// <summary>Some of the units left the warehouse, in one parcel of several.</summary>
    /// <param name="step">The parcel: the same again changes nothing.</param>
    /// <inheritdoc cref="ShipAsync(string, string, CancellationToken)" path="/exception"/>
    public Task ShipAsync(
        string orderId,
        string reference,
        string step,
        IReadOnlyList<ParcelLine>? lines,
        CancellationToken cancellation = default
    ) =>
        ChangeAsync(
            async known =>
            {
                var row =
                    await FindReservationAsync(orderId, reference, cancellation, known)
                    ?? throw new InvalidOperationException(
                        $"The goods of order {orderId} cannot be shipped: there is no reservation {reference}."
                    );
                var before = row.Read<StoredReservation>();
                if (before.Status == ReservationStatus.Released)
                    throw new InvalidOperationException(
                        $"The goods of order {orderId} cannot be shipped: the reservation {reference} was released."
                    );
                var key = $"ship:{step}";
                if (before.Status == ReservationStatus.Shipped || before.Steps.ContainsKey(key))
                    return (true, []);

                var leaving = lines is null ? before.Lines : Merge(lines);
                var sheet = await StockSheet.ReadAsync(_stock, leaving.Select(line => line.Sku), cancellation, known);
                var draft = Draft(sheet, orderId, reference, row, step);
                foreach (var (sku, quantity) in leaving)
                    draft.Ship(sku, quantity);
                var after = draft.Reservation.WithStep(key, []);
                draft.Reservation =
                    after.Lines.Count + after.Missing.Count == 0 ? after with { Status = ReservationStatus.Shipped } : after;
                await SubmitAsync(draft, sheet, cancellation);
                return (true, sheet.Freed);
            },
            cancellation
        );

    /// <summary>The level of one sku.</summary>
    public async Task<StockLevel> LevelAsync(string sku, CancellationToken cancellation = default) =>
        (await StockSheet.ReadAsync(_stock, [sku], cancellation))[sku];

    /// <summary>The levels of these skus; nothing is there of one that the warehouse does not know.</summary>
    public async Task<IReadOnlyDictionary<string, StockLevel>> LevelsOfAsync(
        IEnumerable<string> skus,
        CancellationToken cancellation = default
    )
    {
        string[] distinct = [.. skus.Distinct(StringComparer.Ordinal)];
        var sheet = await StockSheet.ReadAsync(_stock, distinct, cancellation);
        return distinct.ToDictionary(sku => sku, sku => sheet[sku], StringComparer.Ordinal);
    }

    /// <summary>All levels by sku.</summary>
    public async Task<IReadOnlyList<StockLevel>> LevelsAsync(CancellationToken cancellation = default)
    {
        var levels = new List<StockLevel>();
        var filter = $"{TableKey.InPartition(StockRows.Partition)} and {TableKey.StartingWith(StockRows.LevelPrefix)}";
        await foreach (var row in _stock.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            levels.Add(row.Read<StockLevel>());
        return levels;
    }

    /// <summary>Units came into the warehouse; the same delivery again changes nothing.</summary>
    /// <param name="delivery">For example <c>seed</c>.</param>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task<Receipt> ReceiveAsync(string delivery, string sku, int quantity, CancellationToken cancellation = default) =>
        ReceiveAsync(delivery, sku, quantity, by: null, cancellation);

    /// <param name="by">Who received them.</param>
    /// <inheritdoc cref="ReceiveAsync(string, string, int, CancellationToken)"/>
    public Task<Receipt> ReceiveAsync(string delivery, string sku, int quantity, string? by, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        return ChangeAsync<Receipt>(
            async () =>
            {
                var movement = StockRows.Of(new StockMovement(sku, delivery, "", "receive", quantity, clock.GetUtcNow(), by));
                var known = _stock.FindAsync(StockRows.Partition, movement.RowKey, cancellation);
                var sheet = await StockSheet.ReadAsync(_stock, [sku], cancellation);
                if ((await known)?.Read<StockMovement>() is { } before)
                    return (
                        before.Quantity == quantity ? Receipt.KnownBefore : Receipt.OfAnotherQuantity,
                        sheet.HasFreeFor(sku) ? [sku] : []
                    );
                sheet.Change(sku, onHand: quantity);
                sheet.Expect(sku, null);
                var transaction = new RowTransaction(_stock).Add(movement);
                sheet.WriteTo(transaction);
                await transaction.SubmitAsync(cancellation);
                return (Receipt.New, sheet.Freed);
            },
            cancellation
        );
    }

    /// <summary>Says on which day more is expected; the same again changes nothing.</summary>
    /// <param name="day">Null: it is not known any more.</param>
    public Task ExpectAsync(string sku, DateOnly? day, CancellationToken cancellation = default) =>
        ChangeAsync<bool>(
            async () =>
            {
                var sheet = await StockSheet.ReadAsync(_stock, [sku], cancellation);
                if (sheet[sku].ExpectedOn == day)
                    return (false, []);
                sheet.Expect(sku, day);
                var transaction = new RowTransaction(_stock);
                sheet.WriteTo(transaction);
                await transaction.SubmitAsync(cancellation);
                return (true, []);
            },
            cancellation
        );

    private Task<Reservation> ReserveAsync(
        string orderId,
        string reference,
        IReadOnlyList<ParcelLine> lines,
        DateTimeOffset? placedAt,
        CancellationToken cancellation
    )
    {
        var wanted = Merge(lines);
        if (wanted.Length == 0)
            throw new ArgumentException("A reservation has at least one line.", nameof(lines));
        return ChangeAsync<Reservation>(
            async known =>
            {
                // What is waited for is written down, and the writing shows whether what is known still holds.
                var believed = placedAt is null ? null : known;
                var reading = StockSheet.ReadAsync(_stock, wanted.Select(line => line.Sku), cancellation, believed);
                var row = believed is null ? await FindReservationAsync(orderId, reference, cancellation) : null;
                var sheet = await reading;
                if (row?.Read<StoredReservation>() is { } earlier)
                {
                    return earlier is { Status: ReservationStatus.Released, Lines.Count: 0, Revision: 0 }
                        ? throw new InvalidOperationException(
                            $"The reservation {reference} of order {orderId} was released before it was made."
                        )
                        : (Answer(earlier, wanted), []);
                }

                if (placedAt is null && Short(wanted, sheet) is { Length: > 0 } missing)
                    return (new Reservation(false, missing), []);

                var draft = Draft(sheet, orderId, reference, null, "");
                draft.Reservation = draft.Reservation with { Rank = placedAt ?? default, Revision = 1 };
                foreach (var (sku, quantity) in wanted)
                {
                    var there = Math.Min(quantity, sheet[sku].Available);
                    draft.Reserve(sku, there);
                    draft.Await(sku, quantity - there);
                }

                await SubmitAsync(draft, sheet, cancellation);
                return (Answer(draft.Reservation, wanted), []);
            },
            cancellation
        );
    }

    /// <inheritdoc cref="ChangeAsync{T}(Func{KnownRows, Task{ValueTuple{T, IEnumerable{string}}}}, CancellationToken)"/>
    private Task<T> ChangeAsync<T>(Func<Task<(T Answer, IEnumerable<string> Freed)>> change, CancellationToken cancellation) =>
        ChangeAsync(_ => change(), cancellation);

    /// <param name="change">
    /// Gets the rows that it need not read; none when what was known turned out to be old. Answers with the skus of which units are now free
    /// for orders that wait.
    /// </param>
    private async Task<T> ChangeAsync<T>(
        Func<KnownRows?, Task<(T Answer, IEnumerable<string> Freed)>> change,
        CancellationToken cancellation
    )
    {
        async Task<(T Answer, IEnumerable<string> Freed)> TryAsync(int failed)
        {
            try
            {
                return await change(failed == 0 ? _known : null);
            }
            catch (InvalidOperationException) when (failed == 0)
            {
                return await change(null);
            }
        }

        var done = await _line.RunAsync(() => retry.RunAsync("the stock", TryAsync, cancellation), cancellation);
        foreach (var sku in done.Freed)
            await QueueAsync(sku, cancellation);
        return done.Answer;
    }

    private StockDraft Draft(StockSheet sheet, string orderId, string reference, TableEntity? row, string step) =>
        new(sheet, orderId, reference, row, step, clock.GetUtcNow());

    private async Task SubmitAsync(StockDraft draft, StockSheet sheet, CancellationToken cancellation)
    {
        var transaction = new RowTransaction(_stock);
        draft.WriteTo(transaction);
        sheet.WriteTo(transaction);
        await transaction.SubmitAsync(_known, cancellation);
    }

    private async Task<TableEntity?> FindReservationAsync(
        string orderId,
        string reference,
        CancellationToken cancellation,
        KnownRows? known = null
    ) =>
        known?.Find(StockRows.Partition, StockRows.ReservationKey(orderId, reference))
        ?? await _stock.FindAsync(StockRows.Partition, StockRows.ReservationKey(orderId, reference), cancellation);

    private static Reservation Answer(StoredReservation reservation, IReadOnlyList<ParcelLine>? wanted = null) =>
        new(
            reservation.Missing.Count == 0,
            [
                .. (wanted ?? [])
                    .Where(line => reservation.MissingOf(line.Sku) > 0)
                    .Select(line => new MissingLine(line.Sku, line.Quantity, line.Quantity - reservation.MissingOf(line.Sku))),
            ]
        )
        {
            Missing = reservation.Missing,
            Revision = reservation.Revision,
        };

    private static MissingLine[] Short(IReadOnlyList<ParcelLine> wanted, StockSheet sheet) =>
        [
            .. wanted
                .Where(line => sheet[line.Sku].Available < line.Quantity)
                .Select(line => new MissingLine(line.Sku, line.Quantity, sheet[line.Sku].Available)),
        ];

    private static IEnumerable<string> SkusOf(StoredReservation reservation) =>
        reservation.Lines.Concat(reservation.Missing).Select(line => line.Sku);

    private static IEnumerable<string> Freed(StoredReservation reservation, StockSheet sheet) =>
        SkusOf(reservation).Where(sheet.HasFreeFor);

    private static ParcelLine[] Merge(IReadOnlyList<ParcelLine> lines)
    {
        if (lines.Any(line => line.Quantity < 0))
            throw new ArgumentException("A line has at least one unit.", nameof(lines));
        ParcelLine[] merged =
        [
            .. lines
                .GroupBy(line => line.Sku, (sku, same) => new ParcelLine(sku, same.Sum(line => line.Quantity)))
                .Where(line => line.Quantity > 0),
        ];
        return merged.Length <= MostSkus
            ? merged
            : throw new ArgumentException($"A reservation has at most {MostSkus} skus.", nameof(lines));
    }
}
