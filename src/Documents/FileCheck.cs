using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>
/// Decides by content what a file is, and whether it may be kept. A picture is drawn anew (<see cref="PictureFile"/>), so that
/// neither a place, nor a comment, nor a second file comes along with what is shown; a document is read and kept as it came.
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

    private static CleanFile Clean(FileKind kind, ReadOnlySpan<byte> file) =>
        kind switch
        {
            FileKind.Jpeg or FileKind.Png or FileKind.Webp or FileKind.Heic => PictureFile.Clean(kind, file),
            FileKind.Pdf => PdfFile.Clean(file),
            _ => new CleanFile(FileKind.Text, file.ToArray()),
        };
}
