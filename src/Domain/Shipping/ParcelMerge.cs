namespace Orders.Functions.Domain.Shipping;

/// <summary>
/// Scans form a set per parcel; the parcel's state is a function of that set, whatever the order and the number of times they arrive in.
/// </summary>
public static class ParcelMerge
{
    /// <summary>
    /// Adds scans and works the state out anew from all of them. Returns <paramref name="parcel"/> itself when every scan was known.
    /// <see cref="ParcelState.Sequence"/> is left alone: it counts writes, and belongs to the shipment's orchestration.
    /// </summary>
    /// <param name="heardAt">When we were told of them: no window counts from before, and none of them is later (<see cref="Scan.HeardAt"/>).</param>
    public static ParcelState Merge(ParcelState parcel, IEnumerable<Scan> scans, DateTimeOffset heardAt)
    {
        var stored = Store(parcel, scans, heardAt);
        if (ReferenceEquals(stored, parcel))
            return parcel;
        var (status, _, deliveredAt) = Fold(parcel, stored.Scans);
        return stored with
        {
            Status = status,
            DeliveredAt = deliveredAt,
            DeliveryHeardAt = deliveredAt is null ? null : parcel.DeliveryHeardAt ?? heardAt,
        };
    }

    /// <summary>The scan by which the parcel stands where it does; null while there is none. All others are history.</summary>
    public static Scan? Deciding(ParcelState parcel) => Fold(parcel, parcel.Scans).By;

    /// <summary>The scans as the facts that they are: one that was told under several ids is one.</summary>
    public static IReadOnlyList<Scan> Facts(IEnumerable<Scan> scans) => [.. scans.DistinctBy(FactOf)];

    /// <summary>The facts that a merge has brought: what was told before, also under another id, is no news.</summary>
    public static IReadOnlyList<Scan> News(ParcelState before, ParcelState after)
    {
        var (ids, facts) = (
            before.Scans.Select(scan => scan.ScanId).ToHashSet(StringComparer.Ordinal),
            before.Scans.Select(FactOf).ToHashSet()
        );
        return Facts(after.Scans.Where(scan => !ids.Contains(scan.ScanId) && !facts.Contains(FactOf(scan))));
    }

    /// <summary>
    /// Adds scans and leaves the parcel where it stands: for scans that come after its end. Returns <paramref name="parcel"/> itself when
    /// every scan was known.
    /// </summary>
    /// <param name="heardAt">When we were told of them.</param>
    public static ParcelState Store(ParcelState parcel, IEnumerable<Scan> scans, DateTimeOffset heardAt)
    {
        var known = parcel.Scans.ToDictionary(scan => scan.ScanId, StringComparer.Ordinal);
        var dated = parcel.Scans.Where(scan => scan.DatedAt is not null).DistinctBy(FactOf).ToDictionary(FactOf);
        var news = false;
        foreach (var told in scans)
        {
            // A fact that we know under another id happened when we heard of it first.
            var scan = dated.TryGetValue(FactOf(told), out var first)
                ? told with
                {
                    Time = first.Time,
                    DatedAt = first.DatedAt,
                }
                : told.HeardAt(heardAt);

            // Two contents under one id should not be; the lower one is kept, so that the order of arrival still does not matter.
            if (known.TryGetValue(scan.ScanId, out var before) && Compare(before, scan) <= 0)
                continue;
            known[scan.ScanId] = scan;
            news = true;
        }

        return news ? parcel with { Scans = [.. known.Values.Order(Comparer<Scan>.Create(Compare))] } : parcel;
    }

    /// <summary>What a scan tells, whatever its id and however it is put into words.</summary>
    private static (long, ParcelStatus, string?, string?) FactOf(Scan scan) =>
        (scan.CarrierTime.UtcTicks, scan.Status, scan.Reason, scan.Place);

    // Walks the scans in time. 'road' is the furthest unstarred status so far; a starred one lies over it until the road goes on.
    private static (ParcelStatus Status, Scan? By, DateTimeOffset? DeliveredAt) Fold(ParcelState parcel, IReadOnlyList<Scan> scans)
    {
        var start = parcel.Waybill is null ? ParcelStatus.Preparing : ParcelStatus.LabelCreated;
        Scan? by = null;
        var road = start;
        var status = start;
        DateTimeOffset? deliveredAt = null;
        foreach (var scan in scans)
        {
            if (!Applies(scan.Status, road))
                continue;
            if (scan.Status == ParcelStatus.Delivered && road != ParcelStatus.Delivered)
                deliveredAt = scan.Time;
            (status, by) = (scan.Status, scan);
            if (!status.IsStarred())
                road = status;
            else if (road.Rank() < ParcelStatus.PickedUp.Rank())
                road = ParcelStatus.PickedUp; // Where it halts, the carrier has it.
        }

        return (status, by, deliveredAt);
    }

    private static bool Applies(ParcelStatus next, ParcelStatus road) =>
        road == ParcelStatus.Delivered ? next is ParcelStatus.Returning : next.Rank() >= road.Rank();

    private static int Compare(Scan left, Scan right)
    {
        var order = left.Time.UtcTicks.CompareTo(right.Time.UtcTicks);
        // Of what we heard at one time, that with a wrong time comes before what the carrier told with a right one after it.
        if (order == 0)
            order = (left.DatedAt is null).CompareTo(right.DatedAt is null);
        if (order == 0)
            order = left.CarrierTime.UtcTicks.CompareTo(right.CarrierTime.UtcTicks);
        if (order == 0)
            order = left.Status.Rank().CompareTo(right.Status.Rank());
        if (order == 0)
            order = left.Status.CompareTo(right.Status);
        if (order == 0)
            order = string.CompareOrdinal(left.ScanId, right.ScanId);
        if (order == 0)
            order = left.Time.Offset.CompareTo(right.Time.Offset);
        if (order == 0)
            order = string.CompareOrdinal(left.Reason, right.Reason);
        if (order == 0)
            order = string.CompareOrdinal(left.Place, right.Place);
        return order == 0 ? string.CompareOrdinal(left.Text, right.Text) : order;
    }
}
