using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using SkiaSharp;

namespace Orders.Testing;

/// <summary>Pictures as cameras write them, with what they should not tell: a place, a comment.</summary>
internal static class Pictures
{
    /// <summary>Stands in all that a file may not keep.</summary>
    public const string Secret = "GPS 22.5431 N 114.0579 E";

    private static readonly byte[] _secret = Encoding.ASCII.GetBytes(Secret);

    // HEVC's parameter sets: video, sequence, picture.
    private static readonly byte[] _hevcVideo = Convert.FromHexString("40010c01ffff01600000030090000003000003001e959809");
    private static readonly byte[] _hevcSequence = Convert.FromHexString(
        "420101016000000300900000030000030" + "01ea02083165959ae4caf016e04040208000003000800000300c840"
    );
    private static readonly byte[] _hevcPicture = Convert.FromHexString("4401c173d089");
    private static readonly byte[] _hevcFrame = Convert.FromHexString("2801af1d80f00ee04fff73bf475898fe1d3d38bb4a78");

    private static readonly byte[] _hevcSetup =
    [
        1,
        0x01,
        0x60,
        0,
        0,
        0,
        0x90,
        0,
        0,
        0,
        0,
        0,
        0x1E,
        0xF0,
        0,
        0xFC,
        0xFD,
        0xF8,
        0xF8,
        0,
        0,
        0x0F,
        3,
        .. HevcArray(_hevcVideo),
        .. HevcArray(_hevcSequence),
        .. HevcArray(_hevcPicture),
    ];

    public static byte[] Jpeg(int width = 64, int height = 48)
    {
        // Start, JFIF, then what a camera adds: EXIF with orientation 6 and a place, XMP, a comment.
        var plain = Encoded(SKEncodedImageFormat.Jpeg, width, height);
        return
        [
            .. plain[..20],
            .. Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(6)]),
            .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. _secret]),
            .. Segment(0xFE, _secret),
            .. plain[20..],
        ];
    }

    public static byte[] Png(int width = 64, int height = 48)
    {
        var plain = Encoded(SKEncodedImageFormat.Png, width, height);
        return [.. plain[..33], .. PngChunk("eXIf", Exif(1)), .. PngChunk("tEXt", [.. "Comment\0"u8, .. _secret]), .. plain[33..]];
    }

    /// <summary>A few hundred bytes that claim to be this large.</summary>
    public static byte[] PngBomb(int width, int height)
    {
        var png = Encoded(SKEncodedImageFormat.Png, 8, 8);
        byte[] header = [.. png[16..29]];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return [.. png[..8], .. PngChunk("IHDR", header), .. png[33..]];
    }

    public static byte[] Webp(int width = 64, int height = 48)
    {
        var plain = Encoded(SKEncodedImageFormat.Webp, width, height);
        byte[] header =
        [
            0x08 | 0x04,
            0,
            0,
            0,
            (byte)(width - 1),
            (byte)((width - 1) >> 8),
            0,
            (byte)(height - 1),
            (byte)((height - 1) >> 8),
            0,
        ];
        return Riff([.. RiffChunk("VP8X", header), .. plain[12..], .. RiffChunk("EXIF", Exif(6)), .. RiffChunk("XMP ", _secret)]);
    }

    /// <summary>
    /// One picture item and one EXIF item, both in <c>mdat</c>. The picture is one frame of HEVC of 64 × 48 pixels, as x265 makes it of
    /// SteelBlue; a HEIC that says it is larger lies.
    /// </summary>
    public static byte[] Heic(int width = 64, int height = 48) => Heic(width, height, _hevcSetup);

    /// <summary>A HEIC that says it is small, with a decoder set up for pictures of this size.</summary>
    public static byte[] HeicCodedAs(int width, int height) =>
        Heic(64, 48, [.. _hevcSetup[..22], 1, .. HevcArray(HevcSequence(width, height))]);

    /// <summary>The head of HEVC's sequence parameters, up to the size of its pictures.</summary>
    public static byte[] HevcSequence(int width, int height)
    {
        static string Golomb(int value) => Convert.ToString(value + 1, 2) is var digits ? new string('0', digits.Length - 1) + digits : "";
        var bits = $"{Golomb(0)}{Golomb(1)}{Golomb(width)}{Golomb(height)}1";
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return
        [
            .. Convert.FromHexString("42010101600000030090000003000003001e"),
            .. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2)),
        ];
    }

    private static byte[] Heic(int width, int height, byte[] setup)
    {
        byte[] exif = [0, 0, 0, 0, .. Exif(1)];
        byte[] picture = [.. Big(_hevcFrame.Length), .. _hevcFrame];
        byte[] kinds = [.. Box("ftyp", [.. "heic"u8, 0, 0, 0, 0, .. "mif1heic"u8])];
        byte[] Meta(int at) =>
            Box(
                "meta",
                [
                    0,
                    0,
                    0,
                    0,
                    .. Box("hdlr", [.. new byte[8], .. "pict"u8, .. new byte[13]]),
                    .. Box("pitm", [0, 0, 0, 0, 0, 1]),
                    .. Box(
                        "iloc",
                        [0, 0, 0, 0, 0x44, 0, 0, 2, .. Item(1, at, picture.Length), .. Item(2, at + picture.Length, exif.Length)]
                    ),
                    .. Box(
                        "iinf",
                        [
                            0,
                            0,
                            0,
                            0,
                            0,
                            2,
                            .. Box("infe", [2, 0, 0, 0, 0, 1, 0, 0, .. "hvc1"u8, 0]),
                            .. Box("infe", [2, 0, 0, 0, 0, 2, 0, 0, .. "Exif"u8, 0]),
                        ]
                    ),
                    .. Box("iref", [0, 0, 0, 0, .. Box("cdsc", [0, 2, 0, 1, 0, 1])]),
                    .. Box(
                        "iprp",
                        [
                            .. Box("ipco", [.. Box("ispe", [0, 0, 0, 0, .. Big(width), .. Big(height)]), .. Box("hvcC", setup)]),
                            .. Box("ipma", [0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 1, 0x82]),
                        ]
                    ),
                ]
            );
        return [.. kinds, .. Meta(kinds.Length + Meta(0).Length + 8), .. Box("mdat", [.. picture, .. exif])];
    }

    /// <summary>A PNG that moves: the chunk that says so, before the first picture.</summary>
    public static byte[] AnimatedPng()
    {
        var plain = Png();
        return [.. plain[..33], .. PngChunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]), .. plain[33..]];
    }

    /// <summary>A WebP that moves.</summary>
    public static byte[] AnimatedWebp() =>
        Riff([
            .. RiffChunk("VP8X", [0x02, 0, 0, 0, 63, 0, 0, 47, 0, 0]),
            .. RiffChunk("ANIM", new byte[6]),
            .. RiffChunk("ANMF", new byte[16]),
        ]);

    public static byte[] Pdf(string extra = "") =>
        Encoding.Latin1.GetBytes(
            $"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {extra} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 "
                + ">>\nendobj\nxref\n0 1\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
        );

    /// <summary>A ZIP with one file in it.</summary>
    public static byte[] Zip()
    {
        using var memory = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(memory, System.IO.Compression.ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(zip.CreateEntry("a.js").Open());
            writer.Write("alert(1)");
        }

        return memory.ToArray();
    }

    /// <summary>A TIFF with an orientation, a pointer to places, and the secret.</summary>
    public static byte[] Exif(int orientation) =>
        [
            .. "II*\0"u8,
            8,
            0,
            0,
            0,
            2,
            0,
            0x12,
            0x01,
            3,
            0,
            1,
            0,
            0,
            0,
            (byte)orientation,
            0,
            0,
            0,
            0x25,
            0x88,
            4,
            0,
            1,
            0,
            0,
            0,
            38,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            .. _secret,
        ];

    public static byte[] Segment(byte marker, byte[] body) =>
        [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    public static byte[] Box(string type, byte[] body) => [.. Big(body.Length + 8), .. Encoding.Latin1.GetBytes(type), .. body];

    private static byte[] HevcArray(byte[] unit) => [(byte)(0x80 | (unit[0] >> 1)), 0, 1, 0, (byte)unit.Length, .. unit];

    private static byte[] Item(byte id, int offset, int length) => [0, id, 0, 0, 0, 1, .. Big(offset), .. Big(length)];

    private static byte[] PngChunk(string type, byte[] body)
    {
        byte[] named = [.. Encoding.Latin1.GetBytes(type), .. body];
        return [.. Big(body.Length), .. named, .. Big((int)Crc32.HashToUInt32(named))];
    }

    private static byte[] Riff(byte[] chunks) => [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length + 4), .. "WEBP"u8, .. chunks];

    private static byte[] RiffChunk(string type, byte[] body) =>
        [.. Encoding.Latin1.GetBytes(type), .. BitConverter.GetBytes(body.Length), .. body, .. new byte[body.Length % 2]];

    private static byte[] Big(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Encoded(SKEncodedImageFormat format, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.SteelBlue);
        return bitmap.Encode(format, 80).ToArray();
    }
}
