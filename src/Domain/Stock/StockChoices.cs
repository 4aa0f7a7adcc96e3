using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Stock;

/// <summary>
/// What the customer wants done about short lines, as they put it: a choice for all, one for each, or one for all with exceptions.
/// </summary>
/// <param name="Choice">For every short line that is not in <paramref name="Lines"/>.</param>
/// <param name="Until">How long they wait at most, where a line does not say otherwise; null: as long as the shop waits.</param>
/// <param name="Substitutes">By the short line's sku.</param>
public sealed record StockChoices(
    StockChoice? Choice,
    DateTimeOffset? Until,
    IReadOnlyDictionary<string, string> Substitutes,
    IReadOnlyList<LineChoice> Lines
)
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
            if ((named?.Choice ?? Choice) is not { } choice)
                errors.Add("lines", $"There is no choice for {line.Sku}.");
            else if (choice == StockChoice.Substitute)
                choices.Add(new(line.Sku, choice, SubstituteFor(line, named, errors)));
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
            errors.Add(
                named?.Until is null ? "until" : $"{PathOf(named)}.until",
                $"Should be in the future, and within {StockRules.LongestWait.Days} days."
            );
        return until;
    }

    // Where there is but one, it need not be named.
    private string? SubstituteFor(ShortLine line, LineChoice? named, FieldErrors errors)
    {
        var sku = named?.Substitute ?? Substitutes.GetValueOrDefault(line.Sku);
        if (sku is null && line.Substitutes is [var only])
            return only.Line.Sku;
        if (sku is not null && line.Substitutes.Any(offer => offer.Line.Sku == sku))
            return sku;
        errors.Add(
            named is null ? $"substitutes.{line.Sku}" : $"{PathOf(named)}.substitute",
            line.Substitutes.Count == 0
                ? $"There is no substitute for {line.Sku}."
                : $"Should be one of {string.Join(", ", line.Substitutes.Select(offer => offer.Line.Sku))}."
        );
        return null;
    }

    private string PathOf(LineChoice named) => $"lines[{Lines.Index().First(entry => entry.Item == named).Index}]";
}
