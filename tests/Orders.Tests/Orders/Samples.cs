using CsCheck;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Tests.Orders;

/// <summary>An order as most tests need it: one HW-PRO by express within China, 159.00 USD.</summary>
internal static class Samples
{
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

    public static Order Order(string locale = "en", ProductKind kind = ProductKind.Physical, PaymentMethod method = PaymentMethod.Card) =>
        new()
        {
            OrderId = "abc",
            OrderNumber = "R-7K3Q9-M2XWD",
            CustomerId = "c-1",
            Locale = locale,
            Country = "CN",
            Lines = [new OrderLine("HW-PRO", new("Wallet", "钱包"), kind, 1, Usd(12900), 180)],
            ShippingClass = ShippingClass.Express,
            ShippingFee = Usd(3000),
            Total = Usd(15900),
            PaymentMethod = method,
            PaymentProvider = "sandbox",
            OutOfStock = OutOfStockChoice.Ask,
            PlacedAt = Noon,
            Windows = new OrderWindowsOptions().Current(),
        };

    public static Contact Contact() => new("李雷", "lilei@example.com", "+8613800138000", Verified: true, Address());

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
}
