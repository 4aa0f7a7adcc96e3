using System.Globalization;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Sandbox;

namespace Companies;

/// <summary>The carrier with books of its own: which parcels it was given, where each really is, and what it said of it.</summary>
/// <param name="now">The time, by which it dates its scans.</param>
internal sealed class CarrierCompany(Func<DateTimeOffset> now)
{
    private readonly Dictionary<string, Parcel> _byKey = new(StringComparer.Ordinal);
    private int _scans;

    /// <summary>All parcels by waybill.</summary>
    public Dictionary<string, Parcel> Parcels { get; } = new(StringComparer.Ordinal);

    /// <summary>Parcels that customers sent back, in order.</summary>
    public List<ReturnParcel> Returns { get; } = [];

    /// <summary>Parcels that it will not carry; null: it carries all.</summary>
    public Func<ParcelBooking, bool>? Refuses { get; set; }

    /// <summary>Hears of each parcel once it is booked.</summary>
    public Action<Parcel>? Booked { get; set; }

    /// <summary>How it tells the shop of a scan; ends when the shop has taken it. Unless set, it keeps all to itself.</summary>
    public Func<SandboxScan, Task> Tell { get; init; } = _ => Task.CompletedTask;

    public Booking Book(string key, ParcelBooking booking)
    {
        if (!_byKey.TryGetValue(key, out var parcel))
        {
            if (Refuses?.Invoke(booking) == true)
                throw new CarrierRefusedException("This is not carried (simulated).");
            var waybill = $"W{_byKey.Count + 1:D6}";
            _byKey[key] = Parcels[waybill] = parcel = new Parcel(waybill, key, booking);
            Booked?.Invoke(parcel);
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
        if (parcel.IsRecalled || !parcel.CanBeRecalled || parcel.Place is Place.Delivered or Place.Lost)
            return parcel.IsRecalled;
        return parcel.IsRecalled = true;
    }

    public IReadOnlyList<Scan> Track(string waybill) => [.. Find(waybill).Scans];

    /// <summary>Notes a scan in the company's books.</summary>
    /// <param name="time">When it was made; now if absent.</param>
    public Scan Scan(ITravelling parcel, ParcelStatus status, string? reason = null, DateTimeOffset? time = null)
    {
        var scan = new Scan($"scan_{++_scans}", time ?? now(), status, reason, "Hub", null);
        parcel.Scans.Add(scan);
        return scan;
    }

    /// <summary>Tells the shop of a scan.</summary>
    public Task TellAsync(ITravelling parcel, Scan scan) =>
        Tell(
            new SandboxScan(
                scan.ScanId,
                parcel.Waybill,
                scan.Status.WireName(),
                scan.Time.ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture),
                scan.Reason,
                scan.Place,
                scan.Text
            )
        );

    /// <summary>A customer hands a parcel in, to go back to the shop.</summary>
    public ReturnParcel TakeBack(string orderId, string rma, IReadOnlyList<InspectedLine> contents)
    {
        var parcel = new ReturnParcel($"R{Returns.Count + 1:D6}", orderId, rma, contents);
        Returns.Add(parcel);
        return parcel;
    }

    private Parcel Find(string waybill) =>
        Parcels.TryGetValue(waybill, out var parcel) ? parcel : throw new CarrierRefusedException("This waybill is not known (simulated).");
}

/// <summary>What the carrier has scanned.</summary>
internal interface ITravelling
{
    string Waybill { get; }

    List<Scan> Scans { get; }
}

/// <summary>Goods on their way back to the shop.</summary>
/// <param name="contents">What is really in it.</param>
internal sealed class ReturnParcel(string waybill, string orderId, string rma, IReadOnlyList<InspectedLine> contents) : ITravelling
{
    public string Waybill { get; } = waybill;

    public string OrderId { get; } = orderId;

    public string Rma { get; } = rma;

    public IReadOnlyList<InspectedLine> Contents { get; } = contents;

    public List<Scan> Scans { get; } = [];

    /// <summary><see cref="Place.Returned"/>: it is with the shop.</summary>
    public Place Place { get; set; } = Place.OnItsWay;
}

/// <summary>One parcel as the carrier knows it.</summary>
internal sealed class Parcel(string waybill, string key, ParcelBooking booking) : ITravelling
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

    public bool CanBeRecalled { get; set; }

    public bool IsRecalled { get; set; }
}

internal enum Place
{
    Warehouse,
    OnItsWay,
    Delivered,
    Lost,
    Returned,
}
