using Orders.Functions.Domain.Shipping;
using SkiaSharp;

namespace Orders.Functions.Documents;

/// <summary>Draws parcel labels and packing lists.</summary>
public sealed class LabelPrinter : IDisposable
{
    private readonly LabelFonts _fonts = new();

    /// <summary>
    /// A PDF of one page of 100 × 150 mm, of several where one does not hold the address at a size that can be read; some twenty
    /// kilobytes: it embeds the glyphs of its own text only.
    /// </summary>
    /// <exception cref="ArgumentException">The waybill cannot be a Code 128, or is too long for the label.</exception>
    /// <exception cref="InvalidOperationException">The fonts are missing.</exception>
    public byte[] Print(LabelContent label)
    {
        var country = label.ShipTo.Country;
        var pages = Nowhere(ink => new LabelPage(ink).Draw(label, 0), country).Drawn;
        return Print(
            label.Waybill,
            [.. Enumerable.Range(0, pages).Select(page => (Action<LabelInk>)(ink => new LabelPage(ink).Draw(label, page)))],
            country
        );
    }

    /// <summary>A PDF of as many pages of 100 × 150 mm as the lines need.</summary>
    /// <exception cref="InvalidOperationException">The fonts are missing.</exception>
    public byte[] Print(PackingList list)
    {
        List<Action<LabelInk>> pages = [];
        for (var from = 0; from < list.Lines.Count || pages.Count == 0; )
        {
            // A dry run tells where the next page begins.
            var first = from;
            pages.Add(ink => new PackingListPage(ink).Draw(list, first));
            from = Nowhere(ink => new PackingListPage(ink).Draw(list, first), country: null).Drawn;
        }

        return Print(list.OrderNumber, pages, country: null);
    }

    /// <summary>A label that the carrier made: a PDF as it is, a picture on a page of its own shape, 100 mm wide.</summary>
    /// <exception cref="InvalidDataException">It is neither a PDF nor a picture.</exception>
    public byte[] Print(CarrierLabel label, string waybill)
    {
        ArgumentNullException.ThrowIfNull(label);
        if (CarrierLabel.IsPdf(label.Content.Span))
            return label.Content.ToArray();
        using var data = SKData.CreateCopy(label.Content.Span);
        using var picture =
            SKImage.FromEncodedData(data) ?? throw new InvalidDataException($"The label of {waybill} is neither a PDF nor a picture.");
        var page = SKRect.Create(LabelInk.Points(LabelInk.Width), LabelInk.Points(LabelInk.Width * picture.Height / picture.Width));
        return Pdf(
            waybill,
            document => document.BeginPage(page.Width, page.Height).DrawImage(picture, page, new SKSamplingOptions(SKFilterMode.Linear))
        );
    }

    public void Dispose() => _fonts.Dispose();

    private byte[] Print(string title, IReadOnlyList<Action<LabelInk>> pages, string? country)
    {
        var subsets = Subsets(pages, country);
        try
        {
            return Pdf(
                title,
                document =>
                {
                    foreach (var page in pages)
                    {
                        var canvas = document.BeginPage(LabelInk.Points(LabelInk.Width), LabelInk.Points(LabelInk.Height));
                        canvas.Scale(LabelInk.Points(1));
                        page(new LabelInk(canvas, _fonts, subsets) { Country = country });
                        document.EndPage();
                    }
                }
            );
        }
        finally
        {
            foreach (var subset in subsets.Values)
                subset.Dispose();
        }
    }

    private static byte[] Pdf(string title, Action<SKDocument> draw)
    {
        using var stream = new MemoryStream();
        var metadata = SKDocumentPdfMetadata.Default;
        metadata.Title = title;
        metadata.Creator = "Orders.Functions";
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            draw(document);
            document.Close();
        }

        return stream.ToArray();
    }

    /// <summary>Of each font that the pages need, what they need of it.</summary>
    private Dictionary<int, SKTypeface> Subsets(IReadOnlyList<Action<LabelInk>> pages, string? country)
    {
        var needed = Nowhere(
            ink =>
            {
                foreach (var page in pages)
                    page(ink);
                return 0;
            },
            country
        ).Glyphs;
        return needed.ToDictionary(pair => pair.Key, pair => _fonts[pair.Key].Subset(pair.Value));
    }

    /// <summary>Draws to nowhere with the whole fonts, which set the same lines.</summary>
    private (T Drawn, Dictionary<int, HashSet<ushort>> Glyphs) Nowhere<T>(Func<LabelInk, T> draw, string? country)
    {
        using var nowhere = new SKNoDrawCanvas((int)LabelInk.Width, (int)LabelInk.Height);
        var ink = new LabelInk(nowhere, _fonts) { Country = country };
        return (draw(ink), ink.Glyphs);
    }
}
