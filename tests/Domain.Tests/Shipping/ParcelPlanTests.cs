using CsCheck;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Shipping;

namespace Domain.Tests.Shipping;

public sealed class ParcelPlanTests
{
    private static readonly ParcelLimits _limits = new(MaxGrams: 30_000, MaxUnits: 40, VolumetricDivisor: 5000);

    private static readonly Gen<PackedGoods> _goods = Gen.Select(
        Gen.Int[0, 6],
        Gen.Int[1, 12],
        Gen.Int[1, 30_000],
        Gen.Long[0, 120_000_000],
        Samples.OneOf<string?>(null, null, "lithium_battery", "aerosol"),
        (sku, quantity, grams, volume, hazard) => new PackedGoods($"SKU-{sku}-{hazard}", quantity, grams, volume, hazard)
    );

    [Fact]
    public void Every_unit_is_in_one_parcel_and_no_parcel_exceeds_its_limit() =>
        _goods
            .Array[1, 6]
            .Sample(lines =>
            {
                PackedGoods[] goods = [.. lines.DistinctBy(line => line.Sku)];
                var parcels = ParcelPlan.Of(goods, _limits);

                Assert.Equal(
                    goods.Select(line => (line.Sku, line.Quantity)).Order(),
                    parcels
                        .SelectMany(parcel => parcel)
                        .GroupBy(line => line.Sku, (sku, same) => (sku, same.Sum(line => line.Quantity)))
                        .Order()
                );
                foreach (var parcel in parcels)
                {
                    PackedGoods Of(ParcelLine line) => goods.Single(one => one.Sku == line.Sku);
                    Assert.Single(parcel.Select(line => Of(line).Hazard).Distinct());
                    var units = parcel.Sum(line => line.Quantity);
                    Assert.True(units <= _limits.MaxUnits);
                    Assert.True(
                        units == 1
                            || _limits.Billable(
                                parcel.Sum(line => (long)Of(line).Grams * line.Quantity),
                                parcel.Sum(line => Of(line).CubicMillimetres * line.Quantity)
                            ) <= _limits.MaxGrams
                    );
                }

                Assert.Equal(parcels, ParcelPlan.Of([.. goods.Reverse()], _limits));
                Assert.True(!ParcelPlan.IsPlain(goods) || parcels.Count == 1);
            });

    [Fact]
    public void Batteries_go_apart_from_other_goods()
    {
        var parcels = ParcelPlan.Of(
            [new("WALLET", 2, 180, 0, null), new("POWER", 1, 400, 0, "lithium_battery"), new("CABLE", 1, 60, 0, null)],
            _limits
        );

        Assert.Equal(
            [
                [new ParcelLine("CABLE", 1), new("WALLET", 2)],
                [new ParcelLine("POWER", 1)],
            ],
            parcels
        );
    }

    [Fact]
    public void Two_safes_too_heavy_together_fill_two_parcels_and_share_small_goods()
    {
        var parcels = ParcelPlan.Of([new("SAFE", 2, 18_000, 0, null), new("CASE", 3, 90, 0, null)], _limits);

        Assert.Equal(
            [
                [new ParcelLine("CASE", 3), new("SAFE", 1)],
                [new ParcelLine("SAFE", 1)],
            ],
            parcels
        );
    }

    [Fact]
    public void Two_parcels_cost_the_sum_of_both_and_oversize_units_never_ship()
    {
        var safe = Samples.Physical("SAFE", 39_900, 18_000);
        var one = ShippingCharge.Of([(safe, 1)], new Destination("CN", null), ShippingClass.Express, TestTables.Prices)!;

        Assert.Equal(
            one.Total * 2,
            ShippingCharge.Of([(safe, 2)], new Destination("CN", null), ShippingClass.Express, TestTables.Prices)!.Total
        );
        Assert.Null(
            ShippingCharge.Of(
                [(safe with { WeightGrams = 31_000 }, 1)],
                new Destination("CN", null),
                ShippingClass.Express,
                TestTables.Prices
            )
        );
    }
}
