using Azure.Data.Tables;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

/// <summary>One change of one reservation: its row, its place in the backorder queue, the levels and the movements, kept in step.</summary>
/// <param name="read">The reservation's row as it was read; null if there is none.</param>
/// <param name="step">Tells the movements of this change from those of others; empty for the first.</param>
internal sealed class StockDraft(StockSheet sheet, string orderId, string reference, TableEntity? read, string step, DateTimeOffset now)
{
    private readonly List<TableEntity> _movements = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>As it will be.</summary>
    public StoredReservation Reservation { get; set; } = read?.Read<StoredReservation>() ?? new(ReservationStatus.Reserved, []);

    /// <summary>The first units of a reservation, and those that it takes in addition.</summary>
    public void Reserve(string sku, int quantity) => Move("reserve", sku, quantity, difference: quantity, reserved: quantity);

    /// <summary>Reserved units go back into stock.</summary>
    public void Release(string sku, int quantity) => Move("release", sku, quantity, difference: -quantity, reserved: -quantity);

    /// <summary>Reserved units leave the warehouse.</summary>
    public void Ship(string sku, int quantity) =>
        Move("ship", sku, quantity, difference: -quantity, reserved: -quantity, onHand: -quantity);

    /// <summary>Units that are not there are waited for, in the backorder queue.</summary>
    public void Await(string sku, int quantity) => Queue(sku, quantity);

    /// <summary>Units are no longer waited for.</summary>
    public void Drop(string sku, int quantity) => Queue(sku, -quantity);

    /// <summary>Units came for an order that waits.</summary>
    public void Allot(string sku, int quantity)
    {
        Drop(sku, quantity);
        Reserve(sku, quantity);
    }

    /// <summary>Drops units: first those that are waited for, then those reserved.</summary>
    /// <exception cref="InvalidOperationException">The reservation does not have as many.</exception>
    public void Return(string sku, int quantity)
    {
        var awaited = Math.Min(quantity, Reservation.MissingOf(sku));
        if (quantity - awaited > Reservation.ReservedOf(sku))
            throw new InvalidOperationException($"The reservation {reference} of order {orderId} has not {quantity} of {sku}.");
        Drop(sku, awaited);
        Release(sku, quantity - awaited);
    }

    /// <summary>The reservation's row comes first: if another writer changed anything of the order, that row tells.</summary>
    public void WriteTo(RowTransaction transaction)
    {
        var row = StockRows.Of(orderId, reference, Reservation);
        if (read is null)
            transaction.Add(row);
        else
            transaction.Replace(row, read.ETag);
        foreach (var movement in _movements)
            transaction.Add(movement);
        foreach (var (sku, change) in _places.Where(place => place.Value != 0))
        {
            var place = StockRows.Waiting(sku, Reservation.Rank, orderId, reference);
            if (change > 0)
                transaction.Add(place);
            else
                transaction.Delete(place);
        }
    }

    private void Move(string kind, string sku, int quantity, int difference, int reserved, int onHand = 0)
    {
        if (quantity == 0)
            return;
        sheet.Change(sku, onHand: onHand, reserved: reserved);
        Reservation = Reservation.WithLines(sku, difference);
        _movements.Add(
            StockRows.Of(new StockMovement(sku, orderId, step.Length == 0 ? reference : $"{reference}/{step}", kind, quantity, now))
        );
    }

    // A place in the backorder queue is there as long as something is missing.
    private void Queue(string sku, int difference)
    {
        if (difference == 0)
            return;
        var before = Reservation.MissingOf(sku);
        sheet.Change(sku, awaited: difference);
        Reservation = Reservation.WithMissing(sku, difference);
        var places = _places.GetValueOrDefault(sku);
        if (before == 0)
            _places[sku] = places + 1;
        else if (Reservation.MissingOf(sku) == 0)
            _places[sku] = places - 1;
    }
}
