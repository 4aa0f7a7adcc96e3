using Orders.Functions.Carriers;
using Orders.Functions.Orders;
using Orders.Functions.Sandbox;

namespace Simulation.World;

/// <summary>The carrier with books of its own: which parcels it was given, where each really is, and what it said of it.</summary>
internal sealed class CarrierCompany(World world)
{
    private readonly Dictionary<string, Parcel> _byKey = new(StringComparer.Ordinal);
    private int _scans;

    /// <summary>All parcels by waybill.</summary>
    public Dictionary<string, Parcel> Parcels { get; } = new(StringComparer.Ordinal);

    /// <summary>What becomes of a parcel once it is booked; null: nothing happens to it.</summary>
    public Func<World, Parcel, Task>? Journey { get; set; }

    public Booking Book(string key, ParcelBooking booking)
    {
        if (!_byKey.TryGetValue(key, out var parcel))
        {
            var waybill = $"W{_byKey.Count + 1:D6}";
            _byKey[key] = Parcels[waybill] = parcel = new Parcel(waybill, key, booking);
            if (Journey is { } journey)
                world.Begin(there => journey(there, parcel));
        }

        return new Booking(parcel.Waybill);
    }

    public bool Void(string waybill)
    {
        var parcel = Find(waybill);
        if (parcel.IsHandedOver)
            return false;
        parcel.IsVoided = true;
        return true;
    }

    public bool Intercept(string waybill)
    {
        var parcel = Find(waybill);
        if (parcel.IsCalledBack || !parcel.CanBeCalledBack || parcel.Place is Place.Delivered or Place.Lost)
            return parcel.IsCalledBack;
        return parcel.IsCalledBack = true;
    }

    public IReadOnlyList<Scan> Track(string waybill) => [.. Find(waybill).Scans];

    /// <summary>Notes a scan in the company's books, and tells the shop of it.</summary>
    /// <param name="tell">False: the shop only hears of it when it asks.</param>
    public Task ScanAsync(Parcel parcel, ParcelStatus status, string? reason = null, bool tell = true)
    {
        var scan = new Scan($"scan_{++_scans}", world.Clock.Now, status, reason, "Hub", null);
        parcel.Scans.Add(scan);
        return tell ? TellAsync(parcel, scan) : Task.CompletedTask;
    }

    /// <summary>Posts a scan to the shop until it is accepted.</summary>
    public Task TellAsync(Parcel parcel, Scan scan) => Webhook.PostAsync(
        world,
        WebhookRoute.Carriers,
        new SandboxScan(scan.ScanId, parcel.Waybill, scan.Status.WireName(), scan.Time.ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", System.Globalization.CultureInfo.InvariantCulture), scan.Reason, scan.Place, scan.Text));

    private Parcel Find(string waybill) => Parcels.TryGetValue(waybill, out var parcel) ? parcel : throw new CarrierRefusedException("This waybill is not known (simulated).");
}

/// <summary>One parcel as the carrier knows it.</summary>
internal sealed class Parcel(string waybill, string key, ParcelBooking booking)
{
    public string Waybill { get; } = waybill;

    /// <summary>The idempotency key it was booked under.</summary>
    public string Key { get; } = key;

    public ParcelBooking Booking { get; } = booking;

    public List<Scan> Scans { get; } = [];

    /// <summary>Where it really is, whatever the scans say.</summary>
    public Place Place { get; set; }

    public bool IsHandedOver => Place != Place.Warehouse;

    public bool IsVoided { get; set; }

    public bool CanBeCalledBack { get; set; }

    public bool IsCalledBack { get; set; }
}

internal enum Place
{
    Warehouse,
    OnItsWay,
    Delivered,
    Lost,
    Returned,
}
