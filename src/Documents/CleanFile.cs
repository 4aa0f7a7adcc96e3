using System.Security.Cryptography;
using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>A file that was looked through and may be shown: a picture without where it was taken, by whom and with what.</summary>
/// <param name="Content">What is shown: a picture drawn anew, or a document as it was sent.</param>
/// <param name="Width">Pixels; null if it is no picture.</param>
public sealed record CleanFile(FileKind Kind, ReadOnlyMemory<byte> Content, int? Width = null, int? Height = null)
{
    /// <summary>Hexadecimal, of <see cref="Content"/>.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content.Span));

    /// <summary>What was sent; null where that is what is shown.</summary>
    public SentFile? Original { get; init; }
}
