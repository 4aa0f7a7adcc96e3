using System.Globalization;

namespace Lives.Storage;

/// <summary>
/// Reads an OData filter of the few forms that tables know: comparisons of a property with a constant, joined by <c>and</c>, <c>or</c>,
/// <c>not</c> and parentheses.
/// </summary>
internal ref struct TableFilterParser(string filter)
{
    private readonly string _filter = filter;
    private int _at;

    public TableFilter Parse()
    {
        var parsed = ParseOr();
        SkipSpaces();
        return _at == _filter.Length ? parsed : throw Bad("something after the end");
    }

    private TableFilter ParseOr()
    {
        var left = ParseAnd();
        while (TakeWord("or"))
            left = new TableFilter.Or(left, ParseAnd());
        return left;
    }

    private TableFilter ParseAnd()
    {
        var left = ParseOne();
        while (TakeWord("and"))
            left = new TableFilter.And(left, ParseOne());
        return left;
    }

    private TableFilter ParseOne()
    {
        if (TakeWord("not"))
            return new TableFilter.Not(ParseOne());
        if (!Take('('))
            return ParseComparison();
        var inner = ParseOr();
        return Take(')') ? inner : throw Bad("a parenthesis that is not closed");
    }

    private TableFilter.Comparison ParseComparison()
    {
        var name = Word().ToString();
        var by = Word() switch
        {
            "eq" => ComparisonOperator.Equal,
            "ne" => ComparisonOperator.NotEqual,
            "lt" => ComparisonOperator.Less,
            "le" => ComparisonOperator.LessOrEqual,
            "gt" => ComparisonOperator.Greater,
            "ge" => ComparisonOperator.GreaterOrEqual,
            _ => throw Bad("no comparison"),
        };
        return new TableFilter.Comparison(name, by, Constant());
    }

    private object Constant()
    {
        SkipSpaces();
        if (_at < _filter.Length && _filter[_at] == '\'')
            return Text();
        var word = Word();
        if (_at < _filter.Length && _filter[_at] == '\'')
        {
            return word switch
            {
                "datetime" => DateTimeOffset.Parse(
                    Text(),
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
                ),
                "guid" => Guid.Parse(Text()),
                _ => throw Bad("a constant of a type that is not known"),
            };
        }

        if (word is "true" or "false")
            return word is "true";
        if (word is [.. var digits, 'L'])
            word = digits;
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : throw Bad("no constant");
    }

    private string Text()
    {
        var start = ++_at;
        var doubled = false;
        while (true)
        {
            var quote = _filter.IndexOf('\'', _at);
            if (quote < 0)
                throw Bad("a text without an end");
            _at = quote + 1;
            if (_at == _filter.Length || _filter[_at] != '\'')
            {
                var text = _filter[start..quote];
                return doubled ? text.Replace("''", "'", StringComparison.Ordinal) : text;
            }

            doubled = true;
            _at++;
        }
    }

    private ReadOnlySpan<char> Word()
    {
        SkipSpaces();
        var start = _at;
        while (_at < _filter.Length && (char.IsAsciiLetterOrDigit(_filter[_at]) || _filter[_at] is '_' or '-' or '+' or '.'))
            _at++;
        return _at > start ? _filter.AsSpan(start, _at - start) : throw Bad("no word");
    }

    private bool TakeWord(string word)
    {
        SkipSpaces();
        var end = _at + word.Length;
        if (string.CompareOrdinal(_filter, _at, word, 0, word.Length) != 0 || (end < _filter.Length && _filter[end] is not (' ' or '(')))
            return false;
        _at = end;
        return true;
    }

    private bool Take(char character)
    {
        SkipSpaces();
        if (_at == _filter.Length || _filter[_at] != character)
            return false;
        _at++;
        return true;
    }

    private void SkipSpaces()
    {
        while (_at < _filter.Length && _filter[_at] == ' ')
            _at++;
    }

    private readonly FormatException Bad(string what) => new($"{what} at {_at} of the filter: {_filter}");
}
