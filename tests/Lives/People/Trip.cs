using Companies;
using Lives.Scripts;
using Orders.Functions.Domain.Shipping;

namespace Lives.People;

/// <summary>One parcel's way: where it really is, and what the carrier tells of it.</summary>
internal sealed partial class Trip
{
    // Whatever happens to an order's first parcels, one of them arrives at last.
    private const int MostTroubles = 4;

    private static readonly TimeSpan _pickedUpAfterAll = TimeSpan.FromDays(25);

    private static readonly Journey[] _journeys = [.. Enum.GetValues<Journey>().Where(journey => journey <= Journey.Refused)];

    private readonly Life _life;
    private readonly Parcel _parcel;
    private readonly CarrierCompany _carrier;
    private readonly Random _random;
    private readonly Journey _journey;

    public Trip(Life life, Parcel parcel)
    {
        (_life, _parcel, _carrier) = (life, parcel, life.World.Carrier);
        var plan = PlanOf(life, parcel.Booking);
        var before = _carrier.Parcels.Values.Count(other => other != parcel && other.Booking.OrderNumber == parcel.Booking.OrderNumber);
        _random = new Random((plan?.Variant ?? 0) + (before * 7919));
        _journey =
            plan is null || before >= MostTroubles ? Journey.Smooth
            : before == 0 ? plan.Journey
            : _random.Next(3) == 0 ? _journeys[_random.Next(_journeys.Length)]
            : Journey.Smooth;
        parcel.CanBeRecalled = _random.Next(2) == 0;
    }

    private Machine.WorldClock Clock => _life.World.Clock;

    /// <summary>Whether the carrier will not carry an order's parcel: its first, where the plan says so.</summary>
    public static bool IsRefused(Life life, ParcelBooking booking) =>
        booking.ParcelNumber == 1 && PlanOf(life, booking)?.Journey == Journey.Refused;

    public async Task TravelAsync()
    {
        if (PlanOf(_life, _parcel.Booking) is { Clock: CarrierClock.NumberUsedBefore } plan)
            _life.World.Begin(_ => TellOfOtherAsync(plan.Variant));
        await Clock.SleepAsync(TimeSpan.FromMinutes(_random.Next(6) == 0 ? 0 : _random.Next(_random.Next(3) == 0 ? 5000 : 1400)));
        if (_journey == Journey.NeverPickedUp)
            await Clock.SleepAsync(_pickedUpAfterAll);
        if (_parcel.IsVoided || _parcel.Place == Place.Returned)
            return;
        _parcel.Place = Place.OnItsWay;
        _life.Note($"parcel {_parcel.Waybill} of {_parcel.Booking.OrderNumber}: with the carrier, {_journey}");
        await RoadAsync();
    }

    /// <summary>The carrier still has a delivery in its books of a parcel that had this number long ago, and tells it.</summary>
    private async Task TellOfOtherAsync(int variant)
    {
        var scan = _carrier.Mistake(_parcel, ParcelStatus.Delivered, Clock.Now - TimeSpan.FromDays(20 + (variant % 300)));
        await Clock.SleepAsync(TimeSpan.FromMinutes(1 + (variant % 90)));
        Tell(scan);
    }

    private Task RoadAsync() =>
        _journey switch
        {
            Journey.Silent => SilentAsync(),
            Journey.LostForGood => LostAsync(),
            Journey.LostAndFound => FoundAsync(),
            Journey.ScansDoubled => DoubledAsync(),
            Journey.ScansReordered => ReorderedAsync(),
            Journey.ScansMissing => MissingAsync(),
            Journey.AttemptFailed => AttemptsAsync(),
            Journey.AtCustoms => CustomsAsync(),
            Journey.AwaitingPickup => AwaitingPickupAsync(),
            Journey.ReturnedToSender => ReturnedAsync(),
            Journey.Damaged => DamagedAsync(),
            Journey.Contradictory => ContradictoryAsync(),
            Journey.ScansTripled => TripledAsync(),
            Journey.ScansBackfilled => BackfilledAsync(),
            _ => SmoothAsync(),
        };

    private static OrderPlan? PlanOf(Life life, ParcelBooking booking) =>
        life.Orders.Values.FirstOrDefault(order => order.OrderNumber == booking.OrderNumber) is { } order
            ? life.Script.Orders[order.Index]
            : null;

    /// <summary>A scan that the shop is told of, however long that takes.</summary>
    private void Say(ParcelStatus status, string? reason = null)
    {
        var scan = _carrier.Scan(_parcel, status, reason);
        Tell(scan);
    }

    private void Tell(Scan scan) => _life.World.Begin(_ => _carrier.TellAsync(_parcel, scan));

    /// <summary>A scan that the shop hears of only if it asks.</summary>
    private Scan Keep(ParcelStatus status, string? reason = null) => _carrier.Scan(_parcel, status, reason);

    /// <summary>The parcel goes on for a while.</summary>
    /// <returns>False if it was recalled meanwhile, and is with the shop again.</returns>
    private async Task<bool> LegAsync(double mostHours = 30)
    {
        await Clock.SleepAsync(TimeSpan.FromMinutes(1 + Math.Floor(_random.NextDouble() * mostHours * 60)));
        if (_parcel.Place == Place.Returned)
            return false;
        if (!_parcel.IsRecalled)
            return true;
        await ComeBackAsync();
        return false;
    }

    private async Task ComeBackAsync(bool tell = true)
    {
        if (tell)
            Say(ParcelStatus.Returning);
        await Clock.SleepAsync(TimeSpan.FromHours(1 + _random.Next(96)));
        _parcel.Place = Place.Returned;
        Say(ParcelStatus.Returned);
    }

    /// <summary>Picked up, and through the hubs, up to the last van if that is wanted.</summary>
    /// <returns>False if it was recalled meanwhile.</returns>
    private async Task<bool> SetOutAsync(bool toTheDoor = true)
    {
        Say(ParcelStatus.PickedUp);
        if (!await LegAsync())
            return false;
        Say(ParcelStatus.InTransit);
        if (!await LegAsync())
            return false;
        if (!toTheDoor)
            return true;
        Say(ParcelStatus.OutForDelivery);
        return await LegAsync(10);
    }

    private void Deliver()
    {
        _parcel.Place = Place.Delivered;
        Say(ParcelStatus.Delivered);
    }
}
