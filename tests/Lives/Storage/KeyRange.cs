namespace Lives.Storage;

/// <summary>The keys among which all are that a filter lets through, its ends among them; null: no end.</summary>
internal readonly record struct KeyRange(string? Low, string? High)
{
    public static KeyRange All => default;

    /// <summary>Whether a key is past the last one.</summary>
    public bool IsBefore(string key) => High is not null && string.CompareOrdinal(key, High) > 0;

    public KeyRange And(KeyRange other) =>
        new(
            Low is null ? other.Low
                : other.Low is null || string.CompareOrdinal(Low, other.Low) >= 0 ? Low
                : other.Low,
            High is null ? other.High
                : other.High is null || string.CompareOrdinal(High, other.High) <= 0 ? High
                : other.High
        );

    /// <summary>A range with both in it.</summary>
    public KeyRange Or(KeyRange other) =>
        new(
            Low is null || other.Low is null ? null
                : string.CompareOrdinal(Low, other.Low) <= 0 ? Low
                : other.Low,
            High is null || other.High is null ? null
                : string.CompareOrdinal(High, other.High) >= 0 ? High
                : other.High
        );
}
