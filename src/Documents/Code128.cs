using ZXing.OneD;

namespace Orders.Functions.Documents;

/// <summary>Code 128 (ISO/IEC 15417), as ZXing encodes it: the shorter code set wherever digits run.</summary>
public static class Code128
{
    /// <summary>Modules that must stay white on either side of the bars.</summary>
    public const int QuietZone = 10;

    /// <summary>The bars: true is black, one entry a module, without quiet zones.</summary>
    /// <exception cref="ArgumentException">The text is empty or has a character outside printable ASCII.</exception>
    public static IReadOnlyList<bool> Modules(string text)
    {
        // The encoder would take control characters and function codes too, which no scanner of a carrier gives back as they were.
        if (text.Length == 0 || text.Any(character => character is < ' ' or > '~'))
            throw new ArgumentException("A waybill's bars hold printable ASCII only.", nameof(text));
        return new Code128Writer().encode(text);
    }
}
