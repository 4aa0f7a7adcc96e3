namespace Orders.Functions.Orders;

/// <summary>A change as a list of typed actions; one reducer makes the new terms of it, for the offer and for the commit.</summary>
/// <param name="Actions">In the order in which they are applied.</param>
public sealed record OrderChange(IReadOnlyList<ChangeAction> Actions);

/// <summary>One action; what it needs is set, the rest is null.</summary>
/// <param name="Country">With <see cref="ChangeKind.ShipTo"/>: the address itself is personal data and stored apart.</param>
public sealed record ChangeAction(ChangeKind Kind, string? Sku = null, int? Quantity = null, ShippingClass? ShippingClass = null, string? Country = null);

public enum ChangeKind
{
    /// <summary>Another address or phone.</summary>
    ShipTo,

    /// <summary>Another quantity of a line; 0 removes it, a new SKU adds one.</summary>
    Quantity,

    ShippingClass,
}
