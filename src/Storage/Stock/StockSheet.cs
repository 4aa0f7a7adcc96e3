using Azure.Data.Tables;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

/// <summary>The levels of some skus as they were read; changed here, and written back unless somebody else has changed them.</summary>
internal sealed class StockSheet
{
    private readonly Dictionary<string, (StockLevel Level, TableEntity? Row)> _levels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>Skus that have free units for orders that wait.</summary>
    public IEnumerable<string> Freed => _changed.Where(HasFreeFor);

    public StockLevel this[string sku] => _levels[sku].Level;

    /// <param name="known">Rows that need not be read; null: all are.</param>
    public static async Task<StockSheet> ReadAsync(
        TableClient stock,
        IEnumerable<string> skus,
        CancellationToken cancellation,
        KnownRows? known = null
    )
    {
        string[] distinct = [.. skus.Distinct(StringComparer.Ordinal)];
        var rows = await Task.WhenAll(
            distinct.Select(async sku =>
                known?.Find(StockRows.Partition, StockRows.LevelKey(sku))
                ?? await stock.FindAsync(StockRows.Partition, StockRows.LevelKey(sku), cancellation)
            )
        );
        var sheet = new StockSheet();
        foreach (var (sku, row) in distinct.Zip(rows))
            sheet._levels[sku] = (row?.Read<StockLevel>() ?? new StockLevel(sku, 0, 0), row);
        return sheet;
    }

    /// <summary>Units that nobody has reserved.</summary>
    public int FreeOf(string sku) => this[sku].OnHand - this[sku].Reserved;

    /// <summary>True if there are free units, and orders that wait for them.</summary>
    public bool HasFreeFor(string sku) => FreeOf(sku) > 0 && this[sku].Awaited > 0;

    /// <exception cref="InvalidOperationException">More would be reserved than is there, or less than nothing.</exception>
    public void Change(string sku, int onHand = 0, int reserved = 0, int awaited = 0)
    {
        var (level, row) = _levels[sku];
        var changed = level with
        {
            OnHand = level.OnHand + onHand,
            Reserved = level.Reserved + reserved,
            Awaited = level.Awaited + awaited,
        };
        if (changed.Reserved < 0 || changed.Awaited < 0 || changed.OnHand < changed.Reserved)
            throw new InvalidOperationException($"The stock of {sku} does not allow it: {level}, changed to {changed}.");
        _levels[sku] = (changed, row);
        _changed.Add(sku);
    }

    /// <param name="day">Null: it is not known.</param>
    public void Expect(string sku, DateOnly? day)
    {
        var (level, row) = _levels[sku];
        _levels[sku] = (level with { ExpectedOn = day }, row);
        _changed.Add(sku);
    }

    public void WriteTo(RowTransaction transaction)
    {
        foreach (var sku in _changed)
        {
            var (level, row) = _levels[sku];
            var changed = new TableEntity(StockRows.Partition, StockRows.LevelKey(sku)).With(level);
            if (row is null)
                transaction.Add(changed);
            else
                transaction.Replace(changed, row.ETag);
        }
    }
}
