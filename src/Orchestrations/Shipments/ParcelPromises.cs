using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>What the customer was promised for a parcel: when it leaves, and when it arrives.</summary>
internal sealed class ParcelPromises
{
    private readonly Dictionary<PromiseKind, PromiseState> _changed = [];
    private IReadOnlyList<PromiseState> _promises = [];

    /// <summary>What was promised when the parcel was booked, and is written down.</summary>
    public void Made(IReadOnlyList<PromiseState> promises) => _promises = [.. _promises, .. promises];

    /// <summary>A promise was not kept; there is a new day.</summary>
    public void Break(PromiseKind kind, DateTimeOffset at, ReasonCode reason, DateTimeOffset until) =>
        Replace([.. _promises.Select(promise => promise.Kind == kind && promise.IsOpen ? promise.Break(at, reason, until) : promise)]);

    /// <summary>Settles what is decided by how the parcel stands now.</summary>
    /// <returns>Those that have changed since this was last asked.</returns>
    public IReadOnlyList<PromiseState> TakeChanged(ParcelState parcel, DateTimeOffset now)
    {
        Replace([
            .. _promises.Select(promise =>
                promise.Kind == PromiseKind.Handling ? Left(promise, parcel, now) : Arrived(promise, parcel, now)
            ),
        ]);
        IReadOnlyList<PromiseState> changed = [.. _changed.Values];
        _changed.Clear();
        return changed;
    }

    private void Replace(IReadOnlyList<PromiseState> promises)
    {
        Note(promises.Where((promise, i) => promise != _promises[i]));
        _promises = promises;
    }

    private void Note(IEnumerable<PromiseState> promises)
    {
        foreach (var promise in promises)
        {
            _changed[promise.Kind] = promise;
        }
    }

    private static PromiseState Left(PromiseState promise, ParcelState parcel, DateTimeOffset now) =>
        parcel switch
        {
            { HandedOver: true } => promise.Fulfil(LeftAt(parcel) ?? now, ReasonCode.NoPickUp),
            { Outcome: not null } => promise.Withdraw(now),
            _ => promise,
        };

    private static DateTimeOffset? LeftAt(ParcelState parcel) =>
        parcel.Scans.Where(scan => scan.Status.Rank() >= ParcelStatus.PickedUp.Rank()).Min(scan => (DateTimeOffset?)scan.Time);

    private static PromiseState Arrived(PromiseState promise, ParcelState parcel, DateTimeOffset now) =>
        parcel.Outcome switch
        {
            null => promise,
            ShipmentOutcome.Delivered => promise.Fulfil(parcel.DeliveredAt ?? now),
            ShipmentOutcome.Voided or ShipmentOutcome.Refused => promise.Withdraw(now),
            _ when ReturnToSender.ByCustomer(parcel) => promise.Withdraw(now),
            ShipmentOutcome.Lost => promise.Break(now, ReasonCode.Lost),
            ShipmentOutcome.Damaged => promise.Break(now, ReasonCode.Damaged),
            ShipmentOutcome.Returned => promise.Break(now, ReasonCode.Returned),
            _ => throw new ArgumentOutOfRangeException(nameof(parcel), parcel.Outcome, "Not an end of a parcel."),
        };
}
