using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Sandbox;

namespace Orders.Functions.Http.Sandbox;

/// <summary>What the sandbox's carrier has in its books of one parcel. No personal data: the address was printed and forgotten.</summary>
/// <param name="Key">The idempotency key of the booking.</param>
/// <param name="Asked">How many times the booking was asked for.</param>
/// <param name="Scans">In the order of recording.</param>
public sealed record SandboxWaybill(
    string Waybill,
    string Key,
    string OrderNumber,
    int ParcelNumber,
    ShippingClass Class,
    int WeightGrams,
    string Country,
    DateTimeOffset BookedAt,
    int Asked,
    bool Voided,
    DateTimeOffset? PickedUpAt,
    IReadOnlyList<SandboxScan> Scans
)
{
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
