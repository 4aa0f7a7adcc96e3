using System.Globalization;
using Azure.Data.Tables;

namespace Lives.Storage;

/// <summary>
/// An OData filter of the forms that the app uses: comparisons of a property with a text or a time, joined by <c>and</c>, <c>or</c> and
/// parentheses. Any other is refused.
/// </summary>
/// <param name="Matches">A row without the property, or with one of another type, does not match.</param>
/// <param name="Partitions">No row outside of these partitions matches.</param>
/// <param name="Rows">No row with a key outside of these matches.</param>
internal sealed record TableFilter(Func<StoredRow, bool> Matches, KeyRange Partitions, KeyRange Rows)
{
    private static readonly TableFilter _all = new(_ => true, default, default);

    /// <exception cref="FormatException">It is no filter, or none that the simulation knows.</exception>
    public static TableFilter Parse(string? filter)
    {
        if (string.IsNullOrEmpty(filter))
            return _all;
        try
        {
            var tokens = TokensOf(filter);
            var parsed = ParseOr(tokens);
            return tokens.Count == 0 ? parsed : throw new FormatException($"{tokens.Peek()} after the end");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new FormatException($"The simulated tables do not understand the filter {filter}", e);
        }
    }

    private static TableFilter ParseOr(Queue<string> tokens)
    {
        var left = ParseAnd(tokens);
        while (Takes(tokens, "or"))
        {
            var (either, or) = (left, ParseAnd(tokens));
            left = new TableFilter(row => either.Matches(row) || or.Matches(row), default, default);
        }

        return left;
    }

    private static TableFilter ParseAnd(Queue<string> tokens)
    {
        var left = ParseOne(tokens);
        while (Takes(tokens, "and"))
        {
            var (both, and) = (left, ParseOne(tokens));
            left = new TableFilter(
                row => both.Matches(row) && and.Matches(row),
                both.Partitions.And(and.Partitions),
                both.Rows.And(and.Rows)
            );
        }

        return left;
    }

    private static TableFilter ParseOne(Queue<string> tokens)
    {
        if (!Takes(tokens, "("))
            return Compare(tokens.Dequeue(), tokens.Dequeue(), tokens.Dequeue());
        var inner = ParseOr(tokens);
        return Takes(tokens, ")") ? inner : throw new FormatException("a parenthesis that is not closed");
    }

    private static TableFilter Compare(string name, string by, string constant)
    {
        Func<int, bool> holds = by switch
        {
            "eq" => order => order == 0,
            "lt" => order => order < 0,
            "le" => order => order <= 0,
            "gt" => order => order > 0,
            "ge" => order => order >= 0,
            _ => throw new FormatException($"{by} is no comparison"),
        };
        if (int.TryParse(constant, CultureInfo.InvariantCulture, out var number))
            return new TableFilter(row => row.Find(name) is int value && holds(value.CompareTo(number)), default, default);
        var text = constant[(constant.IndexOf('\'', StringComparison.Ordinal) + 1)..^1].Replace("''", "'", StringComparison.Ordinal);
        if (constant.StartsWith("datetime'", StringComparison.Ordinal))
        {
            var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            return new TableFilter(row => row.Find(name) is DateTimeOffset value && holds(value.CompareTo(time)), default, default);
        }

        if (constant[0] != '\'')
            throw new FormatException($"{constant} is neither a text, a number nor a time");
        var keys = new KeyRange(by is "eq" or "gt" or "ge" ? text : null, by is "eq" or "lt" or "le" ? text : null);
        return new TableFilter(
            row => row.Find(name) is string value && holds(string.CompareOrdinal(value, text)),
            name == nameof(ITableEntity.PartitionKey) ? keys : default,
            name == nameof(ITableEntity.RowKey) ? keys : default
        );
    }

    private static bool Takes(Queue<string> tokens, string token) =>
        tokens.TryPeek(out var next) && next == token && tokens.Dequeue() == token;

    /// <summary>Parentheses, words, and constants in quotes with what stands before them. By hand: a run reads a thousand filters.</summary>
    private static Queue<string> TokensOf(string filter)
    {
        var tokens = new Queue<string>();
        for (var at = 0; at < filter.Length; )
        {
            var end = at + 1;
            if (!char.IsWhiteSpace(filter[at]))
            {
                end = filter[at] is '(' or ')' ? end : EndOfToken(filter, at);
                tokens.Enqueue(filter[at..end]);
            }

            at = end;
        }

        return tokens;
    }

    private static int EndOfToken(string filter, int at)
    {
        while (at < filter.Length && filter[at] is not ('(' or ')' or '\'') && !char.IsWhiteSpace(filter[at]))
            at++;

        // Two quotes are one in the text: what follows the first is read as another constant that touches it.
        while (at < filter.Length && filter[at] == '\'')
        {
            var close = filter.IndexOf('\'', at + 1);
            at = close < 0 ? throw new FormatException("a quote that is not closed") : close + 1;
        }

        return at;
    }
}

/// <summary>Keys from one to another, both among them; null: no end.</summary>
internal readonly record struct KeyRange(string? Low, string? High)
{
    /// <summary>Whether a key is past the last one.</summary>
    public bool EndsBefore(string key) => High is not null && string.CompareOrdinal(key, High) > 0;

    /// <summary>A range with all that is in both.</summary>
    public KeyRange And(KeyRange other) => new(Low ?? other.Low, High ?? other.High);
}
