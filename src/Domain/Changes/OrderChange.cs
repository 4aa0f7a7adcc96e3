using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Changes;

/// <summary>
/// A change as a list of typed actions; <see cref="ChangeReducer"/> makes the new terms of it, for the offer and for the commit.
/// </summary>
/// <param name="Actions">In the order in which they are applied.</param>
public sealed record OrderChange(IReadOnlyList<ChangeAction> Actions)
{
    /// <summary>True with another address or phone, which is stored under the change's id until the change is in force.</summary>
    public bool MovesAddress => Actions.Any(action => action.Kind == ChangeKind.ShipTo);

    /// <summary>The same, with the duties that it brings accepted.</summary>
    public OrderChange AcceptingDuties() =>
        new([.. Actions.Select(action => action.Duties is { } duties ? action with { Duties = duties with { Accepted = true } } : action)]);
}

/// <summary>One action; what it needs is set, the rest is null.</summary>
/// <param name="Country">With <see cref="ChangeKind.ShipTo"/>: the address itself is personal data and stored apart.</param>
public sealed record ChangeAction(
    ChangeKind Kind,
    string? Sku = null,
    int? Quantity = null,
    ShippingClass? ShippingClass = null,
    string? Country = null
)
{
    /// <summary>With <see cref="ChangeKind.ShipTo"/>: <see cref="Order.Territory"/>.</summary>
    public string? Territory { get; init; }

    /// <summary>With <see cref="ChangeKind.ShipTo"/>: <see cref="Order.TimeZone"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>
    /// With <see cref="ChangeKind.Quantity"/> of a SKU that the order does not have yet: its line as the catalogue has it. Set when the
    /// change is priced.
    /// </summary>
    public OrderLine? Line { get; init; }

    /// <summary>With <see cref="ChangeKind.ShippingFee"/>.</summary>
    public Money? Fee { get; init; }

    /// <summary>With <see cref="ChangeKind.Duties"/>; null: none are owed any more.</summary>
    public DutiesQuote? Duties { get; init; }
}

public enum ChangeKind
{
    /// <summary>Another address or phone.</summary>
    ShipTo,

    /// <summary>Another quantity of a line; 0 removes it, a new SKU adds one.</summary>
    Quantity,

    /// <summary>So many units fewer of a line, however many it has when the change reaches the order.</summary>
    Remove,

    ShippingClass,

    /// <summary>What shipping costs after the change; added when it is priced.</summary>
    ShippingFee,

    /// <summary>What customs take after the change; added when it is priced.</summary>
    Duties,
}
