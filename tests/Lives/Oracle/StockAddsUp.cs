using Lives.Storage;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// Of every product there is, at every moment, what came in less what left; never less than none, and no unit is promised twice: what is
/// reserved is there, and belongs to exactly one reservation. At the end what left is what the carrier was handed, what came back as new
/// is in stock, and no order that is over holds or waits for anything.
/// </summary>
internal sealed class StockAddsUp : Invariant
{
    private readonly Dictionary<string, StockLevel> _levels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredReservation> _reservations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StockMovement> _movements = new(StringComparer.Ordinal);
    private bool _changed;

    public override void OnRow(string table, StoredRow row)
    {
        if (table != StorageSchema.Stock)
            return;
        _changed = true;
        if (row.Key.StartsWith(StockRows.LevelPrefix, StringComparison.Ordinal))
        {
            var level = row.Read<StockLevel>();
            _levels[level.Sku] = level;
        }
        else if (row.Key.StartsWith("reservation:", StringComparison.Ordinal))
        {
            _reservations[row.Key] = row.Read<StoredReservation>();
        }
        else if (row.Key.StartsWith("movement:", StringComparison.Ordinal))
        {
            var movement = row.Read<StockMovement>();
            Expect(
                !_movements.TryGetValue(row.Key, out var before) || before == movement,
                null,
                $"the movement {before} was changed to {movement}"
            );
            _movements[row.Key] = movement;
        }
    }

    public override void OnMove()
    {
        if (!_changed)
            return;
        _changed = false;
        foreach (var level in _levels.Values)
        {
            var held = _reservations.Values.Where(reservation => reservation.Status == ReservationStatus.Reserved).ToList();
            var reserved = held.Sum(reservation => reservation.ReservedOf(level.Sku));
            var awaited = held.Sum(reservation => reservation.MissingOf(level.Sku));
            Expect(level.OnHand >= 0 && level.Reserved >= 0 && level.Awaited >= 0, null, $"{level} is below nothing");
            Expect(level.Reserved <= level.OnHand, null, $"more is promised than there is: {level}");
            Expect(level.Reserved == reserved, null, $"{level}, and the reservations hold {reserved}");
            Expect(level.Awaited == awaited, null, $"{level}, and the reservations wait for {awaited}");
            Expect(
                level.OnHand == Moved(level.Sku, "receive") - Moved(level.Sku, "ship"),
                null,
                $"{level}, and {Moved(level.Sku, "receive")} came in and {Moved(level.Sku, "ship")} left"
            );
        }
    }

    public override void AtEnd(Ending ending)
    {
        OnMove();
        foreach (var level in _levels.Values)
            JudgeLevel(level, ending);
        foreach (var order in ending.Orders.Where(order => order.State.IsFinal))
        {
            var prefix = StockRows.ReservationKey(order.Id, "");
            foreach (
                var (key, open) in _reservations.Where(one =>
                    one.Key.StartsWith(prefix, StringComparison.Ordinal)
                    && one.Value is { Status: ReservationStatus.Reserved } and not { Lines.Count: 0, Missing.Count: 0 }
                )
            )
                Violated(order.Id, $"is {order.State.Status}, and {key} still holds {Text(open.Lines)} and waits for {Text(open.Missing)}");
        }

        foreach (
            var row in Life
                .World.Tables.Rows(StorageSchema.Stock)
                .Where(row => row.RowKey.StartsWith(StockRows.ArrivedPrefix, StringComparison.Ordinal))
        )
            Violated(null, $"nobody was told of the arrival {row.RowKey}");
    }

    private void JudgeLevel(StockLevel level, Ending ending)
    {
        var seeded = _movements
            .Values.Where(movement => movement.Sku == level.Sku && movement is { Kind: "receive", OrderId: "seed" })
            .Sum(movement => movement.Quantity);
        Expect(seeded == Life.SeedOf(level.Sku), null, $"{seeded} of {level.Sku} came in at the start, not {Life.SeedOf(level.Sku)}");
        foreach (
            var order in ending.Orders.Where(order =>
                order.State.IsFinal && !order.Record.Cases.Any(filed => filed.Kind == CaseKind.Return)
            )
        )
        {
            if (order.Record.Order.Lines.FirstOrDefault(line => line.Sku == level.Sku) is { Kind: ProductKind.Digital })
                continue;
            var left = _movements
                .Values.Where(movement => movement is { Kind: "ship" } && movement.Sku == level.Sku && movement.OrderId == order.Id)
                .Sum(movement => movement.Quantity);
            var handed = order
                .Record.Parcels.Where(parcel => parcel.HandedOver)
                .SelectMany(parcel => parcel.Lines)
                .Where(line => line.Sku == level.Sku)
                .Sum(line => line.Quantity);
            Expect(left == handed, order.Id, $"{handed} of {level.Sku} are in parcels that the carrier has had, and {left} left the stock");

            // Parcels that came back are restocked as "{order}:parcel-{n}".
            var back = _movements
                .Values.Where(movement =>
                    movement is { Kind: "receive" }
                    && movement.Sku == level.Sku
                    && movement.OrderId.StartsWith(order.Id + ":", StringComparison.Ordinal)
                )
                .Sum(movement => movement.Quantity);
            var found = order
                .Record.Parcels.SelectMany(parcel => parcel.Inspected)
                .Where(line => line is { Condition: ReturnCondition.AsNew } && line.Sku == level.Sku)
                .Sum(line => line.Quantity);
            Expect(
                back == found,
                order.Id,
                $"{found} of {level.Sku} were found as new in parcels that came back, and {back} were restocked"
            );
        }
    }

    private int Moved(string sku, string kind) =>
        _movements.Values.Where(movement => movement.Sku == sku && movement.Kind == kind).Sum(movement => movement.Quantity);

    private static string Text(IReadOnlyList<ParcelLine> lines) =>
        lines.Count == 0 ? "nothing" : string.Join(", ", lines.Select(line => $"{line.Quantity} {line.Sku}"));
}
