using System.Collections.Immutable;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Status.Life;

/// <summary>An order reduced to what decides about what can happen to it next.</summary>
/// <param name="Digital">Licences, and perhaps goods that come later: what is there has no parcel.</param>
/// <param name="Held">Goods are reserved.</param>
/// <param name="Backorder">A part is shipped later.</param>
/// <param name="Left">Something has left the shop.</param>
/// <param name="Ending">Only money on its way back keeps it from its end.</param>
internal sealed record Life(
    OrderStatus Status,
    bool Digital,
    Offered Offer = Offered.Nothing,
    Shortage Short = Shortage.None,
    bool Held = false,
    bool Backorder = false,
    bool Left = false,
    bool ManualReview = false,
    bool Ending = false,
    OpenCase Case = OpenCase.None
)
{
    /// <summary>At most two; their order does not matter.</summary>
    public ImmutableArray<Stand> Parcels
    {
        get;
        init => field = value.Sort();
    } = [];

    public bool IsFinal => Status.IsFinal();

    public bool UnderWay => Parcels.Any(parcel => parcel.UnderWay);

    public OrderStatus StatusOfParcels
    {
        get
        {
            var status = OrderStatuses.FromParcels([.. Parcels.Select((parcel, i) => parcel.State(i + 1))]);
            return Backorder && status > OrderStatus.Shipped ? OrderStatus.Shipped : status;
        }
    }

    public bool Equals(Life? other) => other is not null && Facts == other.Facts && Parcels.SequenceEqual(other.Parcels);

    public override int GetHashCode() => Parcels.Aggregate(Facts.GetHashCode(), HashCode.Combine);

    private (OrderStatus, bool, Offered, Shortage, bool, bool, bool, bool, bool, OpenCase) Facts =>
        (Status, Digital, Offer, Short, Held, Backorder, Left, ManualReview, Ending, Case);

    public override string ToString() =>
        $"{Status}{(Digital ? " digital" : "")} offer:{Offer} "
        + $"short:{Short}{(Held ? " held" : "")}{(Backorder ? " backorder" : "")}{(Left ? " left" : "")}"
        + $"{(ManualReview ? " review" : "")}{(Ending ? " ending" : "")} case:{Case} [{string.Join(", ", Parcels)}]";
}

/// <summary>A change that is offered.</summary>
internal enum Offered
{
    Nothing,
    Open,

    /// <summary>Waits for its payment.</summary>
    Confirmed,
}

internal enum Shortage
{
    None,

    /// <summary>Found, or chosen about: what follows from it is being done.</summary>
    Found,

    /// <summary>The customer is asked.</summary>
    Asked,

    /// <summary>All goods are waited for.</summary>
    Waits,

    /// <summary>Can be shipped in parts.</summary>
    Parts,
}

internal enum OpenCase
{
    None,
    Claim,

    /// <summary>Of one parcel's goods.</summary>
    Return,
    Request,
}

/// <summary>How one parcel stands.</summary>
/// <param name="Road">The furthest that scans have shown it on its road; <paramref name="Now"/> may be a halt on it.</param>
internal readonly record struct Stand(ParcelStatus Now, ParcelStatus Road, ShipmentOutcome? Outcome = null, bool Replaced = false)
    : IComparable<Stand>
{
    private static readonly Dictionary<(Stand, ParcelStatus), Stand> _scanned = [];

    public static readonly Stand Labelled = new(ParcelStatus.LabelCreated, ParcelStatus.LabelCreated);

    public bool UnderWay => Outcome is null;

    public bool HandedOver => Now.Rank() >= ParcelStatus.PickedUp.Rank();

    public bool Voided => Outcome is ShipmentOutcome.Voided or ShipmentOutcome.Refused;

    /// <summary>By the real rules of merging.</summary>
    public Stand Scanned(ParcelStatus scan)
    {
        if (_scanned.TryGetValue((this, scan), out var known))
            return known;
        var now = ParcelMerge.Merge(State(1), [new Scan("new", Samples.Noon.AddHours(1), scan, null, null, null)], Samples.Noon).Status;
        return _scanned[(this, scan)] = this with
        {
            Now = now,
            Road =
                !now.IsStarred() ? now
                : HandedOver ? Road
                : ParcelStatus.PickedUp,
        };
    }

    public ParcelState State(int number)
    {
        var (now, road) = (Now, Road);
        IReadOnlyList<Scan> scans =
        [
            .. road > ParcelStatus.LabelCreated
                ? [new Scan("road", Samples.Noon.AddMinutes(-2), road, null, null, null)]
                : Array.Empty<Scan>(),
            .. now != road ? [new Scan("now", Samples.Noon.AddMinutes(-1), now, null, null, null)] : Array.Empty<Scan>(),
        ];
        return new ParcelState
        {
            Number = number,
            Lines = [new ParcelLine("HW-PRO", 1)],
            Status = Now,
            Waybill = $"SBX{number}",
            Scans = scans,
            Outcome = Outcome,
            Voided = Outcome == ShipmentOutcome.Voided,
            Replaced = Replaced,
            DeliveredAt = Outcome == ShipmentOutcome.Delivered ? Samples.Noon : null,

            // Long promised: a parcel that is under way is late.
            PromisedTo = Samples.Noon.AddDays(-1),
        };
    }

    public int CompareTo(Stand other) => (Now, Road, Outcome, Replaced).CompareTo((other.Now, other.Road, other.Outcome, other.Replaced));

    public override string ToString() => $"{Now}/{Road}/{Outcome}{(Replaced ? "/replaced" : "")}";
}
