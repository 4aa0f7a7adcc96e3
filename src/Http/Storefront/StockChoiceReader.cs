using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Http.Storefront;

/// <summary>
/// Reads the body of <c>POST /api/orders/{orderId}/stock-decision</c>: a choice for all lines that are out of stock, one for each, or one
/// for all with exceptions.
/// </summary>
internal static class StockChoiceReader
{
    private const int LongestSku = 40;

    public static StockChoices Read(JsonInput body)
    {
        var choice = body.OptionalChoice<StockChoice>("choice");
        var until = body.OptionalMoment("until");
        var substitutes = body.Codes("substitutes", RequestLine.Most, LongestSku);
        List<LineChoice> lines = [];
        foreach (var input in body.Has("lines") ? body.Objects("lines", RequestLine.Most) : [])
        {
            var line = new LineChoice(
                input.Code("sku", LongestSku),
                input.Choice<StockChoice>("choice"),
                input.OptionalCode("substitute", LongestSku),
                input.OptionalMoment("until")
            );
            if (line.Sku.Length > 0 && lines.Exists(other => other.Sku == line.Sku))
                input.Refuse("sku", "Stands in another line already.");
            input.Close();
            lines.Add(line);
        }

        if (choice is null && lines.Count == 0)
            body.Refuse("choice", "Is missing: say what should be done about all lines, or give a choice for each in lines.");
        return new StockChoices(choice, until, substitutes, lines);
    }
}
