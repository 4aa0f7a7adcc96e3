using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orders.Functions.Storage.Tables;

/// <summary>
/// Makes any text fit to be a part of a partition or row key: two texts never give one key, and no text can look like a neighbour's key.
/// </summary>
internal static class TableKey
{
    private const int Longest = 200;

    /// <summary>
    /// Letters, digits, <c>-</c>, <c>_</c> and <c>.</c> stay; all else, the colon that joins parts included, becomes <c>=2F</c> or
    /// <c>=u674E</c>. Long texts end in their hash.
    /// </summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
                escaped.Append(character);
            else if (character < 0x100)
                escaped.Append(CultureInfo.InvariantCulture, $"={(int)character:X2}");
            else
                escaped.Append(CultureInfo.InvariantCulture, $"=u{(int)character:X4}");
        }

        if (escaped.Length <= Longest)
            return escaped.ToString();

        // The hash is over UTF-16, so that ill-formed text keeps its own key; "=h" is no escape, so that no short text gives this key.
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.Unicode.GetBytes(text)));
        return $"{escaped.ToString(0, Longest - hash.Length - 2)}=h{hash}";
    }

    /// <summary>Parts, each escaped, joined by colons.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var key = new StringBuilder();
        foreach (var part in parts)
            key.Append(key.Length == 0 ? "" : ":").Append(Escape(part));
        return key.ToString();
    }

    /// <summary>Sorts as the time does.</summary>
    public static string Ascending(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>Sorts the latest time first.</summary>
    public static string Descending(DateTimeOffset time) =>
        (DateTimeOffset.MaxValue.UtcTicks - time.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The time that a key of <see cref="Descending"/> starts with.</summary>
    public static DateTimeOffset TimeOfDescending(string key) =>
        new(
            DateTimeOffset.MaxValue.UtcTicks - long.Parse(key.AsSpan(0, 19), NumberStyles.None, CultureInfo.InvariantCulture),
            TimeSpan.Zero
        );

    /// <summary>The filter for rows whose key starts with a prefix.</summary>
    public static string StartingWith(string prefix) =>
        Azure.Data.Tables.TableClient.CreateQueryFilter($"RowKey ge {prefix} and RowKey lt {prefix[..^1] + (char)(prefix[^1] + 1)}");

    /// <summary>The filter for one partition.</summary>
    public static string InPartition(string partition) => Azure.Data.Tables.TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
}
