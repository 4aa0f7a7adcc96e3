using Orders.Functions.Domain.Shipping;

namespace Orders.Testing.Companies;

/// <summary>A carrier whose books the test reads and whose temper it sets.</summary>
internal sealed class ScriptedCarrier(List<string> effects, string name = "scripted") : ICarrier
{
    private readonly Dictionary<string, string> _waybills = new(StringComparer.Ordinal);

    public string Name => name;

    public string ContactText => "Scripted Express";

    /// <summary>Waybills by booking key.</summary>
    public IReadOnlyDictionary<string, string> Waybills => _waybills;

    public HashSet<string> Voided { get; } = new(StringComparer.Ordinal);

    /// <summary>True: it says that the parcel is with it already, whatever we know.</summary>
    public bool HasPickedUp { get; set; }

    public bool RefusesParcels { get; set; }

    /// <summary>How many of the next bookings are carried out and answered with an error all the same.</summary>
    public int LoseAnswers { get; set; }

    public Task<Booking> BookAsync(string idempotencyKey, ParcelBooking booking, CancellationToken cancellationToken)
    {
        if (RefusesParcels)
            throw new CarrierRefusedException("No service to this address.");
        if (!_waybills.TryGetValue(idempotencyKey, out var waybill))
        {
            _waybills[idempotencyKey] = waybill = $"W{Guid.NewGuid():N}";
            effects.Add("book");
            Bookings.Add(booking);
        }

        return LoseAnswers-- > 0
            ? throw new HttpRequestException("The answer was lost.")
            : Task.FromResult(new Booking(waybill, $"https://track.example/{waybill}"));
    }

    public Task<bool> VoidAsync(ParcelWaybill waybill, CancellationToken cancellationToken)
    {
        if (HasPickedUp)
            return Task.FromResult(false);
        if (Voided.Add(waybill.Number))
            effects.Add("void");
        return Task.FromResult(true);
    }

    /// <summary>True: it brings parcels back that are on their way.</summary>
    public bool Intercepts { get; set; }

    /// <summary>What it answers when it is asked where a parcel is.</summary>
    public List<Scan> Tracked { get; } = [];

    /// <summary>All bookings, in order.</summary>
    public List<ParcelBooking> Bookings { get; } = [];

    public Task<bool> InterceptAsync(ParcelWaybill waybill, CancellationToken cancellationToken)
    {
        effects.Add("intercept");
        return Task.FromResult(Intercepts);
    }

    public Task<IReadOnlyList<Scan>> TrackAsync(ParcelWaybill waybill, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Scan>>([.. Tracked]);
}
