using System.Diagnostics;
using CsCheck;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;

namespace Integration.Tests.Documents;

/// <summary>Whatever is uploaded is kept or refused: soon, in little memory, and what is kept is taken again as it is.</summary>
public sealed class FileCheckPropertyTests
{
    private static readonly byte[][] _files =
    [
        Pictures.Jpeg(),
        Pictures.Png(),
        Pictures.Webp(),
        Pictures.Heic(),
        Pictures.Pdf(),
        Pictures.Pdf("/Type /ObjStm /Filter /FlateDecode /Length 12"),
        "Two lines.\r\n屏幕不亮。"u8.ToArray(),
    ];

    // The heads alone, with noise behind them: what only begins like a picture.
    private static readonly Gen<byte[]> _pretenders = Gen.Select(
        Gen.Int[0, _files.Length - 1],
        Gen.Int[4, 60],
        Gen.Byte.Array[0, 400],
        (which, length, noise) => (byte[])[.. _files[which][..Math.Min(length, _files[which].Length)], .. noise]
    );

    [Fact]
    public void Any_file_is_kept_or_refused_and_kept_files_are_accepted_again() =>
        Gen.Frequency((3, Mutations.Of(_files)), (1, _pretenders))
            .Sample(
                bytes =>
                {
                    var (file, refusal) = FileCheck.Clean(bytes, FileKinds.Attachments);
                    Assert.True((file is null) != (refusal is null));
                    if (file is null)
                        return;

                    Assert.InRange(file.Content.Length, 0, UploadLimits.LargestFile);
                    var (again, why) = FileCheck.Clean(file.Content.Span, new HashSet<FileKind> { file.Kind });
                    Assert.True(again is not null, $"{file.Kind} was kept, and is refused when it comes back: {why}");
                    Assert.Equal((file.Kind, file.Width, file.Height), (again.Kind, again.Width, again.Height));
                },
                iter: 3000
            );

    [Fact]
    public void Checking_takes_time_and_memory_by_the_files_length_only()
    {
        byte[][] large =
        [
            [.. Pictures.Jpeg()[..^2], .. Filled(8_000_000, 0xFF), 0xFF, 0xD9],
            [.. Pictures.Png()[..33], .. Filled(8_000_000, 0)],
            [.. Pictures.Webp()[..30], .. Filled(8_000_000, 1)],
            [.. Pictures.Heic()[..40], .. Filled(8_000_000, 0)],
            [.. "%PDF-1.7\n"u8, .. Filled(8_000_000, (byte)'<')],
            Filled(8_000_000, (byte)'\n'),
        ];
        foreach (var file in large)
        {
            var (begun, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            FileCheck.Clean(file, FileKinds.Attachments);
            Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(5));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8L * file.Length);
        }
    }

    private static byte[] Filled(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }
}
