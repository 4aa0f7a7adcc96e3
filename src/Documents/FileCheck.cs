using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>
/// Decides by content what a file is, and whether it may be kept. A picture is read box by box to its last byte and never decoded; what is kept is put together anew from the parts that make
/// the picture, so that neither a place, nor a comment, nor a second file comes along.
/// </summary>
internal static class FileCheck
{
    /// <returns>The file to keep, or why it is refused.</returns>
    public static (CleanFile? File, FileRefusal? Refusal) Clean(ReadOnlySpan<byte> file, IReadOnlySet<FileKind> taken)
    {
        if (file.Length > UploadLimits.LargestFile)
            return (null, FileRefusal.TooLarge);
        if (FileKinds.Sniff(file) is not { } kind || !taken.Contains(kind))
            return (null, FileRefusal.UnsupportedType);
        try
        {
            return (Clean(kind, file), null);
        }
        catch (FileRefusedException refused)
        {
            return (null, refused.Refusal);
        }
    }

    private static CleanFile Clean(FileKind kind, ReadOnlySpan<byte> file) => kind switch
    {
        FileKind.Jpeg => JpegFile.Clean(file),
        FileKind.Png => PngFile.Clean(file),
        FileKind.Webp => WebpFile.Clean(file),
        FileKind.Heic => HeicFile.Clean(file),
        FileKind.Pdf => PdfFile.Clean(file),
        _ => new CleanFile(FileKind.Text, file.ToArray()),
    };
}
