using System.Globalization;
using SkiaSharp;

namespace Orders.Functions.Documents;

/// <summary>One page of a packing list, of a label's size, so that the same printer takes it.</summary>
internal sealed class PackingListPage(LabelInk ink)
{
    private const float Top = 46;
    private const float Bottom = 142;
    private const float NameLeft = 17;
    private const float Size = 3.6f;
    private const float Pitch = 5;

    /// <summary>Draws the lines from one on, as many as there is room for.</summary>
    /// <returns>The first line that had no room; the number of lines if all had.</returns>
    public int Draw(PackingList list, int from)
    {
        ink.Canvas.Clear(SKColors.White);
        ink.Text("PACKING LIST 装箱单", LabelInk.Margin, 12, 6);
        ink.Text($"Order {list.OrderNumber}", LabelInk.Margin, 20, 4);
        ink.Text(
            string.Create(CultureInfo.InvariantCulture, $"Parcel {list.ParcelNumber} of {list.Parcels}"),
            LabelInk.Width - LabelInk.Margin,
            20,
            4,
            align: SKTextAlign.Right
        );
        ink.Text(list.Waybill ?? "", LabelInk.Margin, 26, 3.5f);
        ink.Text(
            string.Create(CultureInfo.InvariantCulture, $"{list.WeightGrams / 1000m:0.00} kg"),
            LabelInk.Width - LabelInk.Margin,
            26,
            3.5f,
            align: SKTextAlign.Right
        );
        if (list.ShipDate is { } day)
            ink.Text(string.Create(CultureInfo.InvariantCulture, $"Ship date {day:yyyy-MM-dd}"), LabelInk.Margin, 31, 3);
        ink.Rule(33);
        ink.Sender(list.Sender, 34, 41);
        ink.Rule(41);

        var y = Top;
        for (var index = from; index < list.Lines.Count; index++)
        {
            var (sku, name, quantity) = list.Lines[index];
            TextLine[] rows = [.. ink.Wrap(name, Size, LabelInk.Width - LabelInk.Margin - NameLeft), TextLine.Of(sku)];
            if (index > from && y + (rows.Length * Pitch) > Bottom)
                return index;

            ink.Text(string.Create(CultureInfo.InvariantCulture, $"{quantity} ×"), LabelInk.Margin, y, Size);
            foreach (var row in rows)
            {
                ink.Text(row.Text, NameLeft, y, Size);
                y += Pitch;
            }

            y += 1;
        }

        return list.Lines.Count;
    }
}
