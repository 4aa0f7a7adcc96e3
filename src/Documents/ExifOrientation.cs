using System.Buffers.Binary;

namespace Orders.Functions.Documents;

/// <summary>The one thing of EXIF that is kept: which way up the picture is. Everything else may tell where and by whom it was taken.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const int EntryLength = 12;

    /// <summary>1 (upright) to 8.</summary>
    /// <param name="tiff">From its byte order mark.</param>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        const int upright = 1;
        var little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || (!little && !tiff.StartsWith("MM\0*"u8)))
            return upright;
        var directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return upright;
        var entries = tiff[(int)directory..];
        var count = Short(entries, little);
        for (entries = entries[2..]; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (Short(entries, little) == Tag)
                return Short(entries[8..], little) is >= 1 and <= 8 and var found ? found : upright;
        }

        return upright;
    }

    /// <summary>A TIFF that says nothing else.</summary>
    public static byte[] Write(int orientation) =>
    [
        .. "MM\0*\0\0\0\x08"u8,
        0, 1,
        Tag >> 8, Tag & 0xFF, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0,
    ];

    private static ushort Short(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
}
