using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Sandbox;

namespace Orders.Functions.Http.Sandbox;

/// <summary>What the sandbox's carrier has in its books of one parcel. No personal data: the address was printed and forgotten.</summary>
public sealed record SandboxWaybill
{
    public required string Waybill { get; init; }

    /// <summary>The idempotency key of the booking.</summary>
    public required string Key { get; init; }

    public required string OrderNumber { get; init; }

    public required int ParcelNumber { get; init; }

    public required ShippingClass Class { get; init; }

    public required int WeightGrams { get; init; }

    public required string Country { get; init; }

    public required DateTimeOffset BookedAt { get; init; }

    /// <summary>How many times the booking was asked for.</summary>
    public required int Asked { get; init; }

    public required bool Voided { get; init; }

    public DateTimeOffset? PickedUpAt { get; init; }

    /// <summary>In the order of recording.</summary>
    public required IReadOnlyList<SandboxScan> Scans { get; init; }

    /// <summary>True once it was asked to bring the parcel back, and will.</summary>
    public bool Intercepted { get; init; }

    public bool IsFor(string key, SandboxBooking booking) =>
        Key == key
        && OrderNumber == booking.OrderNumber
        && ParcelNumber == booking.ParcelNumber
        && Class == booking.Class
        && WeightGrams == booking.WeightGrams
        && Country == booking.ShipTo.Country;
}
