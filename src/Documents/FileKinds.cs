using System.Buffers.Binary;
using System.Text;
using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>The kinds of files that are taken: what they look like, and how they are given out again.</summary>
internal static class FileKinds
{
    private static readonly byte[] _png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly HashSet<string> _heicBrands = new(StringComparer.Ordinal) { "heic", "heix", "heim", "heis" };

    /// <summary>For claims.</summary>
    public static IReadOnlySet<FileKind> Photos { get; } =
        new HashSet<FileKind> { FileKind.Jpeg, FileKind.Png, FileKind.Webp, FileKind.Heic };

    /// <summary>For after-sales requests.</summary>
    public static IReadOnlySet<FileKind> Attachments { get; } = new HashSet<FileKind>(Enum.GetValues<FileKind>());

    public static string MediaType(this FileKind kind) =>
        kind switch
        {
            FileKind.Jpeg => "image/jpeg",
            FileKind.Png => "image/png",
            FileKind.Webp => "image/webp",
            FileKind.Heic => "image/heic",
            FileKind.Pdf => "application/pdf",
            FileKind.Text => "text/plain; charset=utf-8",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of file."),
        };

    /// <summary>Of a file's name, without the dot.</summary>
    public static string Extension(this FileKind kind) =>
        kind switch
        {
            FileKind.Jpeg => "jpg",
            FileKind.Text => "txt",
            _ => kind.ToString().ToLowerInvariant(),
        };

    /// <summary>The kind that a file's first bytes claim; null if none of ours. Text has no first bytes of its own.</summary>
    public static FileKind? Sniff(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return FileKind.Jpeg;
        if (file.StartsWith(_png))
            return FileKind.Png;
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return FileKind.Webp;
        if (IsHeic(file))
            return FileKind.Heic;
        if (file.StartsWith("%PDF-"u8))
            return FileKind.Pdf;
        return TextFile.IsText(file) ? FileKind.Text : null;
    }

    private static bool IsHeic(ReadOnlySpan<byte> file)
    {
        if (file.Length < 16 || !file[4..].StartsWith("ftyp"u8) || file[8..].StartsWith("avif"u8))
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(file);
        if (length is < 16 or > 256 || length > file.Length || length % 4 != 0)
            return false;
        for (var at = 8; at < length; at += 4)
        {
            // Between the main brand and the others stands a version.
            if (at != 12 && _heicBrands.Contains(Encoding.Latin1.GetString(file.Slice(at, 4))))
                return true;
        }

        return false;
    }
}
