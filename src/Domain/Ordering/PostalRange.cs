namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// Postal codes, spaces and dashes left out, that begin like one from <paramref name="From"/> to <paramref name="To"/>: <c>85</c> to
/// <c>85</c> is all of 850000 to 859999.
/// </summary>
public sealed record PostalRange(string From, string To)
{
    /// <summary>What is wrong with it, for the table that it is in.</summary>
    internal string Error =>
        $"{From} to {To} is no range: both ends should have the same number of capital letters and digits, the lower one first.";

    internal bool IsRange =>
        From.Length > 0
        && From.Length == To.Length
        && (From + To).All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c))
        && string.CompareOrdinal(From, To) <= 0;

    /// <summary>True for a code as somebody wrote it: <c>35001</c>, <c>E-35001</c>, <c>630 86</c>.</summary>
    internal bool Covers(string? postalCode)
    {
        var code = new string([.. (postalCode ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);

        // Where codes are numbers, letters before one are a country's old sign, and those behind it a remark such as CEDEX.
        if (char.IsAsciiDigit(From[0]))
            code = code.TrimStart(_letters);
        return code.Length >= From.Length
            && string.CompareOrdinal(code[..From.Length], From) >= 0
            && string.CompareOrdinal(code[..To.Length], To) <= 0;
    }

    internal bool Overlaps(PostalRange other)
    {
        var length = Math.Min(From.Length, other.From.Length);
        return string.CompareOrdinal(From[..length], other.To[..length]) <= 0
            && string.CompareOrdinal(other.From[..length], To[..length]) <= 0;
    }

    private static readonly char[] _letters = [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
}
