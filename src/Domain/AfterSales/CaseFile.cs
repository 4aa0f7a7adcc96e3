namespace Orders.Functions.Domain.AfterSales;

/// <summary>A file of a case, as it is written down with the case.</summary>
/// <param name="Blob">Its random name among the files of cases.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Of the bytes as they are given out, hexadecimal.</param>
public sealed record CaseFile(string Blob, FileKind Kind, int Length, string Sha256, int? Width = null, int? Height = null);
