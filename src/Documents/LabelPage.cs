using System.Globalization;
using Orders.Functions.Domain.Ordering;
using SkiaSharp;

namespace Orders.Functions.Documents;

/// <summary>One label.</summary>
internal sealed class LabelPage(LabelInk ink)
{
    private const float Width = LabelInk.Width;
    private const float Margin = LabelInk.Margin;
    private const float BarHeight = 26;

    // The widest module that hand scanners like, and the narrowest that a 203 dpi label printer draws cleanly (two dots).
    private const float WidestModule = 0.5f;
    private const float NarrowestModule = 0.25f;

    private const float AddressTop = 63;
    private const float AddressBottom = 122;

    public void Draw(LabelContent label)
    {
        ink.Canvas.Clear(SKColors.White);
        DrawHead(label);
        DrawBars(label.Waybill);
        ink.Rule(56);
        DrawAddress(label);
        ink.Rule(125);
        DrawFoot(label);
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

    private void DrawAddress(LabelContent label)
    {
        ink.Text("TO 收件人", Margin, 61, 3);
        var to = label.ShipTo;
        string[] block = [to.Recipient, to.Phone, .. PostalLines.Of(to)];
        for (var size = 5.5f; size >= 2.5f; size -= 0.25f)
        {
            var em = size;
            var lines = block.SelectMany(line => ink.Wrap(line, em)).ToList();
            var pitch = size * 1.35f;
            if (AddressTop + (lines.Count * pitch) > AddressBottom)
                continue;

            for (var index = 0; index < lines.Count; index++)
                ink.Text(lines[index], Margin, AddressTop + ((index + 0.9f) * pitch), size);
            return;
        }

        throw new InvalidOperationException("The address does not fit on the label at a readable size.");
    }

    private void DrawFoot(LabelContent label)
    {
        ink.Text($"Order {label.OrderNumber}", Margin, 131, 4);
        ink.Text(
            string.Create(CultureInfo.InvariantCulture, $"Parcel {label.ParcelNumber}"),
            Width - Margin,
            131,
            4,
            align: SKTextAlign.Right
        );
        ink.Text(string.Create(CultureInfo.InvariantCulture, $"Weight {label.WeightGrams / 1000m:0.00} kg"), Margin, 137, 3.5f);
        var y = 142f;
        foreach (var line in ink.Wrap($"{label.Carrier}: {label.CarrierContact}", 3).Take(2))
        {
            ink.Text(line, Margin, y, 3);
            y += 4;
        }
    }
}
