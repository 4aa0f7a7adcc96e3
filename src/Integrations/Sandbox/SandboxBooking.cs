using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>What the sandbox's carrier is asked to carry.</summary>
public sealed record SandboxBooking(string OrderNumber, int ParcelNumber, ShippingClass Class, int WeightGrams, SandboxAddress ShipTo);

/// <summary>Absent members are optional, unlike a null that is written.</summary>
public sealed record SandboxAddress(
    string Recipient,
    string Phone,
    string Country,
    string City,
    string Line1,
    string? Region = null,
    string? Line2 = null,
    string? PostalCode = null
);
