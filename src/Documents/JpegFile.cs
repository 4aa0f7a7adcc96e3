using System.Buffers;
using System.Buffers.Binary;
using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>
/// JPEG: its markers one by one. Kept are the tables, the frame, the scans, the colour profile and which way up it is; comments, EXIF, XMP, thumbnails and makers' own segments are not.
/// </summary>
internal static class JpegFile
{
    private const byte Soi = 0xD8;
    private const byte Eoi = 0xD9;
    private const byte Sos = 0xDA;
    private const byte App0 = 0xE0;
    private const byte App1 = 0xE1;
    private const byte App2 = 0xE2;
    private const byte App14 = 0xEE;
    private const byte App15 = 0xEF;
    private const byte Comment = 0xFE;
    private const int MostFollowers = 4;

    /// <exception cref="FileRefusedException">It is not whole, too large to open, or something other than a picture follows.</exception>
    public static CleanFile Clean(ReadOnlySpan<byte> file)
    {
        var kept = new ArrayBufferWriter<byte>(file.Length);
        var picture = Read(file, kept);
        CheckTrailer(file[picture.End..], picture.HasFollowers);
        return new CleanFile(FileKind.Jpeg, kept.WrittenMemory, picture.Width, picture.Height);
    }

    private static Picture Read(ReadOnlySpan<byte> file, ArrayBufferWriter<byte> kept)
    {
        var picture = default(Picture);
        var (at, scans, oriented) = (2, 0, false);
        Put(kept, 0xFF, Soi);
        while (true)
        {
            var marker = Marker(file, ref at);
            if (marker == Eoi)
            {
                if (scans == 0 || picture.Width == 0)
                    throw new FileRefusedException(FileRefusal.Broken);
                Put(kept, 0xFF, Eoi);
                return picture with { End = at };
            }

            var segment = Segment(file, marker, at);
            at += segment.Length;
            var body = segment[2..];
            switch (marker)
            {
                case Sos:
                    Keep(kept, marker, segment);
                    var scan = ScanData(file[at..]);
                    kept.Write(scan);
                    at += scan.Length;
                    scans++;
                    break;
                case App0 when body.StartsWith("JFIF\0"u8):
                    KeepJfif(kept, body);
                    break;
                case App1 when body.StartsWith("Exif\0"u8) && !oriented && body.Length > 6:
                    oriented = KeepOrientation(kept, ExifOrientation.Read(body[6..]));
                    break;
                case App2 when body.StartsWith("ICC_PROFILE\0"u8):
                case App14 when body.StartsWith("Adobe"u8) && body.Length == 12:
                    Keep(kept, marker, segment);
                    break;
                case App2 when body.StartsWith("MPF\0"u8):
                    picture = picture with { HasFollowers = true };
                    break;
                case >= App0 and <= App15 or Comment:
                    break;
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    // A second frame would be another picture of another size.
                    if (picture.Width != 0 || body.Length < 6)
                        throw new FileRefusedException(FileRefusal.Broken);
                    picture = picture with { Height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]), Width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]) };
                    UploadLimits.CheckPixels(picture.Width, picture.Height);
                    Keep(kept, marker, segment);
                    break;
                default:
                    Keep(kept, marker, segment);
                    break;
            }
        }
    }

    private static byte Marker(ReadOnlySpan<byte> file, ref int at)
    {
        if (at >= file.Length || file[at] != 0xFF)
            throw new FileRefusedException(FileRefusal.Broken);
        while (at < file.Length && file[at] == 0xFF)
            at++;
        if (at >= file.Length)
            throw new FileRefusedException(FileRefusal.Broken);
        return file[at++];
    }

    /// <summary>The segment from its length on.</summary>
    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> file, byte marker, int at)
    {
        // Below C0 there is nothing in use; a start or a restart has no place between segments.
        if (marker is < 0xC0 or (>= 0xD0 and <= Soi) || file.Length - at < 2)
            throw new FileRefusedException(FileRefusal.Broken);
        var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
        if (length < 2 || length > file.Length - at)
            throw new FileRefusedException(FileRefusal.Broken);
        return file.Slice(at, length);
    }

    /// <summary>What follows a scan's header, up to the next marker that is not part of it.</summary>
    private static ReadOnlySpan<byte> ScanData(ReadOnlySpan<byte> rest)
    {
        for (var at = 0; ; at += 2)
        {
            var next = rest[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= rest.Length)
                throw new FileRefusedException(FileRefusal.Broken);
            at += next;
            if (rest[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
                return rest[..at];
        }
    }

    private static void Keep(ArrayBufferWriter<byte> kept, byte marker, ReadOnlySpan<byte> segment)
    {
        Put(kept, 0xFF, marker);
        kept.Write(segment);
    }

    private static void Put(ArrayBufferWriter<byte> kept, params ReadOnlySpan<byte> bytes) => kept.Write(bytes);

    // Its length is also where a script can be made to begin: only the true one passes, and the thumbnail stays behind.
    private static void KeepJfif(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> body)
    {
        if (body.Length < 14 || body.Length != 14 + (3 * body[12] * body[13]))
            throw new FileRefusedException(FileRefusal.Broken);
        Put(kept, 0xFF, App0, 0, 16);
        kept.Write(body[..12]);
        Put(kept, 0, 0);
    }

    private static bool KeepOrientation(ArrayBufferWriter<byte> kept, int orientation)
    {
        if (orientation != 1)
        {
            byte[] body = [.. "Exif\0\0"u8, .. ExifOrientation.Write(orientation)];
            Put(kept, 0xFF, App1, 0, (byte)(body.Length + 2));
            kept.Write(body);
        }

        return true;
    }

    /// <summary>Telephones put a brightness map (another JPEG) or notes of their own after the picture: these are left out. Anything else is another file.</summary>
    private static void CheckTrailer(ReadOnlySpan<byte> rest, bool hasFollowers)
    {
        for (var followers = 0; hasFollowers && followers < MostFollowers && rest.StartsWith((ReadOnlySpan<byte>)[0xFF, Soi, 0xFF]); followers++)
            rest = rest[Read(rest, new ArrayBufferWriter<byte>()).End..];
        if (rest.ContainsAnyExcept((byte)0) && !SamsungTrailer.Is(rest))
            throw new FileRefusedException(FileRefusal.TrailingData);
    }

    private readonly record struct Picture(int Width, int Height, int End, bool HasFollowers);
}
