using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Tests.Storage;

/// <summary>Orders to store.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly Contact Contact = new(
        "李雷",
        "lilei@example.com",
        "+8613800138000",
        true,
        new("李雷", "+8613800138000", "CN", "广东省", "深圳市", "科技园路 1 号", null, "518000")
    );

    public static Order Order(string orderId, string? customerId = null, DateTimeOffset? placedAt = null) =>
        new()
        {
            OrderId = orderId,
            OrderNumber = "R-" + orderId,
            CustomerId = customerId ?? "c-" + orderId,
            Locale = "zh-CN",
            Country = "CN",
            Lines = [new("HW-PRO", new("Hardware wallet Pro", "硬件钱包 Pro"), ProductKind.Physical, 1, new(12900, "USD"), 180)],
            ShippingClass = ShippingClass.Express,
            ShippingFee = new(3000, "USD"),
            Total = new(15900, "USD"),
            PaymentMethod = PaymentMethod.Card,
            PaymentProvider = "sandbox",
            OutOfStock = OutOfStockChoice.Ask,
            PlacedAt = placedAt ?? Noon,
            Windows = new OrderWindowsOptions().Current(),
        };

    public static NewOrder Place(Order order, string key = "key-1", string hash = "hash-1", string fingerprint = "print-1") =>
        new(order, Contact, key, hash, fingerprint);

    public static OrderState State(Order order, OrderStatus status, int sequence) =>
        InitialState.Of(order) with
        {
            Status = status,
            Sequence = sequence,
        };

    /// <summary>A step with one of everything.</summary>
    public static Progress Paid(Order order, int sequence = 1) =>
        new(order.OrderId, State(order, OrderStatus.CheckingStock, sequence))
        {
            Timeline =
            [
                new(Noon.AddMinutes(1), TimelineKind.Paid, Actor.Payment),
                new(Noon.AddMinutes(1), TimelineKind.StockReserved, Actor.Shop),
            ],
            Ledger = [new("capture:sandbox:evt_1", LedgerKind.Captured, order.Total, Noon.AddMinutes(1), "evt_1")],
            Mails = [new(MailKind.Paid)],
            Handled = ["sandbox:evt_1"],
        };
}
