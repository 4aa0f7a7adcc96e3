using System.Globalization;
using System.Text;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Documents;

/// <summary>Whether a text can be printed on a label: every character of it is in some font.</summary>
public sealed class PrintableText
{
    // One for the process: fonts are opened once, and stay open as long as it runs.
    private static readonly LabelFonts _shared = new();

    private readonly LabelFonts _fonts = _shared;

    /// <summary>What no font has, each character once; none: the text can be printed.</summary>
    public IReadOnlyList<string> Missing(string? text)
    {
        List<string> missing = [];
        var elements = StringInfo.GetTextElementEnumerator(text ?? "");
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (!_fonts.HasAll(element) && !missing.Contains(element, StringComparer.Ordinal))
                missing.Add(element);
        }

        return missing;
    }

    /// <summary>Names each field of an address, below <c>shipTo</c>, that cannot be printed.</summary>
    public void Check(Address address, FieldErrors errors)
    {
        foreach (
            var (field, text) in (IEnumerable<(string, string?)>)
                [
                    ("recipient", address.Recipient),
                    ("region", address.Region),
                    ("city", address.City),
                    ("line1", address.Line1),
                    ("line2", address.Line2),
                    ("postalCode", address.PostalCode),
                ]
        )
        {
            if (Missing(text) is { Count: > 0 } missing)
                errors.Add($"shipTo.{field}", $"Cannot be printed on a label: {string.Join(' ', missing.Take(5))}");
        }
    }

    /// <summary>False for what no font has to have: joiners, variation selectors, line ends.</summary>
    internal static bool IsDrawn(Rune character) =>
        Rune.GetUnicodeCategory(character)
            is not (
                UnicodeCategory.Format
                or UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            )
        && character.Value is not ((>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF));
}
