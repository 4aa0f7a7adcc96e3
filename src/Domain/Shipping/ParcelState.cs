using System.Text.Json.Serialization;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

/// <summary>Where a parcel stands; its shipment orchestration owns it.</summary>
public sealed record ParcelState
{
    /// <summary>1 for the order's first parcel.</summary>
    public required int Number { get; init; }

    public required IReadOnlyList<ParcelLine> Lines { get; init; }

    public int Sequence { get; init; }

    public string? Carrier { get; init; }

    public string? Waybill { get; init; }

    public string? TrackingUrl { get; init; }

    public required ParcelStatus Status { get; init; }

    /// <summary>True once the waybill was voided: the parcel never left.</summary>
    public bool Voided { get; init; }

    /// <summary>True while it may not leave the shop: it has no valid waybill.</summary>
    public bool Held { get; init; }

    public DateTimeOffset? PromisedFrom { get; init; }

    public DateTimeOffset? PromisedTo { get; init; }

    /// <summary>The same with the reasons for it; null until the parcel is booked.</summary>
    public Promise? Promise { get; init; }

    /// <summary>The last day that the customer was told first: from then on a parcel that has not come can be claimed as lost.</summary>
    [JsonIgnore]
    public DateTimeOffset? FirstPromisedTo => Promise?.To ?? PromisedTo;

    /// <summary>As its scan says: what is shown.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When we were told of its delivery, which may be long after it.</summary>
    public DateTimeOffset? DeliveryHeardAt { get; init; }

    /// <summary>From when on its windows for claims and returns run: never from before anybody could know of it.</summary>
    [JsonIgnore]
    public DateTimeOffset? WindowsFrom => DeliveryHeardAt > DeliveredAt ? DeliveryHeardAt : DeliveredAt;

    /// <summary>How its way ended; null while it is under way.</summary>
    public ShipmentOutcome? Outcome { get; init; }

    /// <summary>True once the carrier was asked to bring it back, and said yes.</summary>
    public bool Recalled { get; init; }

    /// <summary>True once another parcel goes in its place.</summary>
    public bool Replaced { get; init; }

    /// <summary>When its last update was received, which may be long after it happened; null before the first scan.</summary>
    public DateTimeOffset? LastTrackedAt { get; init; }

    /// <summary>Until when it can be collected, while it waits for that.</summary>
    public DateTimeOffset? CollectBy { get; init; }

    /// <summary>What the warehouse found when it had come back.</summary>
    public IReadOnlyList<InspectedLine> Inspected { get; init; } = [];

    /// <summary>The outcome of each command for this parcel that carried a request id.</summary>
    public IReadOnlyDictionary<string, CommandOutcome> Commands { get; init; } =
        new Dictionary<string, CommandOutcome>(StringComparer.Ordinal);

    /// <summary>True if it will not arrive, or another goes in its place.</summary>
    [JsonIgnore]
    public bool IsGone => Voided || Replaced || Outcome is not (null or ShipmentOutcome.Delivered);

    /// <summary>True once the carrier has taken it over: from then on only the carrier can bring it back.</summary>
    [JsonIgnore]
    public bool HandedOver => Status.Rank() >= ParcelStatus.PickedUp.Rank();

    /// <summary>Ordered by time, then rank.</summary>
    public IReadOnlyList<Scan> Scans { get; init; } = [];
}

/// <summary>A carrier's scan in the form that all carriers' scans are brought into.</summary>
/// <param name="ScanId">The provider's id, else a hash of the content: the same scan twice has the effect of once.</param>
/// <param name="Time">When it happened, with the offset as posted; never later than we heard of it once it is of a parcel.</param>
public sealed record Scan(string ScanId, DateTimeOffset Time, ParcelStatus Status, string? Reason, string? Place, string? Text)
{
    /// <summary>As the carrier dated it, where that was later than we heard of it; else null.</summary>
    public DateTimeOffset? DatedAt { get; init; }

    /// <summary>As the carrier dates it.</summary>
    [JsonIgnore]
    public DateTimeOffset CarrierTime => DatedAt ?? Time;

    /// <summary>
    /// The same as it counts: nothing happens later than it is told. One that is dated later (a wrong clock, a zone that was left out)
    /// happened when we heard of it, so that it is not newer than what the carrier tells after it.
    /// </summary>
    public Scan HeardAt(DateTimeOffset heardAt) =>
        DatedAt is null && Time > heardAt ? this with { Time = heardAt.ToOffset(Time.Offset), DatedAt = Time } : this;
}

/// <summary>A parcel's status, whichever carrier has it. How far along the road each is: <see cref="ParcelStatuses.Rank"/>.</summary>
public enum ParcelStatus
{
    Preparing,
    LabelCreated,
    PickedUp,
    InTransit,
    Customs,
    OutForDelivery,
    AttemptFailed,
    AvailableForPickup,
    Exception,
    Returning,
    Returned,
    Delivered,
}
