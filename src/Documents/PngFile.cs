using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>PNG: chunk by chunk, each with its checksum. Kept are the chunks that make the picture and its colours; texts, times and EXIF are not, and nothing is decompressed.</summary>
internal static class PngFile
{
    private const int LargestProfile = 512 * 1024;

    private static readonly HashSet<string> _colours = new(StringComparer.Ordinal) { "bKGD", "cHRM", "cICP", "gAMA", "pHYs", "sBIT", "sRGB", "tRNS" };

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="FileRefusedException">It is not whole, too large to open, or something follows it.</exception>
    public static CleanFile Clean(ReadOnlySpan<byte> file)
    {
        var kept = new ArrayBufferWriter<byte>(file.Length);
        kept.Write(Signature);
        var (width, height, last, data) = (0, 0, "", false);
        var rest = file[Signature.Length..];
        while (last != "IEND")
        {
            var chunk = Chunk(rest);
            rest = rest[chunk.Length..];
            var type = System.Text.Encoding.ASCII.GetString(chunk.Slice(4, 4));
            if ((last.Length == 0) != (type == "IHDR"))
                throw new FileRefusedException(FileRefusal.Broken);
            switch (type)
            {
                case "IHDR":
                    (width, height) = Header(chunk[8..^4]);
                    kept.Write(chunk);
                    break;
                case "IDAT":
                    // All data in one run: what stands apart from it is not read by anybody.
                    if (data && last != "IDAT")
                        throw new FileRefusedException(FileRefusal.Broken);
                    data = true;
                    kept.Write(chunk);
                    break;
                case "PLTE" or "IEND":
                case "iCCP" when chunk.Length <= LargestProfile:
                case var colour when _colours.Contains(colour):
                    kept.Write(chunk);
                    break;
                case var critical when char.IsAsciiLetterUpper(critical[0]):
                    throw new FileRefusedException(FileRefusal.Broken);
            }

            last = type;
        }

        if (!data)
            throw new FileRefusedException(FileRefusal.Broken);
        if (!rest.IsEmpty)
            throw new FileRefusedException(FileRefusal.TrailingData);
        return new CleanFile(FileKind.Png, kept.WrittenMemory, width, height);
    }

    /// <summary>Length, type, content and checksum.</summary>
    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> rest)
    {
        const int frame = 12;
        if (rest.Length < frame)
            throw new FileRefusedException(FileRefusal.Broken);
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - frame)
            throw new FileRefusedException(FileRefusal.Broken);
        var chunk = rest[..((int)length + frame)];
        if (Crc32.HashToUInt32(chunk[4..^4]) != BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]))
            throw new FileRefusedException(FileRefusal.Broken);
        return chunk;
    }

    private static (int Width, int Height) Header(ReadOnlySpan<byte> header)
    {
        // Depth and colour type may be any that exist; there is but one compression and one filter, and two ways to interlace.
        if (header.Length != 13 || header[8] is not (1 or 2 or 4 or 8 or 16) || header[9] is not (0 or 2 or 3 or 4 or 6) || header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw new FileRefusedException(FileRefusal.Broken);
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        UploadLimits.CheckPixels(width, height);
        return ((int)width, (int)height);
    }
}
