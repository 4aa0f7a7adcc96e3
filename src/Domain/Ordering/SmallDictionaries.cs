namespace Orders.Functions.Domain.Ordering;

/// <summary>Changed copies of the small dictionaries that records hold.</summary>
internal static class SmallDictionaries
{
    public static IReadOnlyDictionary<TKey, T> With<TKey, T>(this IReadOnlyDictionary<TKey, T> entries, TKey key, T value)
        where TKey : notnull => new Dictionary<TKey, T>(entries) { [key] = value };

    public static IReadOnlyDictionary<TKey, T> Without<TKey, T>(this IReadOnlyDictionary<TKey, T> entries, TKey key)
        where TKey : notnull
    {
        var copy = new Dictionary<TKey, T>(entries);
        copy.Remove(key);
        return copy;
    }
}
