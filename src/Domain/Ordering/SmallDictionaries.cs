namespace Orders.Functions.Domain.Ordering;

/// <summary>Changed copies of the small dictionaries that records hold.</summary>
internal static class SmallDictionaries
{
    public static IReadOnlyDictionary<string, T> With<T>(this IReadOnlyDictionary<string, T> entries, string key, T value) =>
        new Dictionary<string, T>(entries, StringComparer.Ordinal) { [key] = value };

    public static IReadOnlyDictionary<string, T> Without<T>(this IReadOnlyDictionary<string, T> entries, string key)
    {
        var copy = new Dictionary<string, T>(entries, StringComparer.Ordinal);
        copy.Remove(key);
        return copy;
    }
}
