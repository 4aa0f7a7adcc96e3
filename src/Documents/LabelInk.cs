using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Orders.Functions.Documents;

/// <summary>Text and rules on a page of a label's size, whose unit is the millimetre.</summary>
/// <param name="typefaces">
/// What to draw with, by the fonts' numbers: subsets, under the whole fonts' glyph numbers. A font that is not among them is drawn whole.
/// </param>
internal sealed class LabelInk(SKCanvas canvas, LabelFonts fonts, IReadOnlyDictionary<int, SKTypeface>? typefaces = null)
{
    public const float Width = 100;
    public const float Height = 150;
    public const float Margin = 5;

    public SKCanvas Canvas => canvas;

    /// <summary>The glyphs that were drawn so far, by font.</summary>
    public Dictionary<int, HashSet<ushort>> Glyphs { get; } = [];

    public static float Points(float millimetres) => millimetres * 72 / 25.4f;

    public void Rule(float y)
    {
        using var paint = new SKPaint
        {
            Color = SKColors.Black,
            StrokeWidth = 0.4f,
            IsStroke = true,
        };
        canvas.DrawLine(Margin, y, Width - Margin, y, paint);
    }

    public void Text(string text, float x, float y, float size, SKColor? color = null, SKTextAlign align = SKTextAlign.Left)
    {
        var line = fonts.Shape(text, size);
        var left = align switch
        {
            SKTextAlign.Center => x - (line.Width / 2),
            SKTextAlign.Right => x - line.Width,
            _ => x,
        };
        using var paint = new SKPaint { Color = color ?? SKColors.Black, IsAntialias = true };
        foreach (var run in line.Runs)
            Draw(run, left + run.Left, y, size, paint);
    }

    /// <summary>
    /// Breaks at spaces where there are some, between characters where there are none (Chinese, Japanese, one long word).
    /// </summary>
    public IEnumerable<string> Wrap(string text, float size, float room = Width - (2 * Margin))
    {
        var line = "";
        var elements = StringInfo.GetTextElementEnumerator(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim());
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (fonts.Shape(line + element, size).Width > room)
            {
                var space = line.LastIndexOf(' ');
                yield return (space > 0 ? line[..space] : line).TrimEnd();
                line = space > 0 ? line[(space + 1)..] : "";
            }

            line += element;
        }

        if (line.Trim().Length > 0)
            yield return line.Trim();
    }

    /// <summary>
    /// With its text, so that a reader of the PDF finds what was written, also where glyphs are joined, or one stands for two
    /// characters (长 and the radical ⻓).
    /// </summary>
    private void Draw(ShapedRun run, float x, float y, float size, SKPaint paint)
    {
        if (!Glyphs.TryGetValue(run.Font, out var drawn))
            Glyphs[run.Font] = drawn = [];
        drawn.UnionWith(run.Glyphs);

        using var font = LabelFont.Sized(typefaces?.GetValueOrDefault(run.Font) ?? fonts[run.Font].Typeface, size);
        using var builder = new SKTextBlobBuilder();
        var buffer = builder.AllocatePositionedTextRun(font, run.Glyphs.Length, Encoding.UTF8.GetByteCount(run.Text), null);
        run.Glyphs.CopyTo(buffer.Glyphs);
        run.Shaped.Points.CopyTo(buffer.Positions);
        run.Shaped.Clusters.CopyTo(buffer.Clusters);
        Encoding.UTF8.GetBytes(run.Text, buffer.Text);
        using var blob = builder.Build();
        if (blob is not null)
            canvas.DrawText(blob, x, y, paint);
    }
}
