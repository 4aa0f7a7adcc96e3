using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Orchestrations.Shipments;

/// <summary>What a parcel is watched for, and until when it may stay as it is. Known times only: nothing here waits.</summary>
internal sealed class ParcelWatches(ShipmentWindows windows)
{
    private readonly SortedDictionary<ParcelWatch, DateTimeOffset> _due = [];

    /// <summary>The nearest end; null if nothing is watched.</summary>
    public DateTimeOffset? Nearest => _due.Count == 0 ? null : _due.Values.Min();

    /// <summary>The parcel has a waybill: the carrier should come for it.</summary>
    public void Booked(DateTimeOffset handOverBy, Promise promise)
    {
        _due[ParcelWatch.NoPickUp] = handOverBy;
        _due[ParcelWatch.LeavesLate] = promise.HandlingBy;
    }

    /// <summary>It stays in the shop: nobody is to come for it.</summary>
    public void Held() => Drop(ParcelWatch.NoPickUp, ParcelWatch.NeverPickedUp, ParcelWatch.LeavesLate);

    /// <summary>The carrier told of it.</summary>
    public void Tracked(ParcelState before, ParcelState after, DateTimeOffset now)
    {
        if (after.Status != before.Status)
        {
            Move(before, after, now);
        }

        _due.Remove(ParcelWatch.PresumedLost);
        if (after.HandedOver && after.Status != ParcelStatus.Returned)
        {
            // While it is known to lie still, silence is nothing to wonder at.
            _due[ParcelWatch.Silent] =
                now
                + windows.Silence
                + after.Status switch
                {
                    ParcelStatus.Customs => windows.Customs,
                    ParcelStatus.AvailableForPickup => windows.Collection,
                    _ => TimeSpan.Zero,
                };
        }
    }

    /// <summary>The carrier was asked, and knew nothing new.</summary>
    public void StillSilent(DateTimeOffset now) => _due[ParcelWatch.PresumedLost] = now + windows.Silence;

    /// <summary>Nobody came for it: it is waited for as long as for one that is silent.</summary>
    public void NotPickedUp(DateTimeOffset now) => _due[ParcelWatch.NeverPickedUp] = now + (2 * windows.Silence);

    /// <summary>It is to be delivered by another day now.</summary>
    public void Delayed(DateTimeOffset until) => _due[ParcelWatch.ArrivesLate] = until;

    /// <summary>What is due, the most urgent first; null if nothing is.</summary>
    public ParcelWatch? Take(DateTimeOffset now)
    {
        foreach (var (watch, at) in _due)
        {
            if (at <= now)
            {
                _due.Remove(watch);
                return watch;
            }
        }

        return null;
    }

    private void Move(ParcelState before, ParcelState after, DateTimeOffset now)
    {
        Drop(ParcelWatch.CustomsLong, ParcelWatch.CollectSoon, ParcelWatch.NotCollected);
        if (!before.HandedOver && after.HandedOver)
        {
            Drop(ParcelWatch.NoPickUp, ParcelWatch.LeavesLate, ParcelWatch.NeverPickedUp);
            if (after.PromisedTo is { } promised)
            {
                _due[ParcelWatch.ArrivesLate] = promised;
            }
        }

        switch (after.Status)
        {
            case ParcelStatus.Customs:
                _due[ParcelWatch.CustomsLong] = now + windows.Customs;
                break;

            case ParcelStatus.AvailableForPickup:
                Drop(ParcelWatch.ArrivesLate);
                _due[ParcelWatch.CollectSoon] = now + (windows.Collection / 2);
                _due[ParcelWatch.NotCollected] = now + windows.Collection;
                break;

            case ParcelStatus.Returning:
                Drop(ParcelWatch.ArrivesLate);
                break;

            case ParcelStatus.Returned:
                Drop(ParcelWatch.ArrivesLate, ParcelWatch.Silent);
                _due[ParcelWatch.NotInspected] = now + windows.Silence;
                break;
        }
    }

    private void Drop(params ReadOnlySpan<ParcelWatch> watches)
    {
        foreach (var watch in watches)
        {
            _due.Remove(watch);
        }
    }
}

/// <summary>What becomes of a parcel that stays as it is for too long; of several at once, the first is taken first.</summary>
internal enum ParcelWatch
{
    /// <summary>The hand-over window passed without a pick-up scan.</summary>
    NoPickUp,

    /// <summary>Nor did the carrier come for twice the silence window after that.</summary>
    NeverPickedUp,

    /// <summary>The promise of handling was broken.</summary>
    LeavesLate,

    /// <summary>The promise of delivery was broken.</summary>
    ArrivesLate,

    CustomsLong,

    /// <summary>Half of the time in which it can be collected is over.</summary>
    CollectSoon,

    NotCollected,

    /// <summary>No scan within the silence window.</summary>
    Silent,

    /// <summary>No scan for as long again, though the carrier was asked.</summary>
    PresumedLost,

    /// <summary>It came back, and nobody opened it.</summary>
    NotInspected,
}
