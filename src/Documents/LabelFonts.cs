using System.Globalization;
using System.Text;

namespace Orders.Functions.Documents;

/// <summary>The fonts of labels and lists: a character is set in the first that has it. Each is opened when it is first needed.</summary>
internal sealed class LabelFonts : IDisposable
{
    // Latin, Greek, Cyrillic, Devanagari; Chinese and Japanese; Korean; then what is written from right to left, and Thai.
    private static readonly string[] _files =
    [
        "NotoSans-Regular.ttf",
        "NotoSansSC-Regular.ttf",
        "NotoSansKR-Regular.ttf",
        "NotoSansArabic-Regular.ttf",
        "NotoSansHebrew-Regular.ttf",
        "NotoSansThai-Regular.ttf",
    ];

    private readonly Lazy<LabelFont>[] _fonts =
    [
        .. _files.Select(file => new Lazy<LabelFont>(() => LabelFont.Open(Path.Combine(Folder, file)))),
    ];

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "fonts");

    /// <exception cref="InvalidOperationException">The font is missing.</exception>
    public LabelFont this[int number] => _fonts[number].Value;

    /// <summary>Sets a line.</summary>
    /// <param name="size">Of an em, in millimetres.</param>
    public ShapedLine Shape(string text, float size)
    {
        List<ShapedRun> runs = [];
        var width = 0f;
        foreach (var (font, part) in TextScripts.Visual(Runs(text)))
        {
            var shaped = this[font].Shape(part, size);
            runs.Add(new ShapedRun(font, part, width, shaped));
            width += shaped.Width;
        }

        return new ShapedLine(size, width, runs);
    }

    public void Dispose()
    {
        foreach (var font in _fonts.Where(font => font.IsValueCreated))
            font.Value.Dispose();
    }

    /// <summary>
    /// The text in pieces of one font and script, as they can be shaped. Spaces, digits and punctuation stay with what they follow, so
    /// that a Chinese line keeps Chinese quotation marks.
    /// </summary>
    private List<(int Font, string Text)> Runs(string text)
    {
        List<(int Font, string Text)> runs = [];
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var current = runs.Count > 0 ? runs[^1].Font : 0;
            var font = runs.Count > 0 && !char.IsLetter(element, 0) && Has(current, element) ? current : Choose(element, current);
            if (runs.Count > 0 && font == current && TextScripts.GoTogether(runs[^1].Text, element))
                runs[^1] = (font, runs[^1].Text + element);
            else
                runs.Add((font, element));
        }

        return runs;
    }

    /// <summary>The first font that has all of the element; what none has is an empty box in the current one.</summary>
    private int Choose(string element, int current)
    {
        for (var font = 0; font < _fonts.Length; font++)
        {
            if (Has(font, element))
                return font;
        }

        return current;
    }

    private bool Has(int font, string element)
    {
        foreach (var character in element.EnumerateRunes())
        {
            // Joiners and variation selectors are drawn by no font.
            var drawn =
                Rune.GetUnicodeCategory(character) is not UnicodeCategory.Format && character.Value is not (>= 0xFE00 and <= 0xFE0F);
            if (drawn && !this[font].Has(character.Value))
                return false;
        }

        return true;
    }
}
