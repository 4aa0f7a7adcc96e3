using System.Buffers.Binary;
using System.Text;

namespace Orders.Functions.Documents;

/// <summary>A box of an ISO base media file (HEIC): a length, a type of four letters, a body.</summary>
/// <param name="Start">Where its length stands in the file.</param>
/// <param name="Body">Where its body begins.</param>
/// <param name="End">Behind its last byte.</param>
internal readonly record struct IsoBox(string Type, int Start, int Body, int End)
{
    private const int MostBoxes = 4096;

    /// <summary>The boxes that fill a part of the file.</summary>
    /// <exception cref="FileRefusedException">They do not fill it exactly.</exception>
    public static IReadOnlyList<IsoBox> Read(ReadOnlySpan<byte> file, int start, int end)
    {
        List<IsoBox> boxes = [];
        for (var at = start; at < end; at = boxes[^1].End)
        {
            if (end - at < 8 || boxes.Count == MostBoxes)
                throw new FileRefusedException(FileRefusal.Broken);
            var (length, head) = ((long)BinaryPrimitives.ReadUInt32BigEndian(file[at..]), 8);
            if (length == 0)
                length = end - at;
            else if (length == 1 && end - at >= 16)
                (length, head) = ((long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(file[(at + 8)..]), long.MaxValue), 16);
            if (length < head || length > end - at)
                throw new FileRefusedException(FileRefusal.Broken);
            boxes.Add(new IsoBox(Encoding.Latin1.GetString(file.Slice(at + 4, 4)), at, at + head, at + (int)length));
        }

        return boxes;
    }

    /// <summary>The boxes inside; where the box has a version and flags, behind these.</summary>
    public IReadOnlyList<IsoBox> Children(ReadOnlySpan<byte> file, int skip = 0) =>
        Body + skip <= End ? Read(file, Body + skip, End) : throw new FileRefusedException(FileRefusal.Broken);
}
