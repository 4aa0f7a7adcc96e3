using System.Buffers;

namespace Lives.Storage;

/// <summary>What Azure refuses and the emulator takes.</summary>
internal static class RowLimits
{
    public const int MostActions = 100;
    public const int MostRowsOfPage = 1000;

    private const int LongestKey = 512;
    private const int LongestText = 32 * 1024;
    private const int LongestBinary = 64 * 1024;
    private const int MostProperties = 252;
    private const int LargestRow = 1024 * 1024;
    private const int LargestTransaction = 4 * 1024 * 1024;

    private static readonly DateTimeOffset _firstTime = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly SearchValues<char> _forbidden = SearchValues.Create([
        .. "/\\#?",
        .. Enumerable.Range(0, 0x20).Select(code => (char)code),
        .. Enumerable.Range(0x7F, 0x21).Select(code => (char)code),
    ]);

    /// <returns>The row's size in bytes, as it is charged.</returns>
    /// <exception cref="Azure.RequestFailedException">The row cannot be stored.</exception>
    public static int Hold(StoredRow row)
    {
        HoldKey(row.PartitionKey);
        HoldKey(row.Key);
        if (row.Properties.Length > MostProperties)
            throw StorageError.Bad("TooManyProperties", $"{row.PartitionKey}|{row.Key}");
        var size = 4 + (2 * (row.PartitionKey.Length + row.Key.Length));
        foreach (var (name, value) in row.Properties)
            size += 8 + (2 * name.Length) + SizeOf(row, name, value);
        return size <= LargestRow ? size : throw StorageError.Bad("EntityTooLarge", $"{row.PartitionKey}|{row.Key}: {size} bytes");
    }

    /// <param name="sizes">Of its rows, in bytes.</param>
    public static void HoldTransaction(int actions, long sizes)
    {
        if (actions > MostActions)
            throw StorageError.Bad("InvalidInput", $"{actions} actions in a transaction");
        // Text goes over the wire in half the bytes that it is stored in.
        if (sizes / 2 > LargestTransaction)
            throw StorageError.Of(413, "RequestBodyTooLarge", $"{sizes} bytes in a transaction");
    }

    private static void HoldKey(string key)
    {
        if (key.AsSpan().ContainsAny(_forbidden))
            throw StorageError.Bad("OutOfRangeInput", $"the key {key} has a character that no key may have");
        if (key.Length > LongestKey)
            throw StorageError.Bad("KeyValueTooLarge", key);
    }

    private static int SizeOf(StoredRow row, string name, object value)
    {
        switch (value)
        {
            case string text:
                return text.Length <= LongestText ? (2 * text.Length) + 4 : throw TooLarge(row, name, 2 * text.Length);
            case byte[] bytes:
                return bytes.Length <= LongestBinary ? bytes.Length + 4 : throw TooLarge(row, name, bytes.Length);
            case DateTimeOffset time:
                return time >= _firstTime
                    ? 8
                    : throw StorageError.Bad("OutOfRangeInput", $"{row.PartitionKey}|{row.Key} {name}: {time:O} is before 1601");
            case Guid:
                return 16;
            case long or double:
                return 8;
            case int:
                return 4;
            default:
                return 1;
        }
    }

    private static Exception TooLarge(StoredRow row, string name, int size) =>
        StorageError.Bad("PropertyValueTooLarge", $"{row.PartitionKey}|{row.Key} {name}: {size} bytes");
}
