using SkiaSharp;

namespace Orders.Functions.Carriers;

/// <summary>Draws parcel labels.</summary>
public sealed class LabelPrinter : IDisposable
{
    private readonly Lazy<SKTypeface> _typeface = new(LoadTypeface);

    /// <summary>Where the label's font is: it covers Latin, Cyrillic, kana and Chinese.</summary>
    public static string FontPath { get; } = Path.Combine(AppContext.BaseDirectory, "fonts", "NotoSansSC-Regular.ttf");

    /// <summary>A PDF of one page, 100 × 150 mm.</summary>
    /// <exception cref="ArgumentException">The waybill cannot be a Code 128, or is too long for the label.</exception>
    /// <exception cref="InvalidOperationException">The font is missing, or the address does not fit at a readable size.</exception>
    public byte[] Print(LabelContent label)
    {
        using var stream = new MemoryStream();
        var metadata = SKDocumentPdfMetadata.Default;
        metadata.Title = label.Waybill;
        metadata.Creator = "Orders.Functions";
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            var canvas = document.BeginPage(LabelPage.Points(LabelPage.Width), LabelPage.Points(LabelPage.Height));
            canvas.Scale(LabelPage.Points(1));
            new LabelPage(canvas, _typeface.Value).Draw(label);
            document.EndPage();
            document.Close();
        }

        return stream.ToArray();
    }

    public void Dispose()
    {
        if (_typeface.IsValueCreated)
            _typeface.Value.Dispose();
    }

    private static SKTypeface LoadTypeface() => File.Exists(FontPath)
        ? SKTypeface.FromFile(FontPath) ?? throw new InvalidOperationException($"'{FontPath}' is not a font that can be read.")
        : throw new InvalidOperationException($"The label font '{FontPath}' is missing. Build the app again: the build puts it there.");
}
