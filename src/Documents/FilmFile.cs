using System.Buffers.Binary;
using System.Text;

namespace Orders.Functions.Documents;

/// <summary>The film that a motion photo carries behind its picture: boxes of ISO/IEC 14496-12, the first of which names the kind.</summary>
internal static class FilmFile
{
    private const int Head = 8;
    private const int LongHead = 16;

    private static readonly HashSet<string> _parts = new(StringComparer.Ordinal)
    {
        "free",
        "ftyp",
        "mdat",
        "meta",
        "mfra",
        "moof",
        "moov",
        "pdin",
        "sidx",
        "skip",
        "styp",
        "udta",
        "uuid",
        "wide",
    };

    public static bool BeginsLike(ReadOnlySpan<byte> rest) => rest.Length >= LongHead && rest[4..].StartsWith("ftyp"u8);

    /// <summary>Bytes from the start to the end of the last whole box of a film; 0 if it is none, or has no picture track.</summary>
    public static int LengthOf(ReadOnlySpan<byte> rest)
    {
        if (!BeginsLike(rest))
            return 0;
        var (at, hasTracks) = (0, false);
        while (rest.Length - at >= Head && _parts.Contains(Encoding.Latin1.GetString(rest.Slice(at + 4, 4))))
        {
            var length = LengthOfBox(rest[at..]);
            if (length == 0)
                return 0;
            hasTracks |= rest[(at + 4)..].StartsWith("moov"u8);
            at += length;
        }

        return hasTracks ? at : 0;
    }

    /// <summary>0 if it does not end within the file.</summary>
    private static int LengthOfBox(ReadOnlySpan<byte> box)
    {
        ulong length = BinaryPrimitives.ReadUInt32BigEndian(box);
        if (length == 0)
            return box.Length;
        var least = Head;
        if (length == 1)
        {
            if (box.Length < LongHead)
                return 0;
            (length, least) = (BinaryPrimitives.ReadUInt64BigEndian(box[Head..]), LongHead);
        }

        return length < (ulong)least || length > (ulong)box.Length ? 0 : (int)length;
    }
}
