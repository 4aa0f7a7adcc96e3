using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Http.Storefront;

/// <summary>Reads the body of <c>POST /api/orders/{orderId}/stock-decision</c>: a choice for all lines that are out of stock, one for each, or one for all with exceptions.</summary>
internal static class StockChoiceReader
{
    private const int LongestSku = 40;
    private const int MostLines = 50;

    public static StockChoices Read(JsonInput body)
    {
        var choice = body.OptionalChoice<StockChoice>("choice");
        var until = body.OptionalMoment("until");
        var substitutes = body.Texts("substitutes", MostLines, LongestSku);
        List<LineChoice> lines = [];
        foreach (var input in body.Has("lines") ? body.Objects("lines", MostLines) : [])
        {
            var line = new LineChoice(input.Text("sku", LongestSku), input.Choice<StockChoice>("choice"), input.OptionalText("substitute", LongestSku), input.OptionalMoment("until"));
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

/// <summary>As the customer put it.</summary>
/// <param name="Choice">For every short line that is not in <paramref name="Lines"/>.</param>
/// <param name="Substitutes">By the short line's sku.</param>
internal sealed record StockChoices(StockChoice? Choice, DateTimeOffset? Until, IReadOnlyDictionary<string, string> Substitutes, IReadOnlyList<LineChoice> Lines)
{
    /// <summary>A choice for every short line, or what stands in the way.</summary>
    public IReadOnlyList<LineChoice> For(IReadOnlyList<ShortLine> lines, DateTimeOffset now, FieldErrors errors)
    {
        foreach (var (i, line) in Lines.Index())
        {
            if (lines.All(other => other.Sku != line.Sku))
                errors.Add($"lines[{i}].sku", $"{line.Sku} is not out of stock in this order.");
        }

        foreach (var sku in Substitutes.Keys.Where(sku => lines.All(line => line.Sku != sku)))
            errors.Add($"substitutes.{sku}", $"{sku} is not out of stock in this order.");

        List<LineChoice> choices = [];
        foreach (var line in lines)
        {
            var named = Lines.FirstOrDefault(named => named.Sku == line.Sku);
            var path = named is null ? $"substitutes.{line.Sku}" : $"lines[{Lines.Index().First(entry => entry.Item == named).Index}].substitute";
            if ((named?.Choice ?? Choice) is not { } choice)
                errors.Add("lines", $"There is no choice for {line.Sku}.");
            else if (choice == StockChoice.Substitute)
                choices.Add(new(line.Sku, choice, SubstituteFor(line, named?.Substitute ?? Substitutes.GetValueOrDefault(line.Sku), path, errors)));
            else
                choices.Add(new(line.Sku, choice, null, Waits(choice) ? CheckedUntil(named, now, errors) : null));
        }

        return choices;
    }

    private static bool Waits(StockChoice choice) => choice is StockChoice.Split or StockChoice.Wait;

    private DateTimeOffset? CheckedUntil(LineChoice? named, DateTimeOffset now, FieldErrors errors)
    {
        var until = named?.Until ?? Until;
        if (until <= now || until > now + StockRules.LongestWait)
            errors.Add(named?.Until is null ? "until" : $"lines[{Lines.Index().First(entry => entry.Item == named).Index}].until", $"Should be in the future, and within {StockRules.LongestWait.Days} days.");
        return until;
    }

    // Where there is but one, it need not be named.
    private static string? SubstituteFor(ShortLine line, string? named, string path, FieldErrors errors)
    {
        if (named is null && line.Substitutes is [var only])
            return only.Line.Sku;
        if (named is not null && line.Substitutes.Any(offer => offer.Line.Sku == named))
            return named;
        errors.Add(path, line.Substitutes.Count == 0 ? $"There is no substitute for {line.Sku}." : $"Should be one of {string.Join(", ", line.Substitutes.Select(offer => offer.Line.Sku))}.");
        return null;
    }
}
