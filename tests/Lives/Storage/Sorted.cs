namespace Lives.Storage;

/// <summary>Items by their keys, in ordinal order, as the storage lists them.</summary>
internal sealed class Sorted<T>() : SortedList<string, T>(StringComparer.Ordinal)
{
    public T? Find(string key) => TryGetValue(key, out var item) ? item : default;

    /// <summary>Where the first key is that is not less than <paramref name="from"/>; null: the first of all.</summary>
    public int FirstAt(string? from)
    {
        var (low, high) = (0, from is null ? 0 : Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(GetKeyAtIndex(middle), from) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
