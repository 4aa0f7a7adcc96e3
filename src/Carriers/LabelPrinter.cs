using System.Text;
using SkiaSharp;

namespace Orders.Functions.Carriers;

/// <summary>Draws parcel labels.</summary>
public sealed class LabelPrinter : IDisposable
{
    private readonly Lazy<TrueTypeFont> _font = new(OpenFont);

    /// <summary>Where the label's font is: it covers Chinese, kana, Greek, Russian and the Latin of western Europe.</summary>
    public static string FontPath { get; } = Path.Combine(AppContext.BaseDirectory, "fonts", "NotoSansSC-Regular.ttf");

    /// <summary>A PDF of one page, 100 × 150 mm, some ten kilobytes: it embeds the glyphs of its own text only.</summary>
    /// <exception cref="ArgumentException">The waybill cannot be a Code 128, or is too long for the label.</exception>
    /// <exception cref="InvalidOperationException">The font is missing, or the address does not fit at a readable size.</exception>
    public byte[] Print(LabelContent label)
    {
        using var typeface = _font.Value.Subset(CharactersOf(label));
        using var stream = new MemoryStream();
        var metadata = SKDocumentPdfMetadata.Default;
        metadata.Title = label.Waybill;
        metadata.Creator = "Orders.Functions";
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            var canvas = document.BeginPage(LabelPage.Points(LabelPage.Width), LabelPage.Points(LabelPage.Height));
            canvas.Scale(LabelPage.Points(1));
            new LabelPage(canvas, typeface).Draw(label);
            document.EndPage();
            document.Close();
        }

        return stream.ToArray();
    }

    public void Dispose()
    {
        if (_font.IsValueCreated)
            _font.Value.Dispose();
    }

    /// <summary>What the page writes, by drawing it to nowhere with the whole font, which sets the same lines.</summary>
    private HashSet<Rune> CharactersOf(LabelContent label)
    {
        using var nowhere = new SKNoDrawCanvas((int)LabelPage.Width, (int)LabelPage.Height);
        var draft = new LabelPage(nowhere, _font.Value.Typeface);
        draft.Draw(label);
        return draft.Characters;
    }

    private static TrueTypeFont OpenFont() => File.Exists(FontPath)
        ? TrueTypeFont.Open(FontPath)
        : throw new InvalidOperationException($"The label font '{FontPath}' is missing. Build the app again: the build puts it there.");
}
