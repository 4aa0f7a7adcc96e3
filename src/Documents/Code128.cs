namespace Orders.Functions.Documents;

/// <summary>Code 128 (ISO/IEC 15417): code sets B and C, the shorter of the two wherever digits run.</summary>
public static class Code128
{
    /// <summary>Modules that must stay white on either side of the bars.</summary>
    public const int QuietZone = 10;

    private const int CodeC = 99;
    private const int CodeB = 100;
    private const int StartB = 104;
    private const int StartC = 105;
    private const int Stop = 106;

    // Widths of bar, space, bar, space … in modules, by symbol value.
    private static readonly string[] _widths =
    [
        "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
        "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
        "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
        "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
        "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
        "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
        "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
        "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
        "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
        "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
        "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
    ];

    /// <summary>The symbol values from start to stop, checksum included.</summary>
    /// <exception cref="ArgumentException">The text is empty or has a character outside printable ASCII.</exception>
    public static IReadOnlyList<int> Symbols(string text)
    {
        if (text.Length == 0 || text.Any(character => character is < ' ' or > '~'))
            throw new ArgumentException("Code 128 (sets B and C) holds printable ASCII only.", nameof(text));

        var symbols = new List<int>();
        var inC = false;
        for (var at = 0; at < text.Length;)
        {
            var digits = DigitsFrom(text, at);
            if (inC ? digits >= 2 : WorthC(digits, at, text.Length))
            {
                // An odd run gives its first digit to set B, so that the rest is in pairs.
                if (!inC && digits % 2 == 1)
                {
                    Switch(CodeB, StartB);
                    symbols.Add(text[at++] - ' ');
                }

                Switch(CodeC, StartC);
                inC = true;
                symbols.Add(((text[at] - '0') * 10) + text[at + 1] - '0');
                at += 2;
            }
            else
            {
                Switch(CodeB, StartB);
                inC = false;
                symbols.Add(text[at++] - ' ');
            }
        }

        symbols.Add(symbols.Select((symbol, position) => symbol * Math.Max(1, position)).Sum() % 103);
        symbols.Add(Stop);
        return symbols;

        void Switch(int code, int start)
        {
            if (symbols.Count == 0)
                symbols.Add(start);
            else if (inC != (code == CodeC))
                symbols.Add(code);
        }
    }

    /// <summary>The bars: true is black, one entry a module, without quiet zones.</summary>
    /// <inheritdoc cref="Symbols"/>
    public static IReadOnlyList<bool> Modules(string text) =>
        [.. Symbols(text).SelectMany(symbol => _widths[symbol].SelectMany((width, index) => Enumerable.Repeat(index % 2 == 0, width - '0')))];

    private static int DigitsFrom(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end - at;
    }

    // A switch costs a symbol each way: four digits pay at an end of the text, six in the middle; two digits alone need no switch at all.
    private static bool WorthC(int digits, int at, int length) =>
        digits >= 6 || (digits >= 4 && (at == 0 || at + digits == length)) || (digits == 2 && length == 2);
}
