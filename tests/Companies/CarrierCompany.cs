using System.Globalization;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Sandbox;

namespace Companies;

/// <summary>The carrier with books of its own: which parcels it was given, where each really is, and what it said of it.</summary>
/// <param name="now">The time, by which it dates its scans.</param>
internal sealed class CarrierCompany(Func<DateTimeOffset> now)
{
    private readonly Dictionary<string, Parcel> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Making> _makings = new(StringComparer.Ordinal);
    private int _scans;

    /// <summary>All parcels by waybill.</summary>
    public Dictionary<string, Parcel> Parcels { get; } = new(StringComparer.Ordinal);

    /// <summary>Parcels that customers sent back, in order.</summary>
    public List<ReturnParcel> Returns { get; } = [];

    /// <summary>Parcels that it will not carry; null: it carries all.</summary>
    public Func<ParcelBooking, bool>? Refuses { get; set; }

    /// <summary>Hears of each parcel once it is booked.</summary>
    public Action<Parcel>? Booked { get; set; }

    /// <summary>What the clock says that stamps a scan of a parcel; null: the right time.</summary>
    public Func<ITravelling, ParcelStatus, DateTimeOffset?>? Clock { get; set; }

    /// <summary>Whether a parcel's scans are told by the clock on the wall, without saying in which zone.</summary>
    public Func<ITravelling, bool>? LeavesZoneOut { get; set; }

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

        return new Booking(parcel.Waybill, $"https://track.example/{parcel.Waybill}");
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
    /// <param name="time">When it was made, if that is noted only now.</param>
    public Scan Scan(ITravelling parcel, ParcelStatus status, string? reason = null, DateTimeOffset? time = null)
    {
        var made = time ?? now();
        var stamped = Clock?.Invoke(parcel, status) ?? made;
        return Note(
            parcel,
            new Scan($"scan_{++_scans}", stamped, status, reason, "Hub", null),
            new Making(made, stamped != made || LeavesZoneOut?.Invoke(parcel) == true, IsOfOther: false)
        );
    }

    /// <summary>Notes the same scan once more, under another id.</summary>
    public Scan Repeat(ITravelling parcel, Scan scan) => Note(parcel, scan with { ScanId = $"scan_{++_scans}" }, _makings[scan.ScanId]);

    /// <summary>Puts a scan into a parcel's books that is another one's, which had the same number before.</summary>
    public Scan Mistake(ITravelling parcel, ParcelStatus status, DateTimeOffset time) =>
        Note(parcel, new Scan($"scan_{++_scans}", time, status, null, "Hub", null), new Making(time, IsMisdated: true, IsOfOther: true));

    /// <summary>How a scan really came about; null: it is none of this company's.</summary>
    public Making? MakingOf(string scanId) => _makings.GetValueOrDefault(scanId);

    /// <summary>When a parcel was really scanned as delivered first; null: never.</summary>
    public DateTimeOffset? Delivered(ITravelling parcel) =>
        parcel
            .Scans.Where(scan => scan.Status == ParcelStatus.Delivered && !_makings[scan.ScanId].IsOfOther)
            .Min(scan => (DateTimeOffset?)_makings[scan.ScanId].At);

    /// <summary>Tells the shop of a scan.</summary>
    public Task TellAsync(ITravelling parcel, Scan scan) =>
        Tell(
            new SandboxScan(
                scan.ScanId,
                parcel.Waybill,
                scan.Status.WireName(),
                scan.Time.ToString(
                    LeavesZoneOut?.Invoke(parcel) == true ? "yyyy-MM-ddTHH:mm:ss.fffffff" : "yyyy-MM-ddTHH:mm:ss.fffffffzzz",
                    CultureInfo.InvariantCulture
                ),
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

    private Scan Note(ITravelling parcel, Scan scan, Making making)
    {
        _makings[scan.ScanId] = making;
        parcel.Scans.Add(scan);
        return scan;
    }

    private Parcel Find(string waybill) =>
        Parcels.TryGetValue(waybill, out var parcel) ? parcel : throw new CarrierRefusedException("This waybill is not known (simulated).");
}

/// <summary>How a scan came about, whatever stands on it.</summary>
/// <param name="At">When it was really made.</param>
/// <param name="IsMisdated">The time that stands on it is wrong, or lacks its zone.</param>
/// <param name="IsOfOther">It is of a parcel that had the same number long ago.</param>
internal sealed record Making(DateTimeOffset At, bool IsMisdated, bool IsOfOther);

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
