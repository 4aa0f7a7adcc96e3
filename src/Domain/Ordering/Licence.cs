namespace Orders.Functions.Domain.Ordering;

/// <summary>The key of one copy of a digital product.</summary>
/// <param name="Number">1 for the first copy of the product in the order.</param>
/// <param name="RevokedBy">The reference at which it was returned and lost its validity; null while it is valid.</param>
public sealed record Licence(string Sku, int Number, string Key, string? RevokedBy = null);
