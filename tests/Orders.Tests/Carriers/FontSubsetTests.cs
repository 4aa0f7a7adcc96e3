using System.Buffers.Binary;
using System.Text;
using Orders.Functions.Documents;
using SkiaSharp;

namespace Orders.Tests.Carriers;

public sealed class FontSubsetTests : IDisposable
{
    private readonly TrueTypeFont _whole = TrueTypeFont.Open(LabelPrinter.FontPath);

    [Theory]
    [InlineData("李")]
    [InlineData("A")]
    [InlineData("é")]
    [InlineData("ǖ")]
    [InlineData("￦")]
    public void Character_of_the_subset_is_drawn_as_in_the_whole_font(string character)
    {
        using var subset = Subset("雷 ABCé李￦ǖ");
        using var cut = new SKFont(subset, 100);
        using var whole = new SKFont(_whole.Typeface, 100);

        using var expected = whole.GetTextPath(character);
        using var actual = cut.GetTextPath(character);
        Assert.False(actual.IsEmpty);
        Assert.Equal(expected.ToSvgPathData(), actual.ToSvgPathData());
        Assert.Equal(whole.MeasureText(character), cut.MeasureText(character));
        Assert.Equal(whole.Metrics, cut.Metrics);
    }

    [Fact]
    public void Character_outside_the_subset_is_not_in_it()
    {
        using var subset = Subset("李雷");
        using var font = new SKFont(subset);

        Assert.True(font.ContainsGlyphs("李雷"));
        Assert.Equal(0, font.GetGlyph('韩'));
        Assert.Equal(3, subset.GlyphCount); // and the empty box
    }

    [Fact]
    public void Text_without_a_known_character_makes_a_font_of_the_empty_box()
    {
        using var subset = Subset("\uE000\u0007");
        using var font = new SKFont(subset, 100);

        Assert.Equal(1, subset.GlyphCount);
        Assert.True(font.MeasureText("\uE000") > 0);
    }

    [Fact]
    public void File_is_whole_by_its_checksums()
    {
        var file = FontSubset.Of(_whole, "李雷é".EnumerateRunes());

        Assert.Equal(0xB1B0AFBA, Sum(file));
        for (var entry = 12; entry < 12 + (16 * BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(4))); entry += 16)
        {
            var offset = (int)Word(file, entry + 8);
            var table = file.AsSpan(offset, ((int)Word(file, entry + 12) + 3) & ~3).ToArray();
            if (Encoding.ASCII.GetString(file, entry, 4) == "head")
                table.AsSpan(8, 4).Clear();
            Assert.Equal(0, offset % 4);
            Assert.Equal(Word(file, entry + 4), Sum(table));
        }
    }

    [Fact]
    public void Composite_glyph_brings_its_parts_along()
    {
        using var font = new TrueTypeFont(TwoGlyphsOfWhichTheSecondIsTheFirstMoved("李雷", right: 200));
        using var subset = font.Subset([new Rune('雷')]);
        using var cut = new SKFont(subset, 1000);
        using var whole = new SKFont(_whole.Typeface, 1000);

        using var part = whole.GetTextPath("李");
        using var moved = cut.GetTextPath("雷");
        Assert.Equal(3, subset.GlyphCount); // the empty box, the composite, its part
        Assert.NotEmpty(part.Points);
        Assert.Equal(part.PointCount, moved.PointCount);
        Assert.All(part.Points.Zip(moved.Points), pair => Assert.Equal(200, (pair.Second - pair.First).Length, 0.1));
    }

    public void Dispose() => _whole.Dispose();

    private SKTypeface Subset(string text) => _whole.Subset(text.EnumerateRunes());

    /// <summary>Of a font with the glyphs 0, 1, 2; the label's font has no composites to test with.</summary>
    private SKTypeface TwoGlyphsOfWhichTheSecondIsTheFirstMoved(string characters, byte right)
    {
        using var pair = new TrueTypeFont(Subset(characters));
        byte[] composite = [0xFF, 0xFF, .. pair.Outline(2)[2..10], 0, 3, 0, 1, 0, right, 0, 0]; // flags: the arguments are words, and offsets
        byte[] glyphs = [.. pair.Outline(0), .. pair.Outline(1), .. composite];
        var offsets = new byte[16];
        BinaryPrimitives.WriteInt32BigEndian(offsets.AsSpan(4), pair.Outline(0).Length);
        BinaryPrimitives.WriteInt32BigEndian(offsets.AsSpan(8), glyphs.Length - composite.Length);
        BinaryPrimitives.WriteInt32BigEndian(offsets.AsSpan(12), glyphs.Length);

        string[] kept = ["cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post"];
        var tables = new SortedDictionary<string, byte[]>(kept.ToDictionary(tag => tag, pair.Required), StringComparer.Ordinal) { ["glyf"] = glyphs, ["loca"] = offsets };
        using var data = SKData.CreateCopy(FontFile.Write(tables));
        return SKTypeface.FromData(data);
    }

    private static uint Word(byte[] file, int offset) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(offset));

    private static uint Sum(byte[] file) =>
        Enumerable.Range(0, file.Length / 4).Aggregate(0u, (sum, index) => unchecked(sum + Word(file, index * 4)));
}
