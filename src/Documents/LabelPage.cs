using System.Globalization;
using Orders.Functions.Domain.Ordering;
using SkiaSharp;

namespace Orders.Functions.Documents;

/// <summary>One page of a label: all of it, or, where the address needs several, all but some of its lines.</summary>
internal sealed class LabelPage(LabelInk ink)
{
    private const float Width = LabelInk.Width;
    private const float Margin = LabelInk.Margin;
    private const float BarHeight = 26;

    // The widest module that hand scanners like, and the narrowest that a 203 dpi label printer draws cleanly (two dots).
    private const float WidestModule = 0.5f;
    private const float NarrowestModule = 0.25f;

    private const float AddressTop = 62;
    private const float AddressBottom = 107;

    /// <param name="page">Counts from 0.</param>
    /// <returns>How many pages the label has.</returns>
    public int Draw(LabelContent label, int page)
    {
        ink.Canvas.Clear(SKColors.White);
        DrawHead(label);
        DrawBars(label.Waybill);
        ink.Rule(56);
        var pages = DrawAddress(label, page);
        ink.Rule(108);
        ink.Sender(label.Sender, 109, 126);
        ink.Rule(127);
        DrawFoot(label);
        return pages;
    }

    private void DrawHead(LabelContent label)
    {
        ink.Text(label.Carrier, Margin, 12, 6);
        var shippingClass = label.Class.ToString().ToUpperInvariant();
        using var box = new SKPaint { Color = SKColors.Black };
        ink.Canvas.DrawRect(SKRect.Create(Width - Margin - 36, 4.5f, 36, 11), box);
        ink.Text(shippingClass, Width - Margin - 18, 12, 5.5f, SKColors.White, SKTextAlign.Center);
        ink.Rule(18);
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
            ink.Canvas.DrawRect(SKRect.Create(left + (start * module), 21, (end - start) * module, BarHeight), black);
            start = end;
        }

        ink.Text(waybill, Width / 2, 53, 5, align: SKTextAlign.Center);
    }

    private int DrawAddress(LabelContent label, int page)
    {
        ink.Text("TO 收件人", Margin, 60.5f, 3);
        var to = label.ShipTo;
        var block = AddressBlock.Fit(ink, [to.Recipient, to.Phone, .. PostalLines.Of(to)], AddressBottom - AddressTop);
        if (block.Pages.Count > 1)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"Address 地址 {page + 1} / {block.Pages.Count}");
            ink.Text(place, Width - Margin, 60.5f, 3, align: SKTextAlign.Right);
        }

        var lines = block.Pages[page];
        for (var index = 0; index < lines.Count; index++)
            ink.Paragraph(lines[index], AddressTop + ((index + 0.9f) * block.Pitch), block.Size);
        return block.Pages.Count;
    }

    private void DrawFoot(LabelContent label)
    {
        ink.Text($"Order {label.OrderNumber}", Margin, 132.5f, 4);
        DrawRight($"Parcel {label.ParcelNumber} of {label.Parcels}", 132.5f, 4);
        ink.Text(string.Create(CultureInfo.InvariantCulture, $"Weight {label.WeightGrams / 1000m:0.00} kg"), Margin, 138, 3.5f);
        DrawRight($"Ship date {label.ShipDate:yyyy-MM-dd}", 138, 3.5f);
        var y = 143f;
        foreach (var line in ink.Wrap($"{label.Carrier}: {label.CarrierContact}", 3).Take(2))
        {
            ink.Paragraph(line, y, 3);
            y += 4;
        }
    }

    private void DrawRight(FormattableString text, float y, float size) =>
        ink.Text(FormattableString.Invariant(text), Width - Margin, y, size, align: SKTextAlign.Right);
}
