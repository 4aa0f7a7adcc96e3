using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>How ids become table keys, as the official task hub writes them (task-hub-format.md, section 1).</summary>
internal static class TableKeys
{
    public const string Sentinel = "sentinel";

    /// <summary>The table service accepts keys of 1 KiB, 512 UTF-16 characters; the worst id of 256 characters escapes to exactly that.</summary>
    public const int MaxIdLength = 256;

    private static readonly SearchValues<char> Escaped = SearchValues.Create("^/\\#?");

    public static string Escape(string instanceId)
    {
        if (!instanceId.AsSpan().ContainsAny(Escaped) && !instanceId.Any(char.IsControl))
            return instanceId;
        var key = new StringBuilder(instanceId.Length + 8);
        foreach (var c in instanceId)
        {
            _ = c switch
            {
                '^' => key.Append("^^"),
                '/' => key.Append("^0"),
                '\\' => key.Append("^1"),
                '#' => key.Append("^2"),
                '?' => key.Append("^3"),
                _ when char.IsControl(c) => key.Append('^').Append((char)(c + 0xC0)),
                _ => key.Append(c),
            };
        }
        return key.ToString();
    }

    public static string Unescape(string key)
    {
        if (!key.Contains('^', StringComparison.Ordinal))
            return key;
        var id = new StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] != '^' || i + 1 == key.Length)
            {
                id.Append(key[i]);
                continue;
            }
            var code = key[++i];
            id.Append(code switch
            {
                '^' => '^',
                '0' => '/',
                '1' => '\\',
                '2' => '#',
                '3' => '?',
                _ => (char)(code - 0xC0),
            });
        }
        return id.ToString();
    }

    /// <summary>Escapes an id that is about to be stored; refuses one that no key can hold.</summary>
    public static string ForInstance(string instanceId)
    {
        if (string.IsNullOrEmpty(instanceId) || instanceId.Length > MaxIdLength)
            throw new ArgumentException($"An instance id has 1 to {MaxIdLength} characters, this one {instanceId?.Length ?? 0}.", nameof(instanceId));
        return Escape(instanceId);
    }

    public static string HistoryRow(long index) => index.ToString("X16", CultureInfo.InvariantCulture);

    public static bool TryParseHistoryRow(string rowKey, out long index) =>
        long.TryParse(rowKey, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out index) && rowKey.Length == 16;

    /// <summary>The key of an inbox row: a repetition must collide with the first, whatever characters its dedupe id has.</summary>
    public static string InboxRow(string dedupeId) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(dedupeId)), 0, 16);

    /// <summary>The folder of an instance's blobs. A path segment of dots alone would be normalised away by every URL parser.</summary>
    public static string BlobFolder(string partitionKey) => (partitionKey is "." or ".." ? "^" + partitionKey : partitionKey) + "/";
}
