using SkiaSharp.HarfBuzz;

namespace Orders.Functions.Documents;

/// <summary>A line of text as it is drawn, from left to right.</summary>
/// <param name="Size">Of an em.</param>
/// <param name="Width">In the size's unit.</param>
internal sealed record ShapedLine(float Size, float Width, IReadOnlyList<ShapedRun> Runs);

/// <param name="Font">Its number among <see cref="LabelFonts"/>.</param>
/// <param name="Text">What it says, in the order of reading.</param>
/// <param name="Left">Where it begins in its line.</param>
/// <param name="Shaped">Its glyphs; clusters count bytes of the text in UTF-8.</param>
internal sealed record ShapedRun(int Font, string Text, float Left, SKShaper.Result Shaped)
{
    public ushort[] Glyphs { get; } = [.. Shaped.Codepoints.Select(glyph => (ushort)glyph)];
}
