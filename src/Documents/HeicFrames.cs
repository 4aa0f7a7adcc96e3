using System.Buffers.Binary;

namespace Orders.Functions.Documents;

/// <summary>
/// How much a HEIC's decoder would have to decode. What the file says of its size binds what is shown; the coded pictures in it have
/// sizes of their own (ISO/IEC 23008-12, the sequence parameter sets of ITU-T H.265 in <c>hvcC</c>), and there may be any number of them.
/// </summary>
internal static class HeicFrames
{
    /// <summary>
    /// Pixels of all coded pictures together: the picture, its thumbnail, its maps of depth and brightness, each of which may be in tiles.
    /// </summary>
    private const long MostPixels = 8 * UploadLimits.MostPixels;

    private const int Head = 8;
    private const int FullHead = 12;
    private const int SetupHead = 22;
    private const int SequenceParameters = 33;

    /// <param name="boxes">The whole file.</param>
    /// <exception cref="FileRefusedException">One of them, or all together, are too large.</exception>
    public static void Check(ReadOnlySpan<byte> boxes)
    {
        var (items, largest) = (0L, 0L);
        Look(boxes, ref items, ref largest);
        if (items * largest > MostPixels)
            throw new FileRefusedException(FileRefusal.TooManyPixels);
    }

    private static void Look(ReadOnlySpan<byte> boxes, ref long items, ref long largest)
    {
        while (boxes.Length >= Head)
        {
            ulong length = BinaryPrimitives.ReadUInt32BigEndian(boxes);
            if (length == 0)
                length = (ulong)boxes.Length;
            else if (length == 1 && boxes.Length >= 16)
                length = BinaryPrimitives.ReadUInt64BigEndian(boxes[Head..]);
            if (length < Head || length > (ulong)boxes.Length)
                return;
            var box = boxes[..(int)length];
            var type = box.Slice(4, 4);
            if (type.SequenceEqual("iprp"u8) || type.SequenceEqual("ipco"u8))
                Look(box[Head..], ref items, ref largest);
            else if (type.SequenceEqual("meta"u8) && box.Length >= FullHead)
                Look(box[FullHead..], ref items, ref largest);
            else if (type.SequenceEqual("iinf"u8) && box.Length >= FullHead + 4)
                Look(box[(FullHead + (box[Head] == 0 ? 2 : 4))..], ref items, ref largest);
            else if (type.SequenceEqual("infe"u8) && box.Length >= FullHead)
                items += box[FullHead..].IndexOf("hvc1"u8) >= 0 ? 1 : 0;
            else if (type.SequenceEqual("hvcC"u8))
                largest = Math.Max(largest, PixelsOf(box[Head..]));
            boxes = boxes[(int)length..];
        }
    }

    /// <summary>Of the largest sequence that a decoder is set up for; 0 if it cannot be read, which no decoder can then either.</summary>
    private static long PixelsOf(ReadOnlySpan<byte> setup)
    {
        var largest = 0L;
        if (setup.Length <= SetupHead)
            return largest;
        var rest = setup[(SetupHead + 1)..];
        for (var arrays = setup[SetupHead]; arrays > 0 && rest.Length >= 3; arrays--)
        {
            var kind = rest[0] & 0x3F;
            int units = BinaryPrimitives.ReadUInt16BigEndian(rest[1..]);
            rest = rest[3..];
            for (; units > 0 && rest.Length >= 2; units--)
            {
                var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(rest), rest.Length - 2);
                if (kind == SequenceParameters && HevcSequence.SizeOf(rest.Slice(2, length)) is (var width, var height))
                {
                    UploadLimits.CheckPixels(width, height);
                    largest = Math.Max(largest, width * height);
                }

                rest = rest[(length + 2)..];
            }
        }

        return largest;
    }
}
