using System.Text;

namespace Fuzz.Wire;

/// <summary>What came back.</summary>
/// <param name="Status">0 if the connection ended without an answer.</param>
/// <param name="Headers">Names in lower case; the last of several.</param>
/// <param name="Hung">There was no whole answer within the limit.</param>
internal sealed record FuzzAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, TimeSpan Took, bool Hung)
{
    /// <summary>Without its parameters; null if there is none.</summary>
    public string? ContentType => Headers.TryGetValue("content-type", out var type) ? type.Split(';')[0].Trim().ToLowerInvariant() : null;

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Reads an answer off its bytes.</summary>
    public static FuzzAnswer Read(byte[] bytes, TimeSpan took, bool hung)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return new(0, headers, [], took, hung);
            var lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
            var status =
                lines[0].Split(' ') is [_, var code, ..]
                && int.TryParse(code, System.Globalization.CultureInfo.InvariantCulture, out var known)
                    ? known
                    : 0;
            bytes = bytes[(end + 4)..];
            if (status is >= 100 and < 200)
                continue;
            foreach (var line in lines.Skip(1))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon > 0)
                    headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
            }

            return new(status, headers, headers.GetValueOrDefault("transfer-encoding") == "chunked" ? Unchunk(bytes) : bytes, took, hung);
        }
    }

    private static byte[] Unchunk(byte[] bytes)
    {
        var whole = new List<byte>();
        for (var at = 0; ; )
        {
            var line = bytes.AsSpan(at).IndexOf("\r\n"u8);
            if (
                line < 0
                || !int.TryParse(
                    Encoding.ASCII.GetString(bytes, at, line),
                    System.Globalization.NumberStyles.HexNumber,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out var length
                )
                || length == 0
            )
                return [.. whole];
            at += line + 2;
            whole.AddRange(bytes.AsSpan(at, Math.Min(length, bytes.Length - at)));
            at += length + 2;
            if (at >= bytes.Length)
                return [.. whole];
        }
    }
}
