using CsCheck;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Testing;

/// <summary>An order as most tests need it: one HW-PRO by express within China, 159.00 USD; and what belongs to it.</summary>
internal static class Samples
{
    /// <summary>A Friday in the warehouse.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);

    public static readonly Product Pro = Physical("HW-PRO", 12900, 180);

    public static readonly Product Vault = new(
        "SW-VAULT",
        new("Vault", "Vault"),
        new("A licence", "许可证"),
        ProductKind.Digital,
        Usd(3900),
        0,
        ["IR"],
        3
    );

    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    public static Product Physical(string sku, long price, int grams) =>
        new(sku, new($"{sku} in English", $"{sku} 中文"), new("A thing", "商品"), ProductKind.Physical, Usd(price), grams, ["KP"], 5);

    public static Money Usd(long amount) => new(amount, "USD");

    public static Order Order(
        string orderId = "abc",
        string? customerId = null,
        DateTimeOffset? placedAt = null,
        string locale = "en",
        ProductKind kind = ProductKind.Physical,
        PaymentMethod method = PaymentMethod.Card
    ) =>
        new()
        {
            OrderId = orderId,
            OrderNumber = $"R-{orderId}",
            CustomerId = customerId ?? $"c-{orderId}",
            Locale = locale,
            Country = "CN",
            Lines = [new OrderLine("HW-PRO", new("Wallet", "钱包"), kind, 1, Usd(12900), 180)],
            ShippingClass = ShippingClass.Express,
            ShippingFee = Usd(3000),
            Total = Usd(15900),
            PaymentMethod = method,
            PaymentProvider = "sandbox",
            OutOfStock = OutOfStockChoice.Ask,
            PlacedAt = placedAt ?? Noon,
            Windows = new OrderWindowsOptions().Current(),
        };

    public static Contact Contact(string name = "李雷") =>
        new(name, "lilei@example.com", "+8613800138000", Verified: true, Address() with { Recipient = name });

    public static Address Address(string country = "CN", string postalCode = "518000") =>
        new("李雷", "+8613800138000", country, "广东省", "深圳市", "科技园路 1 号", null, postalCode);

    public static ParcelState Parcel(ParcelStatus status = ParcelStatus.LabelCreated) =>
        new()
        {
            Number = 1,
            Lines = [new ParcelLine("HW-PRO", 1)],
            Status = status,
            Carrier = "sandbox",
            Waybill = "SBX1",
        };

    public static NewOrder Place(Order order, string key = "key-1", string hash = "hash-1", string fingerprint = "print-1") =>
        new(order, Contact(), key, hash, fingerprint);

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
