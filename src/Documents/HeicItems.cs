using System.Buffers.Binary;
using System.Text;

namespace Orders.Functions.Documents;

/// <summary>The items of a HEIC file: what each is, and where its bytes are.</summary>
internal static class HeicItems
{
    private const int MostItems = 2048;
    private const int MostExtents = 256;

    /// <summary>The type of each item (<c>hvc1</c>, <c>grid</c>, <c>Exif</c> …) by its id; from box <c>iinf</c>.</summary>
    public static IReadOnlyDictionary<uint, string> Types(ReadOnlySpan<byte> file, IsoBox info)
    {
        var reader = new Reader(file[info.Body..info.End]);
        var version = reader.FullBox();
        var count = version == 0 ? reader.Number(2) : reader.Number(4);
        var entries = info.Children(file, skip: reader.At);
        if (count != (ulong)entries.Count || count > MostItems)
            throw new FileRefusedException(FileRefusal.Broken);
        var types = new Dictionary<uint, string>();
        foreach (var entry in entries)
        {
            var item = new Reader(file[entry.Body..entry.End]);
            var form = item.FullBox();
            if (entry.Type != "infe" || form is not (2 or 3))
                throw new FileRefusedException(FileRefusal.Broken);
            var id = (uint)item.Number(form == 2 ? 2 : 4);
            item.Number(2);
            if (!types.TryAdd(id, Encoding.Latin1.GetString(item.Bytes(4))))
                throw new FileRefusedException(FileRefusal.Broken);
        }

        return types;
    }

    /// <summary>Where the bytes of each item are; from box <c>iloc</c>.</summary>
    public static IReadOnlyList<Extent> Extents(ReadOnlySpan<byte> file, IsoBox locations)
    {
        var reader = new Reader(file[locations.Body..locations.End]);
        var version = reader.FullBox();
        var sizes = (int)reader.Number(2);
        var (offsetSize, lengthSize, baseSize, indexSize) = (sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version == 0 ? 0 : sizes & 15);
        var count = reader.Number(version < 2 ? 2 : 4);
        if (version > 2 || count > MostItems)
            throw new FileRefusedException(FileRefusal.Broken);

        List<Extent> extents = [];
        for (; count > 0; count--)
        {
            var id = (uint)reader.Number(version < 2 ? 2 : 4);
            var method = version == 0 ? 0 : (int)reader.Number(2) & 15;
            var elsewhere = reader.Number(2) != 0;
            var start = reader.Number(baseSize);
            var parts = reader.Number(2);

            // Bytes of another file, or of another item: cameras do not write that.
            if (method > 1 || elsewhere || parts > MostExtents)
                throw new FileRefusedException(FileRefusal.Broken);
            for (; parts > 0; parts--)
            {
                reader.Number(indexSize);
                var offset = reader.Number(offsetSize);
                extents.Add(new Extent(id, InData: method == 1, Checked(start, offset), Checked(0, reader.Number(lengthSize))));
            }
        }

        return extents;
    }

    /// <summary>The id of the picture that is shown; from box <c>pitm</c>.</summary>
    public static uint Primary(ReadOnlySpan<byte> file, IsoBox primary)
    {
        var reader = new Reader(file[primary.Body..primary.End]);
        return (uint)reader.Number(reader.FullBox() == 0 ? 2 : 4);
    }

    /// <summary>Width and height of box <c>ispe</c>.</summary>
    public static (long Width, long Height) Size(ReadOnlySpan<byte> file, IsoBox size)
    {
        var reader = new Reader(file[size.Body..size.End]);
        reader.FullBox();
        return ((long)reader.Number(4), (long)reader.Number(4));
    }

    /// <summary>Width and height of the picture that a grid of tiles makes.</summary>
    public static (long Width, long Height) GridSize(ReadOnlySpan<byte> grid)
    {
        var reader = new Reader(grid);
        var wide = (reader.Number(2) & 1) == 1;
        reader.Number(2);
        return ((long)reader.Number(wide ? 4 : 2), (long)reader.Number(wide ? 4 : 2));
    }

    private static int Checked(ulong start, ulong offset) =>
        start <= int.MaxValue && offset <= int.MaxValue && start + offset <= int.MaxValue ? (int)(start + offset) : throw new FileRefusedException(FileRefusal.Broken);

    /// <param name="InData">Counted from the body of box <c>idat</c>; otherwise from the beginning of the file.</param>
    internal sealed record Extent(uint Item, bool InData, int Offset, int Length);

    /// <summary>Reads numbers of up to eight bytes, big end first.</summary>
    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int At { get; private set; }

        /// <summary>The version; the flags are passed over.</summary>
        public int FullBox() => (int)(Number(4) >> 24);

        public ReadOnlySpan<byte> Bytes(int count)
        {
            if (count > _bytes.Length - At)
                throw new FileRefusedException(FileRefusal.Broken);
            At += count;
            return _bytes.Slice(At - count, count);
        }

        public ulong Number(int size)
        {
            if (size > 8)
                throw new FileRefusedException(FileRefusal.Broken);
            Span<byte> number = stackalloc byte[8];
            number.Clear();
            Bytes(size).CopyTo(number[(8 - size)..]);
            return BinaryPrimitives.ReadUInt64BigEndian(number);
        }
    }
}
