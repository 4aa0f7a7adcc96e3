namespace Orders.Functions.Domain.Ordering;

/// <summary>The key of one copy of a digital product.</summary>
/// <param name="Number">1 for the first copy of the product in the order.</param>
/// <param name="RevokedBy">What it was returned by, <c>return:RMA-…</c>, or <see cref="OfOrder"/>: it is no longer valid. Null while it is.</param>
public sealed record Licence(string Sku, int Number, string Key, string? RevokedBy = null)
{
    /// <summary><see cref="RevokedBy"/> of keys whose whole order stopped.</summary>
    public const string OfOrder = "cancel";
}
