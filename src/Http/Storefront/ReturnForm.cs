using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http.Storefront;

/// <summary>A return as it was asked for.</summary>
/// <param name="Text">Why, in the customer's words.</param>
internal sealed record ReturnForm(IReadOnlyList<ParcelLine> Lines, ReturnWish Wants, string Text)
{
    private const int MostLines = 50;

    /// <summary>Reads <c>lines</c>, <c>reason</c> and <c>wants</c>, and writes down all that is wrong with them.</summary>
    public static ReturnForm Read(JsonInput body)
    {
        List<ParcelLine> lines = [];
        foreach (var line in body.Objects("lines", MostLines))
        {
            lines.Add(new ParcelLine(line.Text("sku", 100), (int)line.Whole("quantity", 1, 1000)));
            line.Close();
        }

        if (lines.DistinctBy(line => line.Sku).Count() < lines.Count)
            body.Refuse("lines", "Names a sku twice.");
        return new ReturnForm(lines, body.Choice<ReturnWish>("wants"), body.Prose("reason", 1000));
    }

    /// <summary>What is wrong with it for this order.</summary>
    public void Check(Order order, FieldErrors errors)
    {
        foreach (var (i, line) in Lines.Index())
        {
            if (order.Lines.All(ordered => ordered.Sku != line.Sku))
                errors.Add(FormattableString.Invariant($"lines[{i}].sku"), "Is not in this order.");
        }
    }
}
