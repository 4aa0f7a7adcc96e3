using System.IO.Compression;
using System.Text;

namespace Fuzz.Make;

/// <summary>Spoils bytes, whatever they say.</summary>
internal static class ByteMutations
{
    /// <returns>The bytes, and what was done.</returns>
    public static (byte[] Bytes, string What) Apply(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length + 1);
        switch (random.Next(13))
        {
            case 0:
                return ([0xEF, 0xBB, 0xBF, .. bytes], "after a mark of UTF-8");
            case 1:
                return ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes))], "in UTF-16");
            case 2:
                return (Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(bytes)), "in UTF-16, big end first");
            case 3:
                return (Encoding.UTF32.GetBytes(Encoding.UTF8.GetString(bytes)), "in UTF-32");
            case 4:
                byte[][] wrong =
                [
                    [0xC0, 0xAF],
                    [0xED, 0xA0, 0x80],
                    [0xFF],
                    [0x80],
                    [0xF4, 0x90, 0x80, 0x80],
                    [0xE2, 0x82],
                ];
                return ([.. bytes[..at], .. wrong[random.Next(wrong.Length)], .. bytes[at..]], "with what is no UTF-8");
            case 5:
                return (Gzipped(bytes), "gzipped");
            case 6:
                return (bytes[..at], "cut off");
            case 7:
                return ([.. bytes[..at], 0, .. bytes[at..]], "with a NUL");
            case 8 when bytes.Length > 0:
                byte[] flipped = [.. bytes];
                flipped[Math.Min(at, bytes.Length - 1)] ^= (byte)(1 << random.Next(8));
                return (flipped, "with a bit turned");
            case 9:
                return ([.. bytes, .. bytes], "twice");
            case 10:
                return ([], "empty");
            case 11:
                return ([.. bytes, .. Encoding.ASCII.GetBytes(new string(' ', 64 * 1024))], "with 64 KiB of spaces");
            default:
                var length = Math.Min(random.Next(1, 16), bytes.Length - Math.Min(at, bytes.Length));
                return ([.. bytes[..at], .. bytes[(at + length)..]], "with a hole");
        }
    }

    private static byte[] Gzipped(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
