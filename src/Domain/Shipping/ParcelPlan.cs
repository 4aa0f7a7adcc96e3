using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

/// <summary>
/// How goods are divided into parcels: by kind, by weight, by size, by number of units. A total function: a unit that is too heavy for any
/// parcel gets one of its own, and the carrier has its say.
/// </summary>
public static class ParcelPlan
{
    /// <summary>
    /// Goods up to this weight, size and number go into one parcel, whatever the class and zone: the tables are held to it when the app
    /// starts.
    /// </summary>
    public const int LightGrams = 10_000;

    /// <inheritdoc cref="LightGrams"/>
    public const long LightCubicMillimetres = 50_000_000;

    /// <inheritdoc cref="LightGrams"/>
    public const int LightUnits = 20;

    /// <summary>True if one parcel holds it all and no table has to be asked: what most orders are.</summary>
    public static bool IsPlain(IReadOnlyCollection<PackedGoods> goods) =>
        goods.Sum(line => (long)line.Grams * line.Quantity) <= LightGrams
        && goods.Sum(line => line.CubicMillimetres * line.Quantity) <= LightCubicMillimetres
        && goods.Sum(line => line.Quantity) <= LightUnits
        && goods.Select(line => line.Hazard).Distinct(StringComparer.Ordinal).Count() <= 1;

    /// <summary>The parcels, harmless goods first; the same goods in any order make the same parcels.</summary>
    public static IReadOnlyList<IReadOnlyList<ParcelLine>> Of(IReadOnlyCollection<PackedGoods> goods, ParcelLimits limits) =>
        [
            .. goods
                .GroupBy(line => line.Hazard, StringComparer.Ordinal)
                .OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .SelectMany(kind => Pack(kind, limits)),
        ];

    // The heaviest unit first, each into the first box that takes it: never far from the fewest boxes.
    private static IEnumerable<IReadOnlyList<ParcelLine>> Pack(IEnumerable<PackedGoods> goods, ParcelLimits limits)
    {
        List<Box> boxes = [];
        var units = goods
            .SelectMany(line => Enumerable.Repeat(line, line.Quantity))
            .OrderByDescending(unit => limits.Billable(unit.Grams, unit.CubicMillimetres))
            .ThenBy(unit => unit.Sku, StringComparer.Ordinal);
        foreach (var unit in units)
        {
            var box = boxes.Find(open => open.Takes(unit, limits));
            if (box is null)
                boxes.Add(box = new Box());
            box.Add(unit);
        }

        return boxes.Select(box => box.Lines);
    }

    private sealed class Box
    {
        private readonly SortedDictionary<string, int> _units = new(StringComparer.Ordinal);
        private long _grams;
        private long _cubicMillimetres;

        public IReadOnlyList<ParcelLine> Lines => [.. _units.Select(unit => new ParcelLine(unit.Key, unit.Value))];

        public bool Takes(PackedGoods unit, ParcelLimits limits) =>
            limits.Billable(_grams + unit.Grams, _cubicMillimetres + unit.CubicMillimetres) <= limits.MaxGrams
            && _units.Values.Sum() < limits.MaxUnits;

        public void Add(PackedGoods unit)
        {
            _grams += unit.Grams;
            _cubicMillimetres += unit.CubicMillimetres;
            _units[unit.Sku] = _units.GetValueOrDefault(unit.Sku) + 1;
        }
    }
}

/// <summary>Goods that are to be packed.</summary>
/// <param name="Grams">Of one unit.</param>
/// <param name="CubicMillimetres">Of one unit; 0 where it was never measured.</param>
/// <param name="Hazard">Goods of different kinds may not lie in one parcel; null for goods that harm nothing.</param>
public sealed record PackedGoods(string Sku, int Quantity, int Grams, long CubicMillimetres, string? Hazard)
{
    /// <summary>Some units of an ordered line.</summary>
    public static PackedGoods Of(OrderLine line, int quantity) =>
        new(line.Sku, quantity, line.WeightGrams, line.CubicMillimetres, line.Hazard);
}

/// <summary>What one parcel may hold.</summary>
/// <param name="MaxGrams">Of weight or volumetric weight, whichever is greater.</param>
/// <param name="VolumetricDivisor">Cubic centimetres that count like one kilogram.</param>
public sealed record ParcelLimits(int MaxGrams, int MaxUnits, int VolumetricDivisor)
{
    public long Billable(long grams, long cubicMillimetres) =>
        Math.Max(grams, (cubicMillimetres + VolumetricDivisor - 1) / VolumetricDivisor);
}
