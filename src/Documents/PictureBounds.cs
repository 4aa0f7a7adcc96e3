using System.Buffers.Binary;
using System.Text;
using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>
/// What a decoder does not tell of a picture: whether it is whole, where it ends, and whether it moves. A decoder stops at the
/// picture's end, so that a second file behind it would go unseen; and it makes up what is missing of a photo that was cut off.
/// </summary>
internal static class PictureBounds
{
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte Jfif = 0xE0;
    private const byte Application1 = 0xE1;
    private const byte Application2 = 0xE2;
    private const int MostFollowers = 8;
    private const int PngSignature = 8;
    private const int RiffHead = 12;

    private static readonly byte[] _jpegStart = [0xFF, StartOfImage, 0xFF];

    /// <summary>What telephones put beside the picture in a HEIC: a film, notes of the maker.</summary>
    private static readonly HashSet<string> _heicParts = new(StringComparer.Ordinal)
    {
        "free",
        "ftyp",
        "mdat",
        "meta",
        "mpvd",
        "sefd",
        "skip",
        "uuid",
    };

    /// <returns>Whether the picture's end is marked; only a JPEG's may be missing.</returns>
    /// <exception cref="FileRefusedException">It is cut off, moves, or is followed by something else.</exception>
    public static PictureEnd Check(FileKind kind, ReadOnlySpan<byte> file)
    {
        switch (kind)
        {
            case FileKind.Jpeg:
                return CheckJpeg(file);
            case FileKind.Png:
                CheckPng(file[PngSignature..]);
                return PictureEnd.Marked;
            case FileKind.Webp:
                CheckWebp(file);
                return PictureEnd.Marked;
            case FileKind.Heic:
                CheckHeic(file);
                HeicFrames.Check(file);
                return PictureEnd.Marked;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a picture.");
        }
    }

    /// <summary>
    /// Telephones put other things after the picture: a brightness map or a preview (another JPEG, which the first announces), the film of a
    /// motion photo, notes of their own; with some filling between them. None of it is shown. Anything else is another file.
    /// </summary>
    private static PictureEnd CheckJpeg(ReadOnlySpan<byte> file)
    {
        var jpeg = Jpeg(file);
        var rest = file[jpeg.Length..];
        for (var followers = 0; !SamsungTrailer.Is(rest); followers++)
        {
            rest = WithoutFilling(rest);
            if (rest.IsEmpty || SamsungTrailer.Is(rest))
                break;
            var length =
                followers == MostFollowers ? 0
                : jpeg.Announces && rest.StartsWith(_jpegStart) ? Jpeg(rest).Length
                : FilmFile.LengthOf(rest);
            if (length == 0)
                throw new FileRefusedException(FileRefusal.TrailingData);
            rest = rest[length..];
        }

        return jpeg.End;
    }

    /// <summary>
    /// Without the zeros, 0xFF and line ends that cameras pad with and that mail and web forms add; what the next part begins with stays.
    /// </summary>
    private static ReadOnlySpan<byte> WithoutFilling(ReadOnlySpan<byte> rest)
    {
        var first = rest.IndexOfAnyExcept((ReadOnlySpan<byte>)[0x00, 0xFF, (byte)'\r', (byte)'\n']);
        if (first < 0)
            return [];
        if (first > 0 && rest[(first - 1)..].StartsWith(_jpegStart))
            return rest[(first - 1)..];

        // A film begins with the length of its first box, of which the first bytes are zeros.
        for (var back = Math.Min(first, 3); back > 0; back--)
        {
            if (FilmFile.BeginsLike(rest[(first - back)..]))
                return rest[(first - back)..];
        }

        return rest[first..];
    }

    /// <summary>Goes from marker to marker. Thumbnails, which have ends of their own, are inside segments.</summary>
    /// <returns>
    /// Its length; whether it announces that other pictures follow, by MPF (CIPA DC-007) or by the container directory of Google's XMP; and
    /// whether its end is marked. Where it is not, the picture goes to the end of the file.
    /// </returns>
    private static (int Length, bool Announces, PictureEnd End) Jpeg(ReadOnlySpan<byte> file)
    {
        var (announces, scanned) = (false, false);
        for (var at = 2; ; )
        {
            if (scanned && file[at..].IndexOfAnyExcept((byte)0xFF) < 0)
                return (file.Length, announces, PictureEnd.Missing);
            if (at >= file.Length || file[at] != 0xFF)
                throw new FileRefusedException(FileRefusal.Broken);
            at += Math.Max(0, file[at..].IndexOfAnyExcept((byte)0xFF)) is var fill and > 0 ? fill : file.Length;
            if (at >= file.Length)
                throw new FileRefusedException(FileRefusal.Broken);
            var marker = file[at++];
            if (marker == EndOfImage)
                return (at, announces, PictureEnd.Marked);

            // Below C0 there is nothing in use; a start or a restart has no place between segments.
            if (marker is < 0xC0 or (>= 0xD0 and <= StartOfImage) || file.Length - at < 2)
                throw new FileRefusedException(FileRefusal.Broken);
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2 || length > file.Length - at)
                throw new FileRefusedException(FileRefusal.Broken);
            var body = file.Slice(at + 2, length - 2);
            at += length;
            // Its length is where a script can be made to begin: only the true one passes.
            if (marker == Jfif && body.StartsWith("JFIF\0"u8) && (body.Length < 14 || body.Length != 14 + (3 * body[12] * body[13])))
                throw new FileRefusedException(FileRefusal.Broken);
            announces |= marker == Application2 && body.StartsWith("MPF\0"u8);
            announces |= marker == Application1 && body.IndexOf("http://ns.google.com/photos/1.0/container/"u8) >= 0;
            if (marker == StartOfScan)
            {
                at += ScanLength(file[at..]);
                scanned = true;
            }
        }
    }

    /// <summary>
    /// What follows a scan's header, up to the next marker that is not part of it; all that is left of the file where there is none.
    /// </summary>
    private static int ScanLength(ReadOnlySpan<byte> rest)
    {
        for (var at = 0; ; at += 2)
        {
            var next = rest[at..].IndexOf((byte)0xFF);
            if (next < 0)
                return rest.Length;
            at += next;
            if (at + 1 >= rest.Length || rest[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
                return at;
        }
    }

    private static void CheckPng(ReadOnlySpan<byte> chunks)
    {
        const int frame = 12; // length, type, checksum
        const int header = 8; // where the first chunk, the header, says how large the picture is

        // The decoder calls a picture that is too large a broken one.
        if (chunks.Length < header + 8 || !chunks[4..].StartsWith("IHDR"u8))
            throw new FileRefusedException(FileRefusal.Broken);
        UploadLimits.CheckPixels(
            BinaryPrimitives.ReadUInt32BigEndian(chunks[header..]),
            BinaryPrimitives.ReadUInt32BigEndian(chunks[(header + 4)..])
        );

        while (true)
        {
            if (chunks.Length < frame || BinaryPrimitives.ReadUInt32BigEndian(chunks) is var length && length > chunks.Length - frame)
                throw new FileRefusedException(FileRefusal.Broken);
            var type = chunks.Slice(4, 4);
            if (type.SequenceEqual("acTL"u8))
                throw new FileRefusedException(FileRefusal.Animated);
            var last = type.SequenceEqual("IEND"u8);
            chunks = chunks[((int)length + frame)..];
            if (!last)
                continue;
            if (!WithoutFilling(chunks).IsEmpty)
                throw new FileRefusedException(FileRefusal.TrailingData);
            return;
        }
    }

    private static void CheckWebp(ReadOnlySpan<byte> file)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L;
        if (length > file.Length || length < RiffHead)
            throw new FileRefusedException(FileRefusal.Broken);
        if (!WithoutFilling(file[(int)length..]).IsEmpty)
            throw new FileRefusedException(FileRefusal.TrailingData);

        const int head = 8;
        for (var chunks = file[RiffHead..(int)length]; !chunks.IsEmpty; )
        {
            if (
                chunks.Length < head
                || BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]) is var size && head + (long)size + (size & 1) > chunks.Length
            )
                throw new FileRefusedException(FileRefusal.Broken);
            if (chunks.StartsWith("ANIM"u8) || chunks.StartsWith("ANMF"u8))
                throw new FileRefusedException(FileRefusal.Animated);
            chunks = chunks[(int)(head + size + (size & 1))..];
        }
    }

    /// <summary>A HEIC is boxes, each with its length before it; that of a film has a box for its track.</summary>
    private static void CheckHeic(ReadOnlySpan<byte> file)
    {
        const int head = 8;
        const int longHead = 16;
        for (var boxes = file; !WithoutFilling(boxes).IsEmpty; )
        {
            if (boxes.Length < head)
                throw new FileRefusedException(FileRefusal.Broken);
            var type = Encoding.Latin1.GetString(boxes.Slice(4, 4));
            ulong length = BinaryPrimitives.ReadUInt32BigEndian(boxes);
            if (length == 0)
                length = (ulong)boxes.Length;
            else if (length == 1 && boxes.Length >= longHead)
                length = BinaryPrimitives.ReadUInt64BigEndian(boxes[head..]);
            if (length < head || length > (ulong)boxes.Length)
                throw new FileRefusedException(FileRefusal.Broken);
            if (!_heicParts.Contains(type))
                throw new FileRefusedException(type == "moov" ? FileRefusal.Animated : FileRefusal.TrailingData);
            boxes = boxes[(int)length..];
        }
    }
}
