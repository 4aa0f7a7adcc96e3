using System.Buffers.Binary;

namespace Orders.Functions.Documents;

/// <summary>
/// What Samsung's cameras write after a JPEG: blocks, then a directory (<c>SEFH</c>) that points back at them, its length, <c>SEFT</c>.
/// Refusing it would refuse most photos of a common telephone; it is never kept.
/// </summary>
internal static class SamsungTrailer
{
    private const int HeadLength = 12;
    private const int EntryLength = 12;
    private const int TailLength = 8;

    /// <summary>True if the blocks and the directory fill it without a gap.</summary>
    public static bool Is(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < HeadLength + TailLength || !rest.EndsWith("SEFT"u8))
            return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[^TailLength..]);
        if (length < HeadLength || length > rest.Length - TailLength)
            return false;
        var start = rest.Length - TailLength - (int)length;
        var directory = rest.Slice(start, (int)length);
        if (
            !directory.StartsWith("SEFH"u8)
            || BinaryPrimitives.ReadUInt32LittleEndian(directory[8..]) * (long)EntryLength != length - HeadLength
        )
            return false;

        // The blocks stand one after the other, and the last one ends where the directory begins.
        long at = 0;
        for (var entry = directory[HeadLength..]; !entry.IsEmpty; entry = entry[EntryLength..])
        {
            var back = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            if (start - (long)back != at)
                return false;
            at += BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
        }

        return at == start;
    }
}
