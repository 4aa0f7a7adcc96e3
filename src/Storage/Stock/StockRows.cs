using Azure.Data.Tables;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

/// <summary>
/// The rows of the warehouse, one partition, so that one transaction holds all lines of an order: <c>level:{sku}</c>,
/// <c>reservation:{orderId}:{reference}</c>, <c>movement:{sku}:{orderId}:{reference}:{kind}</c>, <c>waiting:{sku}:{order
/// time}:{orderId}:{reference}</c>, <c>arrived:{orderId}:{reference}:{revision}</c>.
/// </summary>
internal static class StockRows
{
    public const string Partition = "warehouse";
    public const string LevelPrefix = "level:";
    public const string ArrivedPrefix = "arrived:";

    public static string LevelKey(string sku) => LevelPrefix + TableKey.Escape(sku);

    public static string ReservationKey(string orderId, string reference) => "reservation:" + TableKey.Of(orderId, reference);

    public static string WaitingPrefix(string sku) => $"waiting:{TableKey.Escape(sku)}:";

    public static TableEntity Of(string orderId, string reference, StoredReservation reservation) =>
        new TableEntity(Partition, ReservationKey(orderId, reference)).With(reservation);

    public static TableEntity Of(StockMovement movement) =>
        new TableEntity(Partition, TableKey.Of("movement", movement.Sku, movement.OrderId, movement.Reference, movement.Kind)).With(
            movement
        );

    public static TableEntity Of(StockArrival arrival) => new TableEntity(Partition, arrival.Key).With(arrival);

    public static string ArrivalKey(string orderId, string reference, int revision) =>
        ArrivedPrefix + TableKey.Of(orderId, reference, revision.ToString("D6", null));

    /// <summary>
    /// A place in the backorder queue. The reservation says how many units are waited for; this row only where it stands.
    /// </summary>
    public static TableEntity Waiting(string sku, DateTimeOffset rank, string orderId, string reference) =>
        new(Partition, $"{WaitingPrefix(sku)}{TableKey.Ascending(rank)}:{TableKey.Of(orderId, reference)}")
        {
            ["OrderId"] = orderId,
            ["Reference"] = reference,
            ETag = Azure.ETag.All,
        };
}

/// <param name="OrderId">Of a receipt: the delivery's id.</param>
/// <param name="By">Who received it; absent on what orders do.</param>
internal sealed record StockMovement(
    string Sku,
    string OrderId,
    string Reference,
    string Kind,
    int Quantity,
    DateTimeOffset At,
    string? By = null
);
