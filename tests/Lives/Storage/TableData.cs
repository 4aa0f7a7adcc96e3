using Azure.Data.Tables;

namespace Lives.Storage;

/// <summary>The tables of a simulated world, which outlive its processes.</summary>
internal sealed class TableData
{
    private readonly SortedDictionary<string, StoredTable> _tables = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Hears of each row that is written: its table, and the row.</summary>
    public Action<string, StoredRow>? Changed { get; set; }

    /// <summary>How many changes there were.</summary>
    public long Version { get; private set; }

    public IEnumerable<string> Names => _tables.Keys;

    /// <returns>False if it was there.</returns>
    public bool Create(string name) => _tables.TryAdd(name, new StoredTable(name, this));

    /// <summary>The rows of a table as they are now, in order; none if there is no such table.</summary>
    public IEnumerable<TableEntity> Rows(string table, string? partition = null)
    {
        if (!_tables.TryGetValue(table, out var rows))
            yield break;
        foreach (var row in rows.Rows(partition))
            yield return row.ToEntity();
    }

    internal StoredTable? Find(string name) => _tables.GetValueOrDefault(name);

    internal long NextVersion() => ++Version;
}
