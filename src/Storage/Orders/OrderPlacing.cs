using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// Stores a new order over several partitions. The idempotency row, which holds the whole order, comes first and decides; the order's own
/// row comes last and says that all is there; each row between is inserted only where it is missing.
/// </summary>
internal sealed class OrderPlacing(
    TableServiceClient tables,
    ContactStore contacts,
    ContactIndex people,
    CustomerIndex index,
    StatusIndex statuses
)
{
    private readonly TableClient _keys = tables.GetTableClient(StorageSchema.Idempotency);
    private readonly TableClient _numbers = tables.GetTableClient(StorageSchema.OrderNumbers);
    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);

    public async Task<PlaceOutcome> PlaceAsync(NewOrder place, CancellationToken cancellation)
    {
        var key = (Partition: TableKey.Escape(place.Order.CustomerId), Row: TableKey.Escape(place.IdempotencyKey));
        await ClaimNumberAsync(place.Order, cancellation);
        var row = new TableEntity(key.Partition, key.Row) { [nameof(place.RequestHash)] = place.RequestHash }.With(place.Order);
        if (await _keys.InsertAsync(row, cancellation))
        {
            await FinishAsync(place.Order, place.Contact, place.DuplicateFingerprint, cancellation);
            return new(PlaceResult.Placed, place.Order);
        }

        var earlier = (await _keys.FindAsync(key.Partition, key.Row, cancellation))!;
        var outcome = await RepeatAsync(earlier, place.RequestHash, place.Contact, place.DuplicateFingerprint, cancellation);
        if (outcome.Order.OrderNumber != place.Order.OrderNumber)
            await _numbers.DeleteEntityAsync(TableKey.Escape(place.Order.OrderNumber), "", ETag.All, cancellation);
        return outcome;
    }

    public async Task<PlaceOutcome?> RepeatAsync(
        string customerId,
        string idempotencyKey,
        string requestHash,
        Contact contact,
        CancellationToken cancellation
    ) =>
        await _keys.FindAsync(TableKey.Escape(customerId), TableKey.Escape(idempotencyKey), cancellation) is { } earlier
            ? await RepeatAsync(earlier, requestHash, contact, Fingerprints.Of(earlier.Read<Order>()), cancellation)
            : null;

    // What the first call priced stands, whatever the catalogue says now.
    private async Task<PlaceOutcome> RepeatAsync(
        TableEntity earlier,
        string requestHash,
        Contact contact,
        string fingerprint,
        CancellationToken cancellation
    )
    {
        var order = earlier.Read<Order>();
        if (earlier.GetString(nameof(NewOrder.RequestHash)) != requestHash)
            return new(PlaceResult.KeyReused, order);

        if (await _orders.FindAsync(OrderRows.Partition(order.OrderId), OrderRows.Order, cancellation, "RowKey") is null)
            await FinishAsync(order, contact, fingerprint, cancellation);
        return new(PlaceResult.Repeated, order);
    }

    public async Task<string?> FindIdAsync(string orderNumber, CancellationToken cancellation) =>
        (await _numbers.FindAsync(TableKey.Escape(orderNumber), "", cancellation))?.GetString(nameof(Order.OrderId));

    public async Task ForgetRequestsAsync(string customerId, DateTimeOffset placedUntil, CancellationToken cancellation)
    {
        await foreach (
            var row in _keys.QueryAsync<TableEntity>(TableKey.InPartition(TableKey.Escape(customerId)), cancellationToken: cancellation)
        )
        {
            if (row.Read<Order>().PlacedAt > placedUntil)
                continue;
            var change = new TableEntity(row.PartitionKey, row.RowKey) { [nameof(NewOrder.RequestHash)] = "" };
            await _keys.UpdateEntityAsync(change, ETag.All, TableUpdateMode.Merge, cancellation);
        }
    }

    private async Task ClaimNumberAsync(Order order, CancellationToken cancellation)
    {
        var row = new TableEntity(TableKey.Escape(order.OrderNumber), "") { [nameof(order.OrderId)] = order.OrderId };
        if (await _numbers.InsertAsync(row, cancellation))
            return;
        var owner = await _numbers.FindAsync(row.PartitionKey, row.RowKey, cancellation);
        if (owner!.GetString(nameof(order.OrderId)) != order.OrderId)
            throw new InvalidOperationException($"The order number {order.OrderNumber} is another order's.");
    }

    private async Task FinishAsync(Order order, Contact contact, string fingerprint, CancellationToken cancellation)
    {
        await contacts.AddAsync(order.CustomerId, order.OrderId, contact, cancellation);
        var hashes = people.Hashes(contact);
        await index.AddAsync(order, fingerprint, hashes, cancellation);
        await Task.WhenAll(people.AddAsync(order, hashes, cancellation), statuses.AddAsync(order, cancellation));
        await _orders.InsertAsync(OrderRows.Of(order), cancellation);
    }
}
