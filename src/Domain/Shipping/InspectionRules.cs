using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

public static class InspectionRules
{
    /// <summary>
    /// Every unit that was to be in the parcel is accounted for, once. What nobody has seen is missing, and somebody has to say so.
    /// </summary>
    public static void Check(IReadOnlyList<InspectedLine> lines, IEnumerable<ParcelLine> expected, FieldErrors errors)
    {
        var units = expected
            .GroupBy(line => line.Sku, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Sum(line => line.Quantity), StringComparer.Ordinal);
        foreach (var (i, line) in lines.Index())
        {
            if (!units.ContainsKey(line.Sku))
                errors.Add(FormattableString.Invariant($"lines[{i}].sku"), "Was not to be in this parcel.");
        }

        foreach (var (sku, quantity) in units)
        {
            var found = lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);
            if (found != quantity)
                errors.Add(
                    "lines",
                    FormattableString.Invariant($"{sku}: {quantity} are to be accounted for, not {found}; what did not come is missing.")
                );
        }
    }
}
