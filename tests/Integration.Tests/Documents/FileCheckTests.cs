using System.Text;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using SkiaSharp;

namespace Integration.Tests.Documents;

/// <summary>
/// What is taken is taken by content, kept without what it should not tell, and can still be seen; everything else is refused unread.
/// </summary>
public sealed class FileCheckTests
{
    public static TheoryData<FileKind, byte[]> Photos =>
        new()
        {
            { FileKind.Jpeg, Pictures.Jpeg() },
            { FileKind.Png, Pictures.Png() },
            { FileKind.Webp, Pictures.Webp() },
            { FileKind.Heic, Pictures.Heic() },
        };

    [Theory]
    [MemberData(nameof(Photos))]
    public void Photo_is_kept_without_its_place(FileKind kind, byte[] photo)
    {
        Assert.True(Holds(photo, Pictures.Secret));

        var (file, refusal) = FileCheck.Clean(photo, FileKinds.Photos);

        Assert.Null(refusal);
        Assert.Equal(kind == FileKind.Png ? FileKind.Png : FileKind.Jpeg, file!.Kind);
        Assert.False(Holds(file.Content.Span, Pictures.Secret));
        Assert.True(file.Content.Span.IndexOf("Exif"u8) < 0);
        Assert.Null(FileCheck.Clean(file.Content.Span, FileKinds.Photos).Refusal);
    }

    [Theory]
    [MemberData(nameof(Photos))]
    public void What_was_sent_is_handed_on_as_it_came(FileKind kind, byte[] photo)
    {
        var original = FileCheck.Clean(photo, FileKinds.Photos).File!.Original!;

        Assert.Equal(kind, original.Kind);
        Assert.Equal(photo, original.Content.ToArray());
    }

    [Fact]
    public void Kept_pictures_can_be_seen_and_stand_the_right_way_up()
    {
        // Two of them were taken with the telephone held upright.
        foreach (
            var (photo, width, height) in new[]
            {
                (Pictures.Jpeg(), 48, 64),
                (Pictures.Png(), 64, 48),
                (Pictures.Webp(), 48, 64),
                (Pictures.Heic(), 64, 48),
            }
        )
        {
            var file = FileCheck.Clean(photo, FileKinds.Photos).File!;
            using var data = SKData.CreateCopy(file.Content.Span);
            using var codec = SKCodec.Create(data);
            Assert.Equal(
                (width, height, width, height, SKEncodedOrigin.TopLeft),
                (file.Width, file.Height, codec.Info.Width, codec.Info.Height, codec.EncodedOrigin)
            );
            using var bitmap = SKBitmap.Decode(data);
            Assert.InRange(bitmap.GetPixel(10, 10).Blue, SKColors.SteelBlue.Blue - 8, SKColors.SteelBlue.Blue + 8);
        }
    }

    [Fact]
    public void Picture_at_the_limit_is_taken_and_shown_smaller()
    {
        foreach (var photo in (byte[][])[Pictures.Png(8192, 6144), Pictures.Jpeg(8192, 6144)])
        {
            var file = FileCheck.Clean(photo, FileKinds.Photos).File!;

            Assert.Equal(PictureFile.LargestShown, Math.Max(file.Width!.Value, file.Height!.Value));
            Assert.Equal(PictureFile.LargestShown * 3 / 4, Math.Min(file.Width.Value, file.Height.Value));
        }
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<?xml version='1.0'?><image><read filename='/etc/passwd'/><write filename='/tmp/out.jpg'/></image>")]
    [InlineData("push graphic-context\nviewbox 0 0 640 480\nimage over 0,0 0,0 'https://example.com/x.jpg'\npop graphic-context\n")]
    [InlineData("%!PS\n(/etc/passwd) run")]
    public void Drawing_that_a_picture_library_would_run_is_no_photo(string script)
    {
        Assert.Equal(FileRefusal.UnsupportedType, Refusal(Encoding.UTF8.GetBytes(script)));

        // And in a picture's clothes it is not run either.
        Assert.Equal(FileRefusal.Broken, Refusal([.. Pictures.Png()[..8], .. Encoding.UTF8.GetBytes(script)]));
    }

    [Fact]
    public void Picture_that_moves_is_refused()
    {
        Assert.Equal(FileRefusal.Animated, Refusal(Pictures.AnimatedPng()));
        Assert.Equal(FileRefusal.Animated, Refusal(Pictures.AnimatedWebp()));
        Assert.Equal(FileRefusal.Animated, Refusal([.. Pictures.Heic(), .. Pictures.Box("moov", [])]));
        Assert.Equal(FileRefusal.UnsupportedType, Refusal([.. "GIF89a"u8, .. new byte[100]]));
    }

    [Theory]
    [MemberData(nameof(Photos))]
    public void Something_behind_a_picture_is_refused(FileKind kind, byte[] photo)
    {
        _ = kind;
        Assert.Equal(FileRefusal.TrailingData, Refusal([.. photo, .. Pictures.Box("zip ", Pictures.Zip())]));
        Assert.NotNull(Refusal([.. photo, .. Pictures.Zip()]));
        Assert.NotNull(Refusal([.. photo, .. "<script>alert(1)</script>"u8]));
    }

    [Theory]
    [MemberData(nameof(Photos))]
    public void Picture_cut_off_anywhere_is_refused(FileKind kind, byte[] photo)
    {
        // Of a JPEG the end mark may be missing, and with it bits that fill up its last byte.
        var mark = kind == FileKind.Jpeg ? 3 : 0;
        Assert.Empty(Enumerable.Range(1, photo.Length - 1 - mark).Where(length => Refusal(photo[..length]) is null));
    }

    [Fact]
    public void Damaged_file_is_refused_or_kept_and_never_breaks_the_check()
    {
        byte[][] whole =
        [
            Pictures.Jpeg(),
            Pictures.Png(),
            Pictures.Webp(),
            Pictures.Heic(),
            Pictures.Pdf("/Type /ObjStm /Filter /FlateDecode"),
        ];
        var random = new Random(7);
        for (var round = 0; round < 8_000; round++)
        {
            List<byte> file = [.. whole[round % whole.Length]];
            for (var damages = random.Next(1, 6); damages > 0; damages--)
                Damage(file, random);

            var (kept, refusal) = FileCheck.Clean([.. file], FileKinds.Attachments);
            Assert.True((kept is null) != (refusal is null));
        }
    }

    [Fact]
    public void File_made_to_be_slow_is_checked_in_no_time()
    {
        static byte[] Many(ReadOnlySpan<byte> text) =>
            [.. Enumerable.Repeat(text.ToArray(), 9_000_000 / text.Length).SelectMany(part => part)];
        byte[][] slow =
        [
            [.. "%PDF-1.7\n"u8, .. Many("stream"u8), .. "startxref %%EOF"u8],
            [.. "%PDF-1.7\n"u8, .. Many("/"u8), .. "startxref %%EOF"u8],
            [
                .. "%PDF-1.7\n"u8,
                .. Many("obj/ObjStm/FlateDecode///////////////////////////////////////// stream\n"u8),
                .. "startxref %%EOF"u8,
            ],
            [0xFF, 0xD8, .. Many([0xFF])],
            [.. Pictures.Jpeg()[..^2], .. Many([0xFF, 0]), 0xFF, 0xD9],
        ];

        foreach (var file in slow)
        {
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            FileCheck.Clean(file, FileKinds.Attachments);
            Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public void Script_in_the_length_of_a_header_is_refused()
    {
        // The old trick: the length of the first segment reads "/*", and the script waits behind the comment.
        var jpeg = Pictures.Jpeg();
        byte[] trick = [0xFF, 0xD8, .. Pictures.Segment(0xE0, [.. "JFIF\0"u8, .. new byte[0x2F2A - 7]]), .. jpeg[20..]];

        Assert.Equal(FileRefusal.Broken, Refusal(trick));
    }

    [Theory]
    [InlineData(16_385, 10)]
    [InlineData(10, 16_385)]
    [InlineData(9_000, 9_000)]
    [InlineData(30_000, 30_000)]
    [InlineData(-1, 10)]
    public void Picture_too_large_to_open_is_refused_unopened(int width, int height)
    {
        Assert.NotNull(Refusal(Pictures.PngBomb(width, height)));
        Assert.NotNull(Refusal(Pictures.Heic(width, height)));
    }

    /// <summary>A HEIC that says it is small: its coded picture is not, or there are thousands of it.</summary>
    [Fact]
    public void Heic_whose_coded_pictures_are_too_large_is_refused()
    {
        var heic = Pictures.Heic();
        Assert.Equal((64, 48), HevcSequence.SizeOf(Pictures.HevcSequence(64, 48)));
        Assert.Null(Refusal(heic));

        Assert.Equal(FileRefusal.TooManyPixels, Refusal(Pictures.HeicCodedAs(16_000, 16_000)));
        Assert.Equal(FileRefusal.TooManyPixels, Refusal(Pictures.HeicCodedAs(30_000, 8)));
        Assert.Equal(FileRefusal.TooManyPixels, Refusal([.. heic, .. Pictures.Box("meta", [0, 0, 0, 0, .. Tiles(200_000)])]));

        static byte[] Tiles(int count) =>
            Pictures.Box(
                "iinf",
                [
                    1,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    .. Enumerable.Repeat(Pictures.Box("infe", [2, 0, 0, 0, 0, 1, 0, 0, .. "hvc1"u8, 0]), count).SelectMany(box => box),
                ]
            );
    }

    [Fact]
    public void Decompression_bomb_is_refused_before_a_pixel_is_decoded()
    {
        var jpeg = Pictures.Jpeg();
        var size = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) + 5;
        jpeg[size] = jpeg[size + 2] = 0x75; // about 30,000
        foreach (
            var bomb in (byte[][])
                [
                    Pictures.PngBomb(30_000, 30_000),
                    Pictures.PngBomb(9_000, 9_000),
                    Pictures.Heic(9_000, 9_000),
                    Pictures.Heic(30_000, 30_000),
                    jpeg,
                ]
        )
        {
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            Assert.Equal(FileRefusal.TooManyPixels, Refusal(bomb));
            Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Trailers_of_common_telephones_are_left_out()
    {
        byte[] block = [.. "\0\0\x01\x0A"u8, .. "Image_UTC_Data1700000000000"u8];
        byte[] directory =
        [
            .. "SEFH"u8,
            107,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            0,
            0,
            1,
            10,
            .. BitConverter.GetBytes(block.Length),
            .. BitConverter.GetBytes(block.Length),
        ];
        byte[] samsung = [.. block, .. directory, .. BitConverter.GetBytes(directory.Length), .. "SEFT"u8];
        var jpeg = Pictures.Jpeg();
        byte[] withMap = [.. jpeg[..20], .. Pictures.Segment(0xE2, [.. "MPF\0"u8, .. new byte[8]]), .. jpeg[20..], .. Pictures.Jpeg(8, 8)];

        foreach (
            var photo in (byte[][])
                [
                    [.. jpeg, .. samsung],
                    withMap,
                ]
        )
            Assert.Equal(FileCheck.Clean(jpeg, FileKinds.Photos).File!.Sha256, FileCheck.Clean(photo, FileKinds.Photos).File!.Sha256);
        Assert.Equal(FileRefusal.TrailingData, Refusal([.. jpeg, .. Pictures.Zip(), .. samsung]));
        Assert.Equal(FileRefusal.TrailingData, Refusal([.. jpeg, .. Pictures.Jpeg(8, 8)]));
    }

    /// <summary>
    /// What cameras and mail programs leave behind a picture: each photo is taken, and what is shown of it is the plain picture's.
    /// </summary>
    public static TheoryData<string, byte[]> Afters
    {
        get
        {
            var map = Pictures.Jpeg(8, 8);
            var film = Film("isom");
            return new()
            {
                { "line end", "\r\n"u8.ToArray() },
                { "fill", [.. Enumerable.Repeat((byte)0xFF, 100)] },
                { "zeros", new byte[5000] },
                { "motion photo", film },
                { "motion photo after padding", [.. new byte[24], .. film, .. new byte[16]] },
                { "ultra HDR", map },
                { "ultra HDR after padding", [.. new byte[513], .. map] },
                { "ultra HDR after fill", [.. Enumerable.Repeat((byte)0xFF, 7), .. map] },
                { "ultra HDR motion photo", [.. map, .. new byte[8], .. film] },
                { "several previews", [.. map, .. new byte[3], .. map, .. map] },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Afters))]
    public void Photo_of_a_telephone_is_taken_and_shown_without_what_follows(string name, byte[] after)
    {
        var jpeg = Pictures.Jpeg();
        const string container =
            "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
            + "<rdf:Description xmlns:Container='http://ns.google.com/photos/1.0/container/'/></rdf:RDF></x:xmpmeta>";
        byte[][] announcements =
        [
            Pictures.Segment(0xE2, [.. "MPF\0"u8, .. new byte[8]]),
            Pictures.Segment(0xE1, Encoding.ASCII.GetBytes(container)),
        ];
        var plain = FileCheck.Clean(jpeg, FileKinds.Photos).File!.Sha256;

        foreach (var announcement in announcements)
        {
            byte[] photo = [.. jpeg[..20], .. announcement, .. jpeg[20..], .. after];
            var (file, refusal) = FileCheck.Clean(photo, FileKinds.Photos);

            Assert.True(refusal is null, $"{name}: {refusal}");
            Assert.Equal(plain, file!.Sha256);
            Assert.Equal(photo, file.Original!.Content.ToArray());
        }
    }

    [Fact]
    public void Line_end_or_fill_behind_any_picture_is_left_out()
    {
        foreach (var row in Photos)
        {
            var (_, photo) = row.Data;
            foreach (
                var after in (byte[][])
                    [
                        [.. "\r\n"u8],
                        [0xFF, 0xFF, 0xFF],
                        new byte[9],
                    ]
            )
                Assert.Null(Refusal([.. photo, .. after]));
        }
    }

    [Fact]
    public void Photo_without_its_end_mark_is_taken_where_it_is_whole()
    {
        foreach (var jpeg in (byte[][])[Pictures.Jpeg(), Pictures.Jpeg(640, 480)])
        {
            var whole = FileCheck.Clean(jpeg, FileKinds.Photos).File!;

            foreach (var photo in (byte[][])[jpeg[..^2], jpeg[..^1], [.. jpeg[..^2], 0xFF, 0xFF]])
                Assert.Equal(whole.Sha256, FileCheck.Clean(photo, FileKinds.Photos).File?.Sha256);
            Assert.Equal(FileRefusal.Broken, Refusal(jpeg[..^(jpeg.Length / 8)]));
        }
    }

    [Fact]
    public void Another_file_behind_a_photo_is_refused_in_a_telephones_clothes_too()
    {
        var jpeg = Pictures.Jpeg();
        byte[][] others =
        [
            Pictures.Box("ftyp", "isom\0\0\0\0isom"u8.ToArray()),
            [.. Film("isom"), .. Pictures.Zip()],
            [.. Film("isom"), .. "<script>alert(1)</script>"u8],
            [.. new byte[16], .. Pictures.Zip()],
            [.. "\r\n"u8, .. "<?php system($_GET['x']); ?>"u8],
            Film("isom")[..^1],
        ];
        Assert.All(others, other => Assert.Equal(FileRefusal.TrailingData, Refusal([.. jpeg, .. other])));

        // Inside a film there is room for anything: it is taken, and does not come out.
        byte[] hidden = [.. jpeg, .. Film("isom"), .. Pictures.Box("free", [.. Pictures.Zip(), .. "<script>alert(1)</script>"u8])];
        var file = FileCheck.Clean(hidden, FileKinds.Photos).File!;
        Assert.Equal(FileCheck.Clean(jpeg, FileKinds.Photos).File!.Sha256, file.Sha256);
        Assert.False(Holds(file.Content.Span, "<script>"));
    }

    /// <summary>An MP4 without a picture in it: what kind it is, its frames, its tracks.</summary>
    private static byte[] Film(string brand) =>
        [
            .. Pictures.Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 2, 0, .. "isommp42"u8]),
            .. Pictures.Box("mdat", new byte[400]),
            .. Pictures.Box("moov", Pictures.Box("mvhd", new byte[100])),
        ];

    [Fact]
    public void Documents_are_taken_for_requests_only_and_never_when_they_act()
    {
        var text = Encoding.UTF8.GetBytes("屏幕上有一条线。\r\nIt flickers.");

        Assert.Equal(FileRefusal.UnsupportedType, Refusal(text));
        Assert.Equal(FileRefusal.UnsupportedType, Refusal(Pictures.Pdf()));
        Assert.Equal(FileKind.Text, FileCheck.Clean(text, FileKinds.Attachments).File!.Kind);
        Assert.Equal(FileKind.Pdf, FileCheck.Clean(Pictures.Pdf(), FileKinds.Attachments).File!.Kind);
        Assert.Equal(FileRefusal.UnsupportedType, FileCheck.Clean([.. text, 0], FileKinds.Attachments).Refusal);
        Assert.Equal(FileRefusal.UnsupportedType, FileCheck.Clean(Pictures.Zip(), FileKinds.Attachments).Refusal);
        foreach (
            var action in (string[])
                [
                    "/OpenAction << /S /JavaScript /JS (x) >>",
                    "/OpenAction << /S /#4aavaScript >>",
                    "/Names << /EmbeddedFiles 3 0 R >>",
                    "/A << /S /Launch >>",
                ]
        )
            Assert.Equal(FileRefusal.ActiveContent, FileCheck.Clean(Pictures.Pdf(action), FileKinds.Attachments).Refusal);
        Assert.Equal(FileRefusal.TrailingData, FileCheck.Clean([.. Pictures.Pdf(), .. Pictures.Zip()], FileKinds.Attachments).Refusal);
    }

    [Fact]
    public void Action_in_a_compressed_part_of_a_pdf_is_found()
    {
        byte[] Pdf(string objects)
        {
            using var packed = new MemoryStream();
            using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
                zlib.Write(Encoding.ASCII.GetBytes(objects));
            byte[] part =
            [
                .. "3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n"u8,
                .. packed.ToArray(),
                .. "\nendstream\nendobj\n"u8,
            ];
            var pdf = Pictures.Pdf();
            var at = Encoding.ASCII.GetString(pdf).IndexOf("xref", StringComparison.Ordinal);
            return [.. pdf[..at], .. part, .. pdf[at..]];
        }

        Assert.Null(FileCheck.Clean(Pdf("4 0 << /Type /Page >>"), FileKinds.Attachments).Refusal);
        Assert.Equal(FileRefusal.ActiveContent, FileCheck.Clean(Pdf("4 0 << /S /JavaScript >>"), FileKinds.Attachments).Refusal);
    }

    private static void Damage(List<byte> file, Random random)
    {
        var at = random.Next(file.Count);
        var length = Math.Min(random.Next(1, 32), file.Count - at);
        switch (random.Next(4))
        {
            case 0:
                file[at] = (byte)random.Next(256);
                break;
            case 1 when length < file.Count:
                file.RemoveRange(at, length);
                break;
            case 2:
                file.InsertRange(random.Next(file.Count), file.GetRange(at, length));
                break;
            default:
                for (var next = at; next < at + Math.Min(length, 4); next++)
                    file[next] = 0xFF;
                break;
        }
    }

    private static FileRefusal? Refusal(byte[] file) => FileCheck.Clean(file, FileKinds.Photos).Refusal;

    private static bool Holds(ReadOnlySpan<byte> file, string text) => file.IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
}
