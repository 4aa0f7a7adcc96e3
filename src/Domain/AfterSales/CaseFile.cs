namespace Orders.Functions.Domain.AfterSales;

/// <summary>A file of a case, as it is written down with the case.</summary>
/// <param name="Blob">Its random name among the files of cases.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Of the bytes as they are given out, hexadecimal.</param>
/// <param name="Original">What was sent, where something else is given out: a picture is drawn anew.</param>
public sealed record CaseFile(
    string Blob,
    FileKind Kind,
    int Length,
    string Sha256,
    int? Width = null,
    int? Height = null,
    CaseEvidence? Original = null
)
{
    /// <summary>All that is kept of it.</summary>
    public IEnumerable<string> Blobs() => Original is null ? [Blob] : [Blob, Original.Blob];
}

/// <summary>A picture byte for byte as it was sent. No page and no call gives it out.</summary>
/// <param name="Blob">Its random name among the files of cases.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Hexadecimal.</param>
public sealed record CaseEvidence(string Blob, FileKind Kind, int Length, string Sha256);
