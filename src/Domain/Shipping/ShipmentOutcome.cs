namespace Orders.Functions.Domain.Shipping;

/// <summary>How a parcel's way ended.</summary>
public enum ShipmentOutcome
{
    Delivered,

    /// <summary>It came back to the shop, and was opened there.</summary>
    Returned,

    /// <summary>The carrier says so, or no update came for twice the silence window.</summary>
    Lost,

    /// <summary>The carrier says so: nothing that could still be delivered.</summary>
    Damaged,

    /// <summary>Called back before the carrier had it.</summary>
    Voided,

    /// <summary>The carrier would not take it.</summary>
    Refused,
}
