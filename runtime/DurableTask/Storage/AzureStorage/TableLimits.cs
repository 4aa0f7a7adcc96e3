using System.Text;
using Azure.Data.Tables;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// The table service's limits. Azurite does not enforce all of them (two partitions in one transaction, 1 MiB an entity), so we do: what passes here passes on Azure.
/// </summary>
internal static class TableLimits
{
    public const int TransactionRows = 100;

    /// <summary>The service takes 4 MiB a transaction; the official engine splits at 3 MB of its estimate, and so do we.</summary>
    public const int TransactionBytes = 3 * 1024 * 1024;

    /// <summary>A string property may have 64 KiB as UTF-16; what is above this goes to a blob, as in the official format.</summary>
    public const int InlineBytes = 60 * 1024;

    private const int KeyBytes = 1024;
    private const int PropertyBytes = 64 * 1024;
    private const int EntityBytes = 1024 * 1024;

    // What a JSON body spends on one entity besides its values: names, type marks, the multipart frame.
    private const int EntityOverhead = 1024;

    private static readonly char[] ForbiddenInKeys = ['/', '\\', '#', '?'];

    /// <summary>What a row costs in a transaction's body, never too little: characters that JSON escapes are counted as escaped.</summary>
    public static int EstimatedBytes(TableEntity row)
    {
        var bytes = EntityOverhead;
        foreach (var (_, value) in row)
        {
            bytes += value switch
            {
                string text => Math.Max(text.Length * 2, EscapedLength(text)),
                byte[] binary => binary.Length * 2,
                _ => 32,
            };
        }
        return bytes;
    }

    public static void Check(IReadOnlyCollection<TableTransactionAction> transaction)
    {
        if (transaction.Count is 0 or > TransactionRows)
            throw new InvalidOperationException($"A transaction holds 1 to {TransactionRows} rows, this one {transaction.Count}.");
        var partition = transaction.First().Entity.PartitionKey;
        var rows = new HashSet<string>(StringComparer.Ordinal);
        foreach (var action in transaction)
        {
            if (!string.Equals(action.Entity.PartitionKey, partition, StringComparison.Ordinal))
                throw new InvalidOperationException($"A transaction stays in one partition; this one has '{partition}' and '{action.Entity.PartitionKey}'.");
            if (!rows.Add(action.Entity.RowKey))
                throw new InvalidOperationException($"A transaction names a row once; this one has '{action.Entity.RowKey}' twice.");
            Check((TableEntity)action.Entity);
        }
    }

    public static void Check(TableEntity row)
    {
        CheckKey(row.PartitionKey);
        CheckKey(row.RowKey);
        var total = 0;
        foreach (var (name, value) in row)
        {
            var bytes = value switch
            {
                string text => text.Length * 2,
                byte[] binary => binary.Length,
                _ => 8,
            };
            if (bytes > PropertyBytes)
                throw new InvalidOperationException($"A property holds 64 KiB; {name} of row '{row.RowKey}' has {bytes} bytes.");
            total += bytes + (name.Length * 2) + 8;
        }
        if (total > EntityBytes)
            throw new InvalidOperationException($"A row holds 1 MiB; '{row.RowKey}' has {total} bytes.");
    }

    private static void CheckKey(string key)
    {
        if (Encoding.Unicode.GetByteCount(key) > KeyBytes)
            throw new InvalidOperationException($"A key holds 1 KiB; this one begins '{key[..32]}'.");
        if (key.IndexOfAny(ForbiddenInKeys) >= 0 || key.Any(char.IsControl))
            throw new InvalidOperationException($"The key '{key}' has a character that the table service refuses.");
    }

    private static int EscapedLength(string text)
    {
        var length = 0;
        foreach (var c in text)
            length += c is >= ' ' and < '\u007f' and not ('"' or '\\' or '<' or '>' or '&' or '\'' or '+' or '`') ? 1 : 6;
        return length;
    }
}
