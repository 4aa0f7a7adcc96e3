using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace Orders.Functions.Storage.Tables;

/// <summary>
/// Rows as this process wrote them last, so that it need not read them before it writes them again. Somebody else may have written since:
/// then the write fails by the row's version, and who writes reads after all.
/// </summary>
internal sealed class KnownRows
{
    // Some 10 MB; beyond that the oldest knowledge is not worth its bookkeeping.
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<(string Partition, string Row), TableEntity> _known = new();

    /// <summary>Null if nothing is known of it.</summary>
    public TableEntity? Find(string partition, string row) => _known.GetValueOrDefault((partition, row));

    /// <param name="row">With the columns that are asked for.</param>
    /// <param name="version">Null if the storage did not say.</param>
    public void Keep(TableEntity row, ETag? version)
    {
        if (version is null)
        {
            Forget(row.PartitionKey, row.RowKey);
            return;
        }

        if (_known.Count >= Most)
            _known.Clear();
        row.ETag = version.Value;
        _known[(row.PartitionKey, row.RowKey)] = row;
    }

    public void Forget(string partition, string row) => _known.TryRemove((partition, row), out _);
}
