using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Http.Operations;

/// <summary>What the warehouse found in a parcel that came back: a return's, or one of ours that the carrier sent back.</summary>
internal static class InspectedLinesReader
{
    private const int Most = 100;

    public static IReadOnlyList<InspectedLine> Read(JsonInput body)
    {
        List<InspectedLine> lines = [];
        foreach (var line in body.Objects("lines", Most))
        {
            lines.Add(
                new InspectedLine(line.Code("sku", 40), (int)line.Whole("quantity", 1, 999), line.Choice<ReturnCondition>("condition"))
            );
            line.Close();
        }

        return lines;
    }
}
