using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>
/// Divides reserved goods into parcels, each with a reservation of its own where there are several. Keyed (order, reservation): asked
/// again, the answer is the same, whatever the tables say by then.
/// </summary>
public sealed class PackParcels(StockStore stock, PriceTables tables)
{
    [Function(nameof(PackParcels))]
    public async Task<IReadOnlyList<PackedParcel>> RunAsync([ActivityTrigger] GoodsToPack goods, CancellationToken cancellation)
    {
        // Where the tables do not go, the carrier will say so.
        IReadOnlyList<IReadOnlyList<ParcelLine>> plan = tables.Rates.LimitsOf(goods.Place, goods.Class) is { } limits
            ? ParcelPlan.Of(goods.Goods, limits)
            :
            [
                [.. goods.Goods.Select(line => new ParcelLine(line.Sku, line.Quantity))],
            ];
        if (plan.Count == 1 && await stock.FindPartsAsync(goods.OrderId, goods.Reservation, cancellation) is { Count: 0 })
            return [new PackedParcel(plan[0], goods.Reservation)];

        var parts = await stock.SplitAsync(goods.OrderId, goods.Reservation, plan, cancellation);
        return [.. parts.Select(part => new PackedParcel(part.Lines, part.Reference))];
    }
}

/// <param name="Reservation">Under which all of the goods are reserved.</param>
/// <param name="Place">Where they go: a <see cref="Territory"/>'s code.</param>
public sealed record GoodsToPack(string OrderId, string Reservation, IReadOnlyList<PackedGoods> Goods, string Place, ShippingClass Class);

public sealed record PackedParcel(IReadOnlyList<ParcelLine> Lines, string Reservation);
