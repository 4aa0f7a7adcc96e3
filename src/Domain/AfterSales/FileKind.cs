namespace Orders.Functions.Domain.AfterSales;

/// <summary>What a file is by its content.</summary>
public enum FileKind
{
    Jpeg,
    Png,
    Webp,
    Heic,
    Pdf,
    Text,
}
