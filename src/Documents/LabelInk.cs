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

    private readonly Dictionary<string, float> _widths = new(StringComparer.Ordinal);

    public SKCanvas Canvas => canvas;

    /// <summary>Whose forms of Han characters are drawn, ISO 3166-1 alpha-2; null: those of China.</summary>
    public string? Country { get; init; }

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

    public void Text(string text, float x, float y, float size, SKColor? color = null, SKTextAlign align = SKTextAlign.Left) =>
        Text(TextLine.Of(text), x, y, size, color, align);

    /// <summary>From the side at which the line's paragraph begins.</summary>
    public void Paragraph(TextLine line, float y, float size)
    {
        if (line.IsRightToLeft)
            Text(line, Width - Margin, y, size, align: SKTextAlign.Right);
        else
            Text(line, Margin, y, size);
    }

    /// <summary>The sender's address, in one run of text: it is ours, and nobody sorts by its lines.</summary>
    public void Sender(IReadOnlyList<string> sender, float top, float bottom)
    {
        var text = $"FROM 寄件人: {string.Join(", ", sender)}";
        for (var size = 3f; ; size *= 0.9f)
        {
            var lines = Wrap(text, size).ToList();
            var pitch = size * 1.3f;
            if (top + (lines.Count * pitch) > bottom)
                continue;
            for (var index = 0; index < lines.Count; index++)
                Paragraph(lines[index], top + ((index + 0.9f) * pitch), size);
            return;
        }
    }

    /// <summary>
    /// Breaks at line ends, at spaces where there are some, between characters where there are none (Chinese, Japanese, one long word).
    /// </summary>
    public IEnumerable<TextLine> Wrap(string text, float size, float room = Width - (2 * Margin)) =>
        text.ReplaceLineEndings("\n").Split('\n').SelectMany(paragraph => WrapParagraph(OneLine(paragraph), size, room));

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();

    private IEnumerable<TextLine> WrapParagraph(string text, float size, float room)
    {
        var paragraph = TextLine.Of(text);
        var elements = StringInfo.GetTextElementEnumerator(text);
        var (start, space) = (0, -1);
        while (elements.MoveNext())
        {
            var at = elements.ElementIndex;
            if (at > start && WidthOf(paragraph.Part(start, at + elements.GetTextElement().Length)) * size > room)
            {
                var end = space > start ? space : at;
                yield return paragraph.Part(start, end);
                start = end;
            }

            if (text[at] == ' ')
                space = at;
        }

        if (paragraph.Part(start, text.Length) is { Text.Length: > 0 } rest)
            yield return rest;
    }

    /// <summary>In ems.</summary>
    private float WidthOf(TextLine line)
    {
        if (!_widths.TryGetValue(line.Text, out var width))
            _widths[line.Text] = width = fonts.Shape(line, 1, Country).Width;
        return width;
    }

    private void Text(TextLine text, float x, float y, float size, SKColor? color = null, SKTextAlign align = SKTextAlign.Left)
    {
        var line = fonts.Shape(text, size, Country);
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
