using System.Buffers.Binary;
using System.Text;

namespace Orders.Functions.Documents;

/// <summary>
/// Cuts from a font one that holds a few characters only. A PDF embeds each font whole, and a font of all Chinese has ten megabytes.
/// Tables and numbers: the OpenType specification.
/// </summary>
internal sealed class FontSubset
{
    // A composite glyph's part: flags, glyph number, where to put it, how to scale it.
    private const int ArgumentsAreWords = 0x0001;
    private const int HasScale = 0x0008;
    private const int HasTwoScales = 0x0040;
    private const int HasMatrix = 0x0080;
    private const int MorePartsFollow = 0x0020;
    private const int GlyphHeader = 10;

    // What outlines may refer to, and what Skia asks of a font. Nothing of shaping, vertical text, variations: the label sets plain lines.
    private static readonly string[] _copied = ["OS/2", "cvt ", "fpgm", "name", "prep"];

    private readonly TrueTypeFont _font;
    private readonly SortedDictionary<int, ushort> _characters = [];
    private readonly List<ushort> _glyphs = [0];
    private readonly Dictionary<ushort, ushort> _parts = [];

    private FontSubset(TrueTypeFont font, IEnumerable<Rune> characters)
    {
        _font = font;

        // Each character has a glyph of its own, even where the font draws two with one (长 and the radical ⻓), so that a reader of the PDF gets the one that was written.
        foreach (var character in characters.Distinct().Order())
        {
            if (font.Glyph(character) is var glyph and not 0)
                _characters.Add(character.Value, Add(glyph));
        }
    }

    /// <summary>The subset as a font file.</summary>
    public static byte[] Of(TrueTypeFont font, IEnumerable<Rune> characters) => new FontSubset(font, characters).ToFile();

    private byte[] ToFile()
    {
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var tag in _copied)
        {
            if (_font.Table(tag) is { } table)
                tables[tag] = table;
        }

        (tables["glyf"], tables["loca"]) = Outlines();
        tables["hmtx"] = [.. _glyphs.SelectMany(_font.Metrics)];
        tables["cmap"] = CharacterMap();

        tables["head"] = _font.Required("head");
        BinaryPrimitives.WriteInt16BigEndian(tables["head"].AsSpan(50), 1); // long offsets in 'loca'
        tables["hhea"] = _font.Required("hhea");
        BinaryPrimitives.WriteUInt16BigEndian(tables["hhea"].AsSpan(34), (ushort)_glyphs.Count);
        tables["maxp"] = _font.Required("maxp");
        BinaryPrimitives.WriteUInt16BigEndian(tables["maxp"].AsSpan(4), (ushort)_glyphs.Count);
        tables["post"] = _font.Required("post")[..32];
        BinaryPrimitives.WriteUInt32BigEndian(tables["post"], 0x00030000); // no glyph names
        return FontFile.Write(tables);
    }

    private (byte[] Outlines, byte[] Offsets) Outlines()
    {
        using var outlines = new MemoryStream();
        var offsets = new List<byte>();
        for (var index = 0; index < _glyphs.Count; index++) // grows under way by the parts of composite glyphs
        {
            offsets.AddRange(BigEndian((uint)outlines.Length));
            var outline = _font.Outline(_glyphs[index]).ToArray();
            RenumberParts(outline);
            outlines.Write(outline);
            outlines.SetLength(outlines.Position = FontFile.Aligned((int)outlines.Length));
        }

        offsets.AddRange(BigEndian((uint)outlines.Length));
        return (outlines.ToArray(), [.. offsets]);
    }

    private void RenumberParts(Span<byte> outline)
    {
        if (outline.IsEmpty || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            return;

        int flags;
        var part = outline[GlyphHeader..];
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(part);
            BinaryPrimitives.WriteUInt16BigEndian(part[2..], Part(BinaryPrimitives.ReadUInt16BigEndian(part[2..])));
            part = part[(4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2) + ScaleLength(flags))..];
        }
        while ((flags & MorePartsFollow) != 0);
    }

    private static int ScaleLength(int flags) => flags switch
    {
        _ when (flags & HasScale) != 0 => 2,
        _ when (flags & HasTwoScales) != 0 => 4,
        _ when (flags & HasMatrix) != 0 => 8,
        _ => 0,
    };

    private ushort Part(ushort glyph)
    {
        if (!_parts.TryGetValue(glyph, out var number))
            _parts[glyph] = number = Add(glyph);
        return number;
    }

    private ushort Add(ushort glyph)
    {
        _glyphs.Add(glyph);
        return checked((ushort)(_glyphs.Count - 1));
    }

    /// <summary>One subtable of format 12, for all of Unicode, with one group for each character.</summary>
    private byte[] CharacterMap() =>
    [
        .. BigEndian(0x0000_0001), // version, number of subtables
        .. BigEndian(0x0003_000A), // Windows, full Unicode
        .. BigEndian(12), // where the subtable begins
        .. BigEndian(0x000C_0000), // format 12
        .. BigEndian((uint)(16 + (12 * _characters.Count))),
        .. BigEndian(0), // no language
        .. BigEndian((uint)_characters.Count),
        .. _characters.SelectMany(pair => (byte[])[.. BigEndian((uint)pair.Key), .. BigEndian((uint)pair.Key), .. BigEndian(pair.Value)]),
    ];

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
