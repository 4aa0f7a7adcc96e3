using System.Text.Unicode;

namespace Orders.Functions.Documents;

/// <summary>Plain text: UTF-8 without control characters but tabs and line ends.</summary>
internal static class TextFile
{
    public static bool IsText(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty || !Utf8.IsValid(file))
            return false;
        foreach (var next in file)
        {
            if (next is 0x7F or < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
                return false;
        }

        return true;
    }
}
