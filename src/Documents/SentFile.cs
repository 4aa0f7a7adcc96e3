using System.Security.Cryptography;
using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Documents;

/// <summary>A file byte for byte as it was sent, kept as evidence and shown to nobody.</summary>
public sealed record SentFile(FileKind Kind, ReadOnlyMemory<byte> Content)
{
    /// <summary>Hexadecimal, of <see cref="Content"/>.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content.Span));
}
