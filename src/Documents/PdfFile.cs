using System.Buffers;
using System.IO.Compression;
using System.Text;
using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>
/// PDF: from <c>%PDF-</c> to <c>%%EOF</c>, without anything that runs, opens or carries another file. It is kept as it came.
/// </summary>
internal static class PdfFile
{
    /// <summary>What the compressed objects of a file may come to, in bytes: its names are looked for in them too.</summary>
    private const int MostInflated = 32 * 1024 * 1024;

    private const int MostStreams = 20_000;
    private const int LongestDictionary = 4096;
    private const string CompressedObjects = "ObjStm";

    // Only names that are too long to turn up in compressed data by chance; an action cannot do without one of them.
    private static readonly HashSet<string> _refused = new(StringComparer.Ordinal)
    {
        "EmbeddedFile",
        "EmbeddedFiles",
        "Encrypt",
        "GoToE",
        "GoToR",
        "ImportData",
        "JavaScript",
        "Launch",
        "Movie",
        "RichMedia",
        "Rendition",
        "SubmitForm",
    };

    /// <exception cref="FileRefusedException">It is not whole, something follows it, or it would do something when opened.</exception>
    public static CleanFile Clean(ReadOnlySpan<byte> file)
    {
        if (file.Length < 16 || file[5] is not ((byte)'1' or (byte)'2') || file[6] != '.')
            throw new FileRefusedException(FileRefusal.Broken);
        var end = file.LastIndexOf("%%EOF"u8);
        if (end < 0 || file.IndexOf("startxref"u8) < 0)
            throw new FileRefusedException(FileRefusal.Broken);
        if (file[(end + 5)..].ContainsAnyExcept("\r\n "u8))
            throw new FileRefusedException(FileRefusal.TrailingData);

        if (CheckNames(file) != CheckCompressedObjects(file))
            throw new FileRefusedException(FileRefusal.ActiveContent);
        return new CleanFile(FileKind.Pdf, file.ToArray());
    }

    /// <returns>How many times compressed objects are named: all of them have to be found.</returns>
    private static int CheckNames(ReadOnlySpan<byte> text)
    {
        var compressed = 0;
        for (var rest = text; rest.IndexOf((byte)'/') is >= 0 and var at; )
        {
            rest = rest[(at + 1)..];
            var name = Name(rest);
            if (_refused.Contains(name))
                throw new FileRefusedException(FileRefusal.ActiveContent);
            compressed += name == CompressedObjects ? 1 : 0;
        }

        return compressed;
    }

    /// <summary>A name, its hidden letters (<c>#4A</c>) shown.</summary>
    private static string Name(ReadOnlySpan<byte> text)
    {
        const int longest = 20;
        Span<char> name = stackalloc char[longest];
        var length = 0;
        for (var at = 0; at < text.Length && length < longest; at++)
        {
            if (
                text[at] == '#'
                && at + 2 < text.Length
                && char.IsAsciiHexDigit((char)text[at + 1])
                && char.IsAsciiHexDigit((char)text[at + 2])
            )
            {
                name[length++] = (char)Convert.FromHexString(Encoding.ASCII.GetString(text.Slice(at + 1, 2)))[0];
                at += 2;
            }
            else if (char.IsAsciiLetterOrDigit((char)text[at]))
            {
                name[length++] = (char)text[at];
            }
            else
            {
                break;
            }
        }

        return name[..length].ToString();
    }

    /// <returns>How many streams of compressed objects there are.</returns>
    private static int CheckCompressedObjects(ReadOnlySpan<byte> file)
    {
        var (budget, streams, compressed, at) = (MostInflated, 0, 0, 0);
        while (file[at..].IndexOf("stream"u8) is >= 0 and var next)
        {
            var start = at + next;
            at = start + "stream"u8.Length;
            if (++streams > 2 * MostStreams)
                throw new FileRefusedException(FileRefusal.Broken);
            if (file[..start].EndsWith("end"u8))
                continue;
            var before = file[Math.Max(0, start - LongestDictionary)..start];
            var names = Names(before[Math.Max(0, before.LastIndexOf("obj"u8))..]);
            if (!names.Contains(CompressedObjects))
                continue;
            if (!names.Contains("FlateDecode") || names.Contains("DecodeParms"))
                throw new FileRefusedException(FileRefusal.ActiveContent);
            while (at < file.Length && file[at] is (byte)'\r' or (byte)'\n')
                at++;
            CheckNames(Inflate(file[at..], ref budget));
            compressed++;
        }

        return compressed;
    }

    private static HashSet<string> Names(ReadOnlySpan<byte> text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var rest = text; rest.IndexOf((byte)'/') is >= 0 and var at; )
        {
            rest = rest[(at + 1)..];
            names.Add(Name(rest));
        }

        return names;
    }

    private static byte[] Inflate(ReadOnlySpan<byte> from, ref int budget)
    {
        using var packed = new MemoryStream(from.ToArray());
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        var plain = new ArrayBufferWriter<byte>();
        try
        {
            int read;
            while ((read = zlib.Read(plain.GetSpan(16 * 1024))) > 0)
            {
                plain.Advance(read);
                budget -= read;
                if (budget < 0)
                    throw new FileRefusedException(FileRefusal.ActiveContent);
            }
        }
        catch (InvalidDataException)
        {
            throw new FileRefusedException(FileRefusal.Broken);
        }

        return plain.WrittenSpan.ToArray();
    }
}
