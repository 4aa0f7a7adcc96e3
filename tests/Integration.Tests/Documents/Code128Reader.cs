using ZXing.Common;

namespace Integration.Tests.Documents;

/// <summary>Reads bars back, as a scanner that runs ZXing does.</summary>
internal static class Code128Reader
{
    private const int QuietZone = 10;

    public static string Read(IReadOnlyList<bool> modules)
    {
        var row = new BitArray(modules.Count + (2 * QuietZone));
        for (var at = 0; at < modules.Count; at++)
            row[QuietZone + at] = modules[at];
        return new ZXing.OneD.Code128Reader().decodeRow(0, row, null)?.Text ?? throw new InvalidDataException("The bars are no Code 128.");
    }
}
