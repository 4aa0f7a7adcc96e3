using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace Orders.Functions.Documents;

/// <summary>A font with TrueType outlines, opened once; what a label needs is cut from it.</summary>
internal sealed class TrueTypeFont : IDisposable
{
    private readonly SKFont _lookup;
    private readonly byte[] _outlines;
    private readonly byte[] _outlineOffsets;
    private readonly byte[] _metrics;
    private readonly bool _longOffsets;
    private readonly int _longMetrics;

    /// <summary>Takes the typeface over.</summary>
    public TrueTypeFont(SKTypeface typeface)
    {
        Typeface = typeface;
        _lookup = new(typeface);
        _outlines = Required("glyf");
        _outlineOffsets = Required("loca");
        _metrics = Required("hmtx");
        _longOffsets = BinaryPrimitives.ReadInt16BigEndian(Required("head").AsSpan(50)) != 0;
        _longMetrics = BinaryPrimitives.ReadUInt16BigEndian(Required("hhea").AsSpan(34));
    }

    /// <summary>The whole font.</summary>
    public SKTypeface Typeface { get; }

    /// <exception cref="InvalidOperationException">There is no such file, or it is no font with TrueType outlines.</exception>
    public static TrueTypeFont Open(string path)
    {
        var typeface = SKTypeface.FromFile(path) ?? throw new InvalidOperationException($"'{path}' is not a font that can be read.");
        try
        {
            return new(typeface);
        }
        catch
        {
            typeface.Dispose();
            throw;
        }
    }

    /// <summary>A font of these characters alone; a character that the font lacks is the empty box, as it is in the whole font.</summary>
    public SKTypeface Subset(IEnumerable<Rune> characters)
    {
        using var data = SKData.CreateCopy(FontSubset.Of(this, characters));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"A subset of '{Typeface.FamilyName}' is not a font that can be read.");
    }

    /// <summary>The glyph's number; 0, the empty box, where the font lacks the character.</summary>
    public ushort Glyph(Rune character) => _lookup.GetGlyph(character.Value);

    /// <summary>The glyph as the table 'glyf' has it; nothing for a blank.</summary>
    public ReadOnlySpan<byte> Outline(ushort glyph) => _outlines.AsSpan(OutlineOffset(glyph)..OutlineOffset(glyph + 1));

    /// <summary>Four bytes of the table 'hmtx': advance width, left side bearing. The last advance goes for all glyphs after it.</summary>
    public byte[] Metrics(ushort glyph)
    {
        var advance = Math.Min((int)glyph, _longMetrics - 1) * 4;
        var bearing = glyph < _longMetrics ? advance + 2 : (_longMetrics * 4) + ((glyph - _longMetrics) * 2);
        return [.. _metrics.AsSpan(advance, 2), .. _metrics.AsSpan(bearing, 2)];
    }

    /// <summary>A copy of a table, null if the font has none of this name.</summary>
    public byte[]? Table(string tag) => Typeface.TryGetTableData(FontFile.Tag(tag), out var table) ? table : null;

    public byte[] Required(string tag) =>
        Table(tag) ?? throw new InvalidOperationException($"The font '{Typeface.FamilyName}' has no table '{tag}'; the label needs TrueType outlines.");

    public void Dispose()
    {
        _lookup.Dispose();
        Typeface.Dispose();
    }

    // Short offsets count pairs of bytes.
    private int OutlineOffset(int glyph) => _longOffsets
        ? checked((int)BinaryPrimitives.ReadUInt32BigEndian(_outlineOffsets.AsSpan(glyph * 4)))
        : BinaryPrimitives.ReadUInt16BigEndian(_outlineOffsets.AsSpan(glyph * 2)) * 2;
}
