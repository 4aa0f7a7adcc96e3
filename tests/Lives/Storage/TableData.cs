using Azure.Data.Tables;

namespace Lives.Storage;

/// <summary>The tables of a simulated world, which outlive its processes.</summary>
internal sealed class TableData
{
    private readonly SortedDictionary<string, StoredTable> _tables = new(StringComparer.OrdinalIgnoreCase);
    private long _version;

    /// <summary>Hears of each row that is written: its table, and the row.</summary>
    public Action<string, StoredRow>? Changed { get; set; }

    public IEnumerable<string> Names => _tables.Keys;

    /// <returns>False if it was there.</returns>
    public bool Create(string name) => _tables.TryAdd(name, new StoredTable(name, this));

    /// <summary>The rows of a table as they are now, in order; none if there is no such table.</summary>
    public IEnumerable<TableEntity> Rows(string table, string? partition = null) =>
        Find(table)?.Rows(partition).Select(row => row.ToEntity()) ?? [];

    internal StoredTable? Find(string name) => _tables.GetValueOrDefault(name);

    internal long NextVersion() => ++_version;
}

/// <summary>The rows of one table.</summary>
internal sealed class StoredTable(string name, TableData data)
{
    private readonly Sorted<Sorted<StoredRow>> _partitions = new();

    public StoredRow? Find(string partition, string row) => _partitions.Find(partition)?.Find(row);

    /// <returns>The row as it is stored, with its version.</returns>
    public StoredRow Set(StoredRow row)
    {
        var stored = row.At(data.NextVersion());
        if (_partitions.Find(row.PartitionKey) is not { } rows)
            _partitions[row.PartitionKey] = rows = new Sorted<StoredRow>();
        rows[row.Key] = stored;
        data.Changed?.Invoke(name, stored);
        return stored;
    }

    public void Remove(StoredRow row)
    {
        data.NextVersion();
        var rows = _partitions[row.PartitionKey];
        rows.Remove(row.Key);
        if (rows.Count == 0)
            _partitions.Remove(row.PartitionKey);
    }

    /// <summary>As many rows as a page may have, from a place on.</summary>
    /// <param name="from">The first row to look at; null: the first of all.</param>
    /// <returns>Where the next page begins; null after the last.</returns>
    public RowPlace? Page(TableFilter filter, RowPlace? from, int most, List<StoredRow> found)
    {
        for (var i = _partitions.FirstAt(from?.Partition ?? filter.Partitions.Low); i < _partitions.Count; i++)
        {
            var (partition, rows) = (_partitions.GetKeyAtIndex(i), _partitions.GetValueAtIndex(i));
            if (filter.Partitions.EndsBefore(partition))
                break;
            for (var j = rows.FirstAt(from?.Partition == partition ? from?.Row : filter.Rows.Low); j < rows.Count; j++)
            {
                var row = rows.GetValueAtIndex(j);
                if (filter.Rows.EndsBefore(row.Key))
                    break;
                if (!filter.Matches(row))
                    continue;
                if (found.Count == most)
                    return new RowPlace(partition, row.Key);
                found.Add(row);
            }
        }

        return null;
    }

    /// <param name="partition">Null: of all.</param>
    public IEnumerable<StoredRow> Rows(string? partition) =>
        partition is null ? _partitions.Values.SelectMany(rows => rows.Values) : _partitions.Find(partition)?.Values ?? [];
}

/// <summary>Where a row is, or would be.</summary>
internal readonly record struct RowPlace(string Partition, string Row);
