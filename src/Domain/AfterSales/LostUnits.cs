using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>
/// Units that were claimed as lost and sent again. One that never came is with the customer once: what was sent in its place. One that is
/// said to have come, or turns up after all, is there beside it, and the claim has settled it.
/// </summary>
/// <param name="Parcels">The numbers of the parcels that they may have been in.</param>
public sealed record LostUnits(IReadOnlyList<ParcelLine> Lines, IReadOnlyList<int> Parcels)
{
    /// <param name="parcels">The order's, as they were when the claim was filed.</param>
    public static LostUnits Of(IReadOnlyList<ParcelLine> lines, IReadOnlyList<ParcelState> parcels) =>
        new(lines, [.. parcels.Where(parcel => parcel is { IsGone: false, HandedOver: true }).Select(parcel => parcel.Number)]);

    /// <summary>How many of them have come: those that no parcel is left for which has not.</summary>
    /// <param name="parcels">As they are now.</param>
    internal static int ThatCame(IEnumerable<LostUnits> sentAgain, string sku, IReadOnlyList<ParcelState> parcels)
    {
        var absent = parcels
            .Where(parcel => parcel.DeliveredAt is null)
            .ToDictionary(parcel => parcel.Number, parcel => UnitsInCases.Count(parcel.Lines, sku));
        var came = 0;
        foreach (var lost in sentAgain)
        {
            var left = UnitsInCases.Count(lost.Lines, sku);
            foreach (var number in lost.Parcels)
            {
                var units = Math.Min(left, absent.GetValueOrDefault(number));
                absent[number] = absent.GetValueOrDefault(number) - units;
                left -= units;
            }

            came += left;
        }

        return came;
    }
}
