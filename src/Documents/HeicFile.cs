using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>
/// HEIC: boxes, and items whose bytes they point at. The file keeps its form, since everything in it is told by its place: bytes that no picture points at (EXIF, XMP, whatever else) become zero,
/// and boxes that are not known become free space.
/// </summary>
internal static class HeicFile
{
    private static readonly HashSet<string> _brands = new(StringComparer.Ordinal) { "heic", "heix", "heim", "heis" };
    private static readonly HashSet<string> _pictures = new(StringComparer.Ordinal) { "grid", "hvc1", "iden", "tmap" };
    private static readonly HashSet<string> _described = new(StringComparer.Ordinal) { "dinf", "grpl", "hdlr", "idat", "iinf", "iloc", "iprp", "iref", "pitm" };

    /// <summary>What telephones put beside the picture: a film, notes of the maker.</summary>
    private static readonly HashSet<string> _asides = new(StringComparer.Ordinal) { "free", "mpvd", "sefd", "skip", "uuid" };

    public static bool IsHeic(ReadOnlySpan<byte> file)
    {
        if (file.Length < 16 || !file[4..].StartsWith("ftyp"u8))
            return false;
        var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file);
        if (length is < 16 or > 256 || length > file.Length || length % 4 != 0)
            return false;
        if (file[8..].StartsWith("avif"u8))
            return false;
        for (var at = 8; at < length; at += 4)
        {
            // Between the main brand and the others stands a version.
            if (at != 12 && _brands.Contains(System.Text.Encoding.Latin1.GetString(file.Slice(at, 4))))
                return true;
        }

        return false;
    }

    /// <exception cref="FileRefusedException">It is not whole, too large to open, or has parts that no photo has.</exception>
    public static CleanFile Clean(ReadOnlySpan<byte> file)
    {
        var kept = file.ToArray();
        var boxes = IsoBox.Read(file, 0, file.Length);
        var meta = Only(boxes, "meta");
        foreach (var box in boxes.Where(box => box.Type is not ("ftyp" or "mdat" or "meta")))
        {
            if (!_asides.Contains(box.Type))
                throw new FileRefusedException(box.Type == "moov" ? FileRefusal.Animated : FileRefusal.TrailingData);
            Free(kept, box);
        }

        var parts = meta.Children(file, skip: 4);
        foreach (var box in parts.Where(box => !_described.Contains(box.Type)))
            Free(kept, box);

        var handler = Only(parts, "hdlr");
        if (!file[handler.Body..handler.End].Slice(Math.Min(8, handler.End - handler.Body)).StartsWith("pict"u8))
            throw new FileRefusedException(FileRefusal.Broken);

        var types = HeicItems.Types(file, Only(parts, "iinf"));
        var primary = HeicItems.Primary(file, Only(parts, "pitm"));
        if (!types.TryGetValue(primary, out var shown) || !_pictures.Contains(shown))
            throw new FileRefusedException(FileRefusal.Broken);

        var (width, height) = CheckSizes(file, parts);
        KeepPictures(file, kept, types, boxes, parts);
        return new CleanFile(FileKind.Heic, kept, width, height);
    }

    /// <summary>The size of the largest picture in it.</summary>
    private static (int Width, int Height) CheckSizes(ReadOnlySpan<byte> file, IReadOnlyList<IsoBox> parts)
    {
        var properties = Only(Only(parts, "iprp").Children(file), "ipco").Children(file);
        var largest = (Width: 0L, Height: 0L);
        foreach (var box in properties.Where(property => property.Type == "ispe"))
        {
            var size = HeicItems.Size(file, box);
            UploadLimits.CheckPixels(size.Width, size.Height);
            if (size.Width * size.Height > largest.Width * largest.Height)
                largest = size;
        }

        UploadLimits.CheckPixels(largest.Width, largest.Height);
        return ((int)largest.Width, (int)largest.Height);
    }

    private static void KeepPictures(ReadOnlySpan<byte> file, byte[] kept, IReadOnlyDictionary<uint, string> types, IReadOnlyList<IsoBox> boxes, IReadOnlyList<IsoBox> parts)
    {
        var data = parts.Where(box => box.Type == "idat").ToList();
        var media = boxes.Where(box => box.Type == "mdat").ToList();
        foreach (var box in data.Concat(media))
            kept.AsSpan(box.Body..box.End).Clear();

        foreach (var extent in HeicItems.Extents(file, Only(parts, "iloc")))
        {
            if (!types.TryGetValue(extent.Item, out var type) || !_pictures.Contains(type))
                continue;
            var start = extent.InData ? Only(parts, "idat").Body + (long)extent.Offset : extent.Offset;
            var end = start + extent.Length;
            if (!(extent.InData ? data : media).Any(box => start >= box.Body && end <= box.End))
                throw new FileRefusedException(FileRefusal.Broken);
            var bytes = file[(int)start..(int)end];
            if (type == "grid")
            {
                var (width, height) = HeicItems.GridSize(bytes);
                UploadLimits.CheckPixels(width, height);
            }

            bytes.CopyTo(kept.AsSpan((int)start));
        }
    }

    private static IsoBox Only(IReadOnlyList<IsoBox> boxes, string type)
    {
        var found = boxes.Where(box => box.Type == type).ToList();
        return found.Count == 1 ? found[0] : throw new FileRefusedException(FileRefusal.Broken);
    }

    private static void Free(byte[] kept, IsoBox box)
    {
        "free"u8.CopyTo(kept.AsSpan(box.Start + 4));
        kept.AsSpan(box.Body..box.End).Clear();
    }
}
