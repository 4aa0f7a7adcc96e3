namespace Orders.Functions.Domain.Ordering;

/// <summary>Makes ids out of random bytes; the bytes come from the edge (a cryptographic source), so that this stays pure.</summary>
public static class OrderIds
{
    /// <summary>Random bytes that <see cref="OrderId"/> takes.</summary>
    public const int OrderIdBytes = 16;

    /// <summary>Random bytes that <see cref="OrderNumber"/> takes.</summary>
    public const int OrderNumberBytes = 8;

    private const string IdAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    // 31 characters, none mistaken for another on the phone. 31 is prime: the weighted check finds every wrong character and every swap.
    private const string NumberAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int NumberLength = 10;

    /// <summary>128 bits as 26 characters that are safe in URLs, table keys and instance ids.</summary>
    public static string OrderId(ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, OrderIdBytes, nameof(random));
        Span<char> id = stackalloc char[26];
        int bits = 0,
            value = 0,
            length = 0;
        foreach (var next in random)
        {
            value = (value << 8) | next;
            bits += 8;
            for (; bits >= 5; bits -= 5)
                id[length++] = IdAlphabet[(value >> (bits - 5)) & 31];
            value &= (1 << bits) - 1;
        }

        id[length] = IdAlphabet[(value << (5 - bits)) & 31];
        return new string(id);
    }

    /// <summary>For example <c>R-7K3Q9-M2XWD</c>; the last character checks the others.</summary>
    public static string OrderNumber(ReadOnlySpan<byte> random) => Number("R", random);

    /// <summary>The number of a return, for example <c>RMA-7K3Q9-M2XWD</c>, from as many random bytes as an order number.</summary>
    public static string Rma(ReadOnlySpan<byte> random) => Number("RMA", random);

    /// <summary>
    /// An order number as somebody typed it: any case and width, spaces or dashes anywhere, with or without the R; null if it cannot be one.
    /// </summary>
    public static string? Normalise(string typed) => Normalise("R", typed);

    /// <summary>A return's number as somebody typed it, like <see cref="Normalise(string)"/>.</summary>
    public static string? NormaliseRma(string typed) => Normalise("RMA", typed);

    private static string Number(string prefix, ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, OrderNumberBytes, nameof(random));
        var value = BitConverter.ToUInt64(random);
        Span<char> digits = stackalloc char[NumberLength];
        for (var i = 0; i < NumberLength - 1; i++, value /= 31)
            digits[i] = NumberAlphabet[(int)(value % 31)];
        digits[^1] = CheckCharacter(digits[..^1]);
        return $"{prefix}-{digits[..5]}-{digits[5..]}";
    }

    private static string? Normalise(string prefix, string typed)
    {
        TextInput.TryRead(typed, TextKind.Code, out var read);
        var plain = new string([.. read.ToUpperInvariant().Where(c => c is not ('-' or ' '))]);
        if (plain.Length == NumberLength + prefix.Length && plain.StartsWith(prefix, StringComparison.Ordinal))
            plain = plain[prefix.Length..];
        if (plain.Length != NumberLength || plain.Any(c => !NumberAlphabet.Contains(c, StringComparison.Ordinal)))
            return null;
        return CheckCharacter(plain.AsSpan(0, NumberLength - 1)) == plain[^1] ? $"{prefix}-{plain[..5]}-{plain[5..]}" : null;
    }

    private static char CheckCharacter(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
            sum += (i + 1) * NumberAlphabet.IndexOf(digits[i], StringComparison.Ordinal);

        // Weight 10 for the check character; the whole sums to 0 modulo 31 (28 is the inverse of 10: 280 = 9 × 31 + 1; negated, 3).
        return NumberAlphabet[sum * 3 % 31];
    }
}
