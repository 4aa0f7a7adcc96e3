using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Http.Operations;

/// <summary>What the warehouse found in a parcel that came back: a return's, or one of ours that the carrier sent back.</summary>
internal static class InspectedLines
{
    private const int Most = 100;

    public static IReadOnlyList<InspectedLine> Read(JsonInput body)
    {
        List<InspectedLine> lines = [];
        foreach (var line in body.Objects("lines", Most))
        {
            lines.Add(new InspectedLine(line.Text("sku", 40), (int)line.Whole("quantity", 1, 999), line.Choice<ReturnCondition>("condition")));
            line.Close();
        }

        return lines;
    }

    /// <summary>Every unit that was to be in the parcel is accounted for, once. What nobody has seen is missing, and somebody has to say so.</summary>
    public static void Check(IReadOnlyList<InspectedLine> lines, IEnumerable<ParcelLine> expected, FieldErrors errors)
    {
        var units = expected.GroupBy(line => line.Sku, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Sum(line => line.Quantity), StringComparer.Ordinal);
        foreach (var (i, line) in lines.Index())
        {
            if (!units.ContainsKey(line.Sku))
                errors.Add(FormattableString.Invariant($"lines[{i}].sku"), "Was not to be in this parcel.");
        }

        foreach (var (sku, quantity) in units)
        {
            var found = lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);
            if (found != quantity)
                errors.Add("lines", FormattableString.Invariant($"{sku}: {quantity} are to be accounted for, not {found}; what did not come is missing."));
        }
    }
}
