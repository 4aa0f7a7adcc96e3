using Azure.Data.Tables;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

/// <summary>
/// The rows of the warehouse, one partition, so that one transaction holds all lines of an order: <c>level:{sku}</c>,
/// <c>reservation:{orderId}:{occasion}</c>, <c>movement:{sku}:{orderId}:{occasion}:{kind}</c>, <c>waiting:{sku}:{order
/// time}:{orderId}:{occasion}</c>, <c>arrived:{orderId}:{occasion}:{revision}</c>.
/// </summary>
internal static class StockRows
{
    public const string Partition = "warehouse";
    public const string LevelPrefix = "level:";
    public const string ArrivedPrefix = "arrived:";

    public static string LevelKey(string sku) => LevelPrefix + TableKey.Escape(sku);

    public static string ReservationKey(string orderId, string occasion) => "reservation:" + TableKey.Of(orderId, occasion);

    public static string WaitingPrefix(string sku) => $"waiting:{TableKey.Escape(sku)}:";

    public static TableEntity Of(string orderId, string occasion, StoredReservation reservation) =>
        new TableEntity(Partition, ReservationKey(orderId, occasion)).With(reservation);

    public static TableEntity Of(StockMovement movement) =>
        new TableEntity(Partition, TableKey.Of("movement", movement.Sku, movement.OrderId, movement.Occasion, movement.Kind)).With(
            movement
        );

    public static TableEntity Of(StockArrival arrival) => new TableEntity(Partition, arrival.Key).With(arrival);

    public static string ArrivalKey(string orderId, string occasion, int revision) =>
        ArrivedPrefix + TableKey.Of(orderId, occasion, revision.ToString("D6", null));

    /// <summary>A place in line. The reservation says how many units are waited for; this row only where it stands.</summary>
    public static TableEntity Waiting(string sku, DateTimeOffset rank, string orderId, string occasion) =>
        new(Partition, $"{WaitingPrefix(sku)}{TableKey.Ascending(rank)}:{TableKey.Of(orderId, occasion)}")
        {
            ["OrderId"] = orderId,
            ["Occasion"] = occasion,
            ETag = Azure.ETag.All,
        };
}

/// <param name="OrderId">Of a receipt: the delivery's id.</param>
/// <param name="By">Who received it; absent on what orders do.</param>
internal sealed record StockMovement(
    string Sku,
    string OrderId,
    string Occasion,
    string Kind,
    int Quantity,
    DateTimeOffset At,
    string? By = null
);
