using System.Runtime.InteropServices;

namespace Lives.Storage;

/// <summary>The rows of one table.</summary>
internal sealed class StoredTable(string name, TableData data)
{
    private readonly Dictionary<string, Partition> _byKey = new(StringComparer.Ordinal);
    private readonly Ordered<Partition> _ordered = new();

    public StoredRow? Find(string partition, string row) => _byKey.TryGetValue(partition, out var rows) ? rows.Rows.Find(row) : null;

    /// <returns>The row as it is stored, with its version.</returns>
    public StoredRow Set(StoredRow row)
    {
        var stored = row.At(data.NextVersion());
        ref var partition = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, row.PartitionKey, out var exists);
        if (!exists)
            _ordered.Set(partition = new Partition(row.PartitionKey));
        partition!.Rows.Set(stored);
        data.Changed?.Invoke(name, stored);
        return stored;
    }

    public void Remove(StoredRow row)
    {
        data.NextVersion();
        var partition = _byKey[row.PartitionKey];
        partition.Rows.Remove(row.Key);
        if (partition.Rows.Count > 0)
            return;
        _byKey.Remove(row.PartitionKey);
        _ordered.Remove(row.PartitionKey);
    }

    /// <summary>As many rows as a page may have, from a place on.</summary>
    /// <param name="from">The first row to look at; null: the first of all.</param>
    /// <returns>Where the next page begins; null after the last.</returns>
    public RowPlace? Page(TableFilter filter, RowPlace? from, int most, List<StoredRow> found)
    {
        var (partitions, rows) = (filter.Partitions, filter.Rows);
        if (partitions.Low is not null && partitions.Low == partitions.High)
            return _byKey.TryGetValue(partitions.Low, out var only) ? Page(only, filter, rows, from?.Row ?? rows.Low, most, found) : null;

        var cursor = _ordered.Seek(from?.Partition ?? partitions.Low);
        while (cursor.MoveNext() && !partitions.IsBefore(cursor.Current.Key))
        {
            var start = from is { } place && place.Partition == cursor.Current.Key ? place.Row : rows.Low;
            if (Page(cursor.Current, filter, rows, start, most, found) is { } next)
                return next;
        }

        return null;
    }

    public IEnumerable<StoredRow> Rows(string? partition)
    {
        if (partition is not null && !_byKey.ContainsKey(partition))
            yield break;
        var partitions = _ordered.Seek(partition);
        while (partitions.MoveNext() && (partition is null || partitions.Current.Key == partition))
        {
            var rows = partitions.Current.Rows.Seek(null);
            while (rows.MoveNext())
                yield return rows.Current;
        }
    }

    private static RowPlace? Page(Partition partition, TableFilter filter, KeyRange rows, string? start, int most, List<StoredRow> found)
    {
        var cursor = partition.Rows.Seek(start);
        while (cursor.MoveNext() && !rows.IsBefore(cursor.Current.Key))
        {
            if (!filter.Matches(cursor.Current))
                continue;
            if (found.Count == most)
                return new RowPlace(partition.Key, cursor.Current.Key);
            found.Add(cursor.Current);
        }

        return null;
    }

    private sealed class Partition(string key) : IKeyed
    {
        public string Key => key;

        public Ordered<StoredRow> Rows { get; } = new();
    }
}

/// <summary>Where a row is, or would be.</summary>
internal readonly record struct RowPlace(string Partition, string Row);
