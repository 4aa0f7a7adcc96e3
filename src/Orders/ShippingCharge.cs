namespace Orders.Functions.Orders;

/// <summary>What carriage costs, by its parts.</summary>
/// <param name="Base">By zone, class and weight.</param>
/// <param name="Remote">Surcharge of a remote area.</param>
/// <param name="BillableGrams">The weight that was charged: the greater of weight and volumetric weight.</param>
public sealed record ShippingCharge(Money Base, Money Remote, long BillableGrams)
{
    public Money Total => Base + Remote;

    /// <summary>Null: the class does not carry that there.</summary>
    public static ShippingCharge? Of(IReadOnlyList<(Product Product, int Quantity)> goods, Destination destination, ShippingClass shippingClass, PriceTables tables)
    {
        var nothing = Money.Zero(tables.Rates.Currency);
        if (goods.Count == 0)
            return new ShippingCharge(nothing, nothing, 0);
        var grams = BillableGramsOf(goods, tables);
        if (tables.Rates.Find(destination.Country, shippingClass, grams) is not { } rate)
            return null;
        return new ShippingCharge(
            nothing with { Amount = rate.Fee(grams) },
            nothing with { Amount = tables.RemoteAreas.Find(destination)?.Surcharge ?? 0 },
            grams);
    }

    public static long BillableGramsOf(IReadOnlyList<(Product Product, int Quantity)> goods, PriceTables tables) => tables.Rates.BillableGrams(
        goods.Sum(item => (long)item.Product.WeightGrams * item.Quantity),
        goods.Sum(item => (item.Product.Size?.CubicMillimetres ?? 0) * item.Quantity));
}
