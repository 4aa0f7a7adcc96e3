using System.Globalization;
using System.Text;

namespace Orders.Functions.Documents;

/// <summary>The fonts of labels and lists: a character is set in the first that has it. Each is opened when it is first needed.</summary>
internal sealed class LabelFonts : IDisposable
{
    // Latin, Greek and Cyrillic; the Han characters of each region, of which the first are the fullest; then a font a script.
    private static readonly string[] _names =
    [
        "NotoSans",
        "NotoSansSC",
        "NotoSansTC",
        "NotoSansHK",
        "NotoSansJP",
        "NotoSansKR",
        "NotoSansArabic",
        "NotoSansHebrew",
        "NotoSansThai",
        "NotoSansDevanagari",
        "NotoSansBengali",
        "NotoSansTamil",
        "NotoSansTelugu",
        "NotoSansKannada",
        "NotoSansMalayalam",
        "NotoSansGujarati",
        "NotoSansGurmukhi",
        "NotoSansOriya",
        "NotoSansSinhala",
        "NotoSansLao",
        "NotoSansKhmer",
        "NotoSansMyanmar",
        "NotoSansGeorgian",
        "NotoSansArmenian",
        "NotoSansEthiopic",
        "NotoSansThaana",
    ];

    private readonly Lazy<LabelFont>[] _fonts =
    [
        .. _names.Select(name => new Lazy<LabelFont>(() => LabelFont.Open(Path.Combine(Folder, $"{name}-Regular.ttf")))),
    ];

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "fonts");

    /// <exception cref="InvalidOperationException">The font is missing.</exception>
    public LabelFont this[int number] => _fonts[number].Value;

    /// <summary>
    /// Sets a line. What no font has is set as an empty box: <see cref="PrintableText"/> tells before it comes to that.
    /// </summary>
    /// <param name="size">Of an em, in millimetres.</param>
    /// <param name="country">Whose forms of Han characters are drawn, ISO 3166-1 alpha-2; null: those of China.</param>
    public ShapedLine Shape(TextLine line, float size, string? country = null)
    {
        var pieces = Pieces(line, country);
        TextDirections.Reorder(pieces, piece => piece.Level);
        List<ShapedRun> runs = [];
        var width = 0f;
        foreach (var (font, level, text) in pieces)
        {
            var shaped = this[font].Shape(text, size, level);
            runs.Add(new ShapedRun(font, text, width, shaped));
            width += shaped.Width;
        }

        return new ShapedLine(size, width, runs);
    }

    /// <summary>True if some font has all that is drawn of it.</summary>
    public bool HasAll(string element) => Enumerable.Range(0, _fonts.Length).Any(font => Has(font, element));

    public void Dispose()
    {
        foreach (var font in _fonts.Where(font => font.IsValueCreated))
            font.Value.Dispose();
    }

    /// <summary>
    /// The line in pieces of one font, script and direction, as they can be shaped, in the order of reading. Spaces, digits and
    /// punctuation stay with what they follow, so that a Chinese line keeps Chinese quotation marks.
    /// </summary>
    private List<(int Font, byte Level, string Text)> Pieces(TextLine line, string? country)
    {
        var order = Order(country);
        List<(int Font, byte Level, string Text)> pieces = [];
        var elements = StringInfo.GetTextElementEnumerator(line.Text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var level = line.Levels.Span[elements.ElementIndex];
            var current = pieces.Count > 0 ? pieces[^1].Font : 0;
            var stays = pieces.Count > 0 && !char.IsLetter(element, 0) && Has(current, element);
            var font = stays ? current : Choose(element, order, current);
            if (pieces.Count > 0 && font == current && level == pieces[^1].Level && TextScripts.GoTogether(pieces[^1].Text, element))
                pieces[^1] = (font, level, pieces[^1].Text + element);
            else
                pieces.Add((font, level, element));
        }

        return pieces;
    }

    /// <summary>The fonts' numbers, with the Han characters of the country's region before those of the others.</summary>
    private static int[] Order(string? country)
    {
        var first = Array.IndexOf(
            _names,
            country switch
            {
                "TW" => "NotoSansTC",
                "HK" or "MO" => "NotoSansHK",
                "JP" => "NotoSansJP",
                "KR" => "NotoSansKR",
                _ => "NotoSansSC",
            }
        );
        return [0, first, .. Enumerable.Range(1, _names.Length - 1).Where(font => font != first)];
    }

    /// <summary>The first font that has all of the element; what none has is an empty box in the current one.</summary>
    private int Choose(string element, int[] order, int current)
    {
        var found = Array.FindIndex(order, font => Has(font, element));
        return found < 0 ? current : order[found];
    }

    private bool Has(int font, string element)
    {
        foreach (var character in element.EnumerateRunes())
        {
            if (PrintableText.IsDrawn(character) && !this[font].Has(character.Value))
                return false;
        }

        return true;
    }
}
