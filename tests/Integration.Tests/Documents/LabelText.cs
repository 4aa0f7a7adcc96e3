using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Integration.Tests.Documents;

/// <summary>
/// The text of a document as a reader of the PDF copies it: where glyphs do not tell what was written, the text that was put beside them
/// does.
/// </summary>
internal static class LabelText
{
    /// <summary>Without spaces.</summary>
    public static string Of(byte[] document)
    {
        using var pdf = PdfDocument.Open(document);
        return string.Concat(pdf.GetPages().Select(Of));
    }

    private static string Of(Page page)
    {
        var written = new Dictionary<Letter, MarkedContentElement>(ReferenceEqualityComparer.Instance);
        void Add(MarkedContentElement element)
        {
            foreach (var letter in element.Letters.Where(_ => element.ActualText is not null))
                written[letter] = element;
            foreach (var child in element.Children)
                Add(child);
        }

        foreach (var element in page.GetMarkedContents())
            Add(element);
        var said = new HashSet<MarkedContentElement>(ReferenceEqualityComparer.Instance);
        return string.Concat(
            page.Letters.Select(letter =>
                written.TryGetValue(letter, out var element)
                    ? said.Add(element)
                        ? element.ActualText!.Trim()
                        : ""
                    : letter.Value.Trim()
            )
        );
    }
}
