using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>The kinds of files that are taken: what they look like, and how they are given out again.</summary>
internal static class FileKinds
{
    /// <summary>For claims.</summary>
    public static IReadOnlySet<FileKind> Photos { get; } = new HashSet<FileKind> { FileKind.Jpeg, FileKind.Png, FileKind.Webp, FileKind.Heic };

    /// <summary>For after-sales requests.</summary>
    public static IReadOnlySet<FileKind> Attachments { get; } = new HashSet<FileKind>(Enum.GetValues<FileKind>());

    public static string MediaType(this FileKind kind) => kind switch
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
    public static string Extension(this FileKind kind) => kind switch
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
        if (file.StartsWith(PngFile.Signature))
            return FileKind.Png;
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return FileKind.Webp;
        if (HeicFile.IsHeic(file))
            return FileKind.Heic;
        if (file.StartsWith("%PDF-"u8))
            return FileKind.Pdf;
        return TextFile.IsText(file) ? FileKind.Text : null;
    }
}
