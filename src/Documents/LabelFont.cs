using HarfBuzzSharp;
using SkiaSharp;
using SkiaSharp.HarfBuzz;
using Buffer = HarfBuzzSharp.Buffer;

namespace Orders.Functions.Documents;

/// <summary>One of the fonts that labels are set in, opened once. May be used by several threads.</summary>
internal sealed class LabelFont : IDisposable
{
    private readonly SKFont _lookup;
    private readonly SKShaper _shaper;
    private readonly Blob _file;
    private readonly Face _face;

    private LabelFont(SKTypeface typeface, string path)
    {
        Typeface = typeface;
        _lookup = new(typeface);
        _shaper = new(typeface);
        _file = Blob.FromFile(path);
        _face = new(_file, 0);
    }

    /// <summary>The whole font.</summary>
    public SKTypeface Typeface { get; }

    /// <exception cref="InvalidOperationException">There is no such file, or it is no font.</exception>
    public static LabelFont Open(string path)
    {
        if (!File.Exists(path))
            throw new InvalidOperationException($"The label font '{path}' is missing. Build the app again: the build puts it there.");
        return new(SKTypeface.FromFile(path) ?? throw new InvalidOperationException($"'{path}' is not a font that can be read."), path);
    }

    /// <summary>
    /// With widths as the font has them: rounded to the unit, as on a screen, each letter would be a whole number of millimetres wide.
    /// </summary>
    public static SKFont Sized(SKTypeface typeface, float size) =>
        new(typeface, size)
        {
            Subpixel = true,
            LinearMetrics = true,
            Hinting = SKFontHinting.None,
        };

    public bool Has(int character) => _lookup.GetGlyph(character) != 0;

    /// <summary>The glyphs of a text of one direction, from left to right.</summary>
    /// <param name="level">Even: it is read from left to right.</param>
    public SKShaper.Result Shape(string text, float size, byte level)
    {
        using var buffer = new Buffer();
        buffer.AddUtf8(text);
        buffer.GuessSegmentProperties();
        buffer.Direction = (level & 1) == 1 ? Direction.RightToLeft : Direction.LeftToRight;
        using var font = Sized(Typeface, size);
        return _shaper.Shape(buffer, font);
    }

    /// <summary>A font of these glyphs alone, under the same numbers.</summary>
    public SKTypeface Subset(IEnumerable<ushort> glyphs)
    {
        using var data = SKData.CreateCopy(HarfBuzzSubset.Of(_face, glyphs));
        return SKTypeface.FromData(data)
            ?? throw new InvalidOperationException($"A subset of '{Typeface.FamilyName}' is not a font that can be read.");
    }

    public void Dispose()
    {
        _face.Dispose();
        _file.Dispose();
        _shaper.Dispose();
        _lookup.Dispose();
        Typeface.Dispose();
    }
}
