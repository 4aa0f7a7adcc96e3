using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>What the sandbox's carrier is asked to carry.</summary>
public sealed record SandboxBooking(string OrderNumber, int ParcelNumber, ShippingClass Class, int WeightGrams, SandboxAddress ShipTo);

/// <summary>Absent members are optional, unlike a null that is written.</summary>
public sealed record SandboxAddress
{
    public required string Recipient { get; init; }

    public required string Phone { get; init; }

    public required string Country { get; init; }

    public required string City { get; init; }

    public required string Line1 { get; init; }

    public string? Region { get; init; }

    public string? Line2 { get; init; }

    public string? PostalCode { get; init; }
}
