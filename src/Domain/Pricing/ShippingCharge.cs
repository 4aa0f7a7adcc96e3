using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Pricing;

/// <summary>What shipping costs, by its parts.</summary>
/// <param name="Base">By zone, class and weight.</param>
/// <param name="Remote">Surcharge of a remote area.</param>
/// <param name="BillableGrams">The weight that was charged: the greater of weight and volumetric weight.</param>
public sealed record ShippingCharge(Money Base, Money Remote, long BillableGrams)
{
    public Money Total => Base + Remote;

    /// <summary>Null: the class does not carry that there.</summary>
    public static ShippingCharge? Of(
        IReadOnlyList<(Product Product, int Quantity)> goods,
        Destination destination,
        ShippingClass shippingClass,
        PriceTables tables
    )
    {
        var nothing = Money.Zero(tables.Rates.Currency);
        if (goods.Count == 0)
            return new ShippingCharge(nothing, nothing, 0);
        var grams = BillableGramsOf(goods, tables);
        if (FeeOf(goods, grams, destination.Place, shippingClass, tables.Rates) is not { } fee)
            return null;
        return new ShippingCharge(
            nothing with
            {
                Amount = fee,
            },
            nothing with
            {
                Amount = tables.RemoteAreas.Find(destination)?.Surcharge ?? 0,
            },
            grams
        );
    }

    /// <summary>
    /// Goods that are too much for one parcel are charged by the parcels that they fill; kinds that may not lie together cost nothing
    /// extra.
    /// </summary>
    private static long? FeeOf(
        IReadOnlyList<(Product Product, int Quantity)> goods,
        long grams,
        string place,
        ShippingClass shippingClass,
        ShippingRates rates
    )
    {
        if (rates.Find(place, shippingClass, grams) is { } rate)
            return rate.Fee(grams);
        if (rates.LimitsOf(place, shippingClass) is not { } limits)
            return null;
        var parcels = ParcelPlan.Of([.. goods.Select(item => Packed(item, hazard: null))], limits);
        var weights = parcels.Select(parcel =>
            rates.BillableGrams(
                parcel.Sum(line => (long)ProductOf(goods, line).WeightGrams * line.Quantity),
                parcel.Sum(line => (ProductOf(goods, line).Size?.CubicMillimetres ?? 0) * line.Quantity)
            )
        );
        var fees = weights.Select(weight => rates.Find(place, shippingClass, weight)?.Fee(weight)).ToList();
        return fees.Contains(null) ? null : fees.Sum();
    }

    private static PackedGoods Packed((Product Product, int Quantity) item, string? hazard) =>
        new(item.Product.Sku, item.Quantity, item.Product.WeightGrams, item.Product.Size?.CubicMillimetres ?? 0, hazard);

    private static Product ProductOf(IEnumerable<(Product Product, int Quantity)> goods, ParcelLine line) =>
        goods.First(item => item.Product.Sku == line.Sku).Product;

    /// <summary>True if for each parcel that the goods would fill there is a carrier that takes it.</summary>
    public static bool HasCarriers(
        IReadOnlyList<(Product Product, int Quantity)> goods,
        Destination destination,
        ShippingClass shippingClass,
        PriceTables tables
    )
    {
        if (tables.Rates.LimitsOf(destination.Place, shippingClass) is not { } limits)
            return false;
        var parcels = ParcelPlan.Of([.. goods.Select(item => Packed(item, item.Product.Hazard))], limits);
        return parcels.All(parcel =>
            tables.Carriers.Takes(
                new ParcelToCarry(
                    destination.Place,
                    shippingClass,
                    parcel.Sum(line => ProductOf(goods, line).WeightGrams * line.Quantity),
                    ProductOf(goods, parcel[0]).Hazard
                )
            )
        );
    }

    public static long BillableGramsOf(IReadOnlyList<(Product Product, int Quantity)> goods, PriceTables tables) =>
        tables.Rates.BillableGrams(
            goods.Sum(item => (long)item.Product.WeightGrams * item.Quantity),
            goods.Sum(item => (item.Product.Size?.CubicMillimetres ?? 0) * item.Quantity)
        );
}
