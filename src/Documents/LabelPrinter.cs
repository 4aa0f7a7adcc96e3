using System.Text;
using SkiaSharp;

namespace Orders.Functions.Documents;

/// <summary>Draws parcel labels.</summary>
public sealed class LabelPrinter : IDisposable
{
    private readonly Lazy<TrueTypeFont> _font = new(OpenFont);

    /// <summary>Where the label's font is: it covers Chinese, kana, Greek, Russian and the Latin of western Europe.</summary>
    public static string FontPath { get; } = Path.Combine(AppContext.BaseDirectory, "fonts", "NotoSansSC-Regular.ttf");

    /// <summary>A PDF of one page, 100 × 150 mm, some ten kilobytes: it embeds the glyphs of its own text only.</summary>
    /// <exception cref="ArgumentException">The waybill cannot be a Code 128, or is too long for the label.</exception>
    /// <exception cref="InvalidOperationException">The font is missing, or the address does not fit at a readable size.</exception>
    public byte[] Print(LabelContent label) => Print(label.Waybill, [ink => new LabelPage(ink).Draw(label)]);

    /// <summary>A PDF of as many pages of 100 × 150 mm as the lines need.</summary>
    /// <exception cref="InvalidOperationException">The font is missing.</exception>
    public byte[] Print(PackingList list)
    {
        List<Action<LabelInk>> pages = [];
        for (var from = 0; from < list.Lines.Count || pages.Count == 0;)
        {
            // A dry run tells where the next page begins.
            var first = from;
            pages.Add(ink => new PackingListPage(ink).Draw(list, first));
            from = Nowhere(ink => new PackingListPage(ink).Draw(list, first)).Drawn;
        }

        return Print(list.OrderNumber, pages);
    }

    private byte[] Print(string title, IReadOnlyList<Action<LabelInk>> pages)
    {
        using var typeface = _font.Value.Subset(CharactersOf(pages));
        using var stream = new MemoryStream();
        var metadata = SKDocumentPdfMetadata.Default;
        metadata.Title = title;
        metadata.Creator = "Orders.Functions";
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            foreach (var page in pages)
            {
                var canvas = document.BeginPage(LabelInk.Points(LabelInk.Width), LabelInk.Points(LabelInk.Height));
                canvas.Scale(LabelInk.Points(1));
                page(new LabelInk(canvas, typeface));
                document.EndPage();
            }

            document.Close();
        }

        return stream.ToArray();
    }

    public void Dispose()
    {
        if (_font.IsValueCreated)
            _font.Value.Dispose();
    }

    private HashSet<Rune> CharactersOf(IReadOnlyList<Action<LabelInk>> pages) => [.. pages.SelectMany(page => Nowhere(ink =>
    {
        page(ink);
        return 0;
    }).Characters)];

    /// <summary>Draws a page to nowhere with the whole font, which sets the same lines.</summary>
    private (T Drawn, HashSet<Rune> Characters) Nowhere<T>(Func<LabelInk, T> draw)
    {
        using var nowhere = new SKNoDrawCanvas((int)LabelInk.Width, (int)LabelInk.Height);
        var ink = new LabelInk(nowhere, _font.Value.Typeface);
        return (draw(ink), ink.Characters);
    }

    private static TrueTypeFont OpenFont() => File.Exists(FontPath)
        ? TrueTypeFont.Open(FontPath)
        : throw new InvalidOperationException($"The label font '{FontPath}' is missing. Build the app again: the build puts it there.");
}
