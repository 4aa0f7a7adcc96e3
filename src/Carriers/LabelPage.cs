using System.Globalization;
using System.Text;
using Orders.Functions.Orders;
using SkiaSharp;

namespace Orders.Functions.Carriers;

/// <summary>One label on a canvas whose unit is the millimetre.</summary>
internal sealed class LabelPage(SKCanvas canvas, SKTypeface typeface)
{
    public const float Width = 100;
    public const float Height = 150;

    private const float Margin = 5;
    private const float BarHeight = 26;

    // The widest module that hand scanners like, and the narrowest that a 203 dpi label printer draws cleanly (two dots).
    private const float WidestModule = 0.5f;
    private const float NarrowestModule = 0.25f;

    private const float AddressTop = 63;
    private const float AddressBottom = 122;

    /// <summary>What was written so far.</summary>
    public HashSet<Rune> Characters { get; } = [];

    public static float Points(float millimetres) => millimetres * 72 / 25.4f;

    public void Draw(LabelContent label)
    {
        canvas.Clear(SKColors.White);
        DrawHead(label);
        DrawBars(label.Waybill);
        Rule(56);
        DrawAddress(label);
        Rule(125);
        DrawFoot(label);
    }

    private void DrawHead(LabelContent label)
    {
        Text(label.Carrier, Margin, 12, 6);
        var shippingClass = label.Class.ToString().ToUpperInvariant();
        using var box = new SKPaint { Color = SKColors.Black };
        canvas.DrawRect(SKRect.Create(Width - Margin - 36, 4.5f, 36, 11), box);
        Text(shippingClass, Width - Margin - 18, 12, 5.5f, SKColors.White, SKTextAlign.Center);
        Rule(18);
    }

    private void DrawBars(string waybill)
    {
        var modules = Code128.Modules(waybill);
        var module = Math.Min(WidestModule, Width / (modules.Count + (2 * Code128.QuietZone)));
        if (module < NarrowestModule)
            throw new ArgumentException($"A waybill of {waybill.Length} characters is too long for the label.", nameof(waybill));

        using var black = new SKPaint { Color = SKColors.Black, IsAntialias = false };
        var left = (Width - (modules.Count * module)) / 2;
        for (var start = 0; start < modules.Count; start++)
        {
            if (!modules[start])
                continue;

            // One rectangle a bar: seams between modules would show on paper.
            var end = start;
            while (end < modules.Count && modules[end])
                end++;
            canvas.DrawRect(SKRect.Create(left + (start * module), 21, (end - start) * module, BarHeight), black);
            start = end;
        }

        Text(waybill, Width / 2, 53, 5, align: SKTextAlign.Center);
    }

    private void DrawAddress(LabelContent label)
    {
        Text("TO 收件人", Margin, 61, 3);
        var to = label.ShipTo;
        string[] block = [to.Recipient, to.Phone, .. PostalLines.Of(to)];
        for (var size = 5.5f; size >= 2.5f; size -= 0.25f)
        {
            using var font = Font(size);
            var lines = block.SelectMany(line => Wrap(line, font)).ToList();
            var pitch = size * 1.35f;
            if (AddressTop + (lines.Count * pitch) > AddressBottom)
                continue;

            for (var index = 0; index < lines.Count; index++)
                Text(lines[index], Margin, AddressTop + ((index + 0.9f) * pitch), size);
            return;
        }

        throw new InvalidOperationException("The address does not fit on the label at a readable size.");
    }

    private void DrawFoot(LabelContent label)
    {
        Text($"Order {label.OrderNumber}", Margin, 131, 4);
        Text(string.Create(CultureInfo.InvariantCulture, $"Parcel {label.ParcelNumber}"), Width - Margin, 131, 4, align: SKTextAlign.Right);
        Text(string.Create(CultureInfo.InvariantCulture, $"Weight {label.WeightGrams / 1000m:0.00} kg"), Margin, 137, 3.5f);
        using var font = Font(3);
        var y = 142f;
        foreach (var line in Wrap($"{label.Carrier}: {label.CarrierContact}", font).Take(2))
        {
            Text(line, Margin, y, 3);
            y += 4;
        }
    }

    /// <summary>With widths as the font has them: rounded to the unit, as on a screen, each letter would be a whole number of millimetres wide.</summary>
    private SKFont Font(float size) => new(typeface, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };

    private void Rule(float y)
    {
        using var paint = new SKPaint { Color = SKColors.Black, StrokeWidth = 0.4f, IsStroke = true };
        canvas.DrawLine(Margin, y, Width - Margin, y, paint);
    }

    private void Text(string text, float x, float y, float size, SKColor? color = null, SKTextAlign align = SKTextAlign.Left)
    {
        using var font = Font(size);
        using var paint = new SKPaint { Color = color ?? SKColors.Black, IsAntialias = true };
        Characters.UnionWith(text.EnumerateRunes());
        canvas.DrawText(text, x, y, align, font, paint);
    }

    /// <summary>Breaks at spaces where there are some, between characters where there are none (Chinese, Japanese, one long word).</summary>
    private static IEnumerable<string> Wrap(string text, SKFont font)
    {
        const float room = Width - (2 * Margin);
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
