using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Orders.Functions.Documents;

/// <summary>Text and rules on a page of a label's size, whose unit is the millimetre.</summary>
internal sealed class LabelInk(SKCanvas canvas, SKTypeface typeface)
{
    public const float Width = 100;
    public const float Height = 150;
    public const float Margin = 5;

    public SKCanvas Canvas => canvas;

    /// <summary>What was written so far.</summary>
    public HashSet<Rune> Characters { get; } = [];

    public static float Points(float millimetres) => millimetres * 72 / 25.4f;

    /// <summary>With widths as the font has them: rounded to the unit, as on a screen, each letter would be a whole number of millimetres wide.</summary>
    public SKFont Font(float size) => new(typeface, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };

    public void Rule(float y)
    {
        using var paint = new SKPaint { Color = SKColors.Black, StrokeWidth = 0.4f, IsStroke = true };
        canvas.DrawLine(Margin, y, Width - Margin, y, paint);
    }

    public void Text(string text, float x, float y, float size, SKColor? color = null, SKTextAlign align = SKTextAlign.Left)
    {
        using var font = Font(size);
        using var paint = new SKPaint { Color = color ?? SKColors.Black, IsAntialias = true };
        Characters.UnionWith(text.EnumerateRunes());
        canvas.DrawText(text, x, y, align, font, paint);
    }

    /// <summary>Breaks at spaces where there are some, between characters where there are none (Chinese, Japanese, one long word).</summary>
    public static IEnumerable<string> Wrap(string text, SKFont font, float room = Width - (2 * Margin))
    {
        var line = "";
        var elements = StringInfo.GetTextElementEnumerator(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim());
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (font.MeasureText(line + element) > room)
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
}
