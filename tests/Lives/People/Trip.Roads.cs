using Companies;
using Orders.Functions.Domain.Shipping;

namespace Lives.People;

// What can become of a parcel that the carrier has.
internal sealed partial class Trip
{
    private async Task SmoothAsync()
    {
        if (await SetOutAsync())
            Deliver();
    }

    /// <summary>The carrier knows all, and tells nothing or little.</summary>
    private async Task SilentAsync()
    {
        if (_random.Next(3) == 0)
            Keep(ParcelStatus.PickedUp);
        else
            Say(ParcelStatus.PickedUp);
        foreach (var status in new[] { ParcelStatus.InTransit, ParcelStatus.OutForDelivery })
        {
            if (!await LegAsync())
                return;
            Keep(status);
        }

        if (!await LegAsync())
            return;
        _parcel.Place = Place.Delivered;
        Keep(ParcelStatus.Delivered);
    }

    private async Task LostAsync()
    {
        if (!await SetOutAsync(toTheDoor: _random.Next(2) == 0))
            return;
        _parcel.Place = Place.Lost;
        if (_random.Next(2) == 0)
            return;
        await Clock.SleepAsync(TimeSpan.FromDays(_random.Next(4)));
        Say(ParcelStatus.Exception, "lost");
    }

    /// <summary>It lay somewhere until nobody expected it any more.</summary>
    private async Task FoundAsync()
    {
        if (!await SetOutAsync(toTheDoor: false))
            return;
        if (_random.Next(3) == 0)
            Say(ParcelStatus.Exception, "lost");
        if (!await LegAsync(24 * (5 + _random.Next(25))))
            return;
        Say(ParcelStatus.InTransit);
        if (_random.Next(4) == 0)
        {
            await ComeBackAsync();
            return;
        }

        if (await LegAsync())
            Deliver();
    }

    private async Task DoubledAsync()
    {
        foreach (var status in new[] { ParcelStatus.PickedUp, ParcelStatus.InTransit, ParcelStatus.OutForDelivery, ParcelStatus.Delivered })
        {
            if (status == ParcelStatus.Delivered)
                _parcel.Place = Place.Delivered;
            var scan = Keep(status);
            for (var times = 1 + _random.Next(3); times > 0; times--)
                Tell(scan);
            if (_random.Next(2) == 0)
                Say(status);
            if (status != ParcelStatus.Delivered && !await LegAsync())
                return;
        }
    }

    /// <summary>One thing that happened is told three times, each time under another id: some that the customer is written about.</summary>
    private async Task TripledAsync()
    {
        ParcelStatus[] road =
        [
            ParcelStatus.PickedUp,
            ParcelStatus.InTransit,
            ParcelStatus.OutForDelivery,
            _random.Next(2) == 0 ? ParcelStatus.AttemptFailed : ParcelStatus.AvailableForPickup,
            ParcelStatus.Delivered,
        ];
        foreach (var status in road)
        {
            if (status == ParcelStatus.Delivered)
                _parcel.Place = Place.Delivered;
            var scan = Keep(status);
            Tell(scan);
            for (var times = 2; times > 0; times--)
            {
                await Clock.SleepAsync(TimeSpan.FromMinutes(_random.Next(2) * _random.Next(60)));
                Tell(_carrier.Repeat(_parcel, scan));
            }

            if (status != ParcelStatus.Delivered && !await LegAsync())
                return;
        }
    }

    /// <summary>What happened before comes into the books later: the shop sees it when it asks, or is told then.</summary>
    private async Task BackfilledAsync()
    {
        if (!await SetOutAsync())
            return;
        Backfill(_random.Next(2) == 0 ? ParcelStatus.AttemptFailed : ParcelStatus.InTransit);
        if (!await LegAsync())
            return;
        Deliver();
        await Clock.SleepAsync(TimeSpan.FromHours(_random.Next(48)));
        Backfill(_random.Next(2) == 0 ? ParcelStatus.OutForDelivery : ParcelStatus.AvailableForPickup);
    }

    /// <summary>A scan of some hours ago is noted.</summary>
    private void Backfill(ParcelStatus status)
    {
        // Not that of another parcel which had its number.
        var first = _parcel.Scans.First(scan => _carrier.MakingOf(scan.ScanId)?.IsOfOther != true).Time;
        var scan = _carrier.Scan(_parcel, status, time: first + ((Clock.Now - first) * _random.NextDouble()));
        if (_random.Next(2) == 0)
            Tell(scan);
    }

    /// <summary>The shop hears of what happened in another order than it happened.</summary>
    private async Task ReorderedAsync()
    {
        var scans = new List<Scan>();
        foreach (
            var status in new[]
            {
                ParcelStatus.PickedUp,
                ParcelStatus.InTransit,
                ParcelStatus.Customs,
                ParcelStatus.InTransit,
                ParcelStatus.OutForDelivery,
            }
        )
        {
            scans.Add(Keep(status));
            if (!await LegAsync(8))
                break;
        }

        if (!_parcel.IsRecalled)
        {
            _parcel.Place = Place.Delivered;
            scans.Add(Keep(ParcelStatus.Delivered));
        }

        var told = scans.ToArray();
        _random.Shuffle(told);
        foreach (var scan in told)
        {
            Tell(scan);
            await Clock.SleepAsync(TimeSpan.FromMinutes(_random.Next(3) * _random.Next(300)));
        }
    }

    private async Task MissingAsync()
    {
        foreach (var status in new[] { ParcelStatus.PickedUp, ParcelStatus.InTransit, ParcelStatus.OutForDelivery, ParcelStatus.Delivered })
        {
            if (status == ParcelStatus.Delivered)
                _parcel.Place = Place.Delivered;
            var scan = Keep(status);
            if (_random.Next(5) < (status == ParcelStatus.Delivered ? 4 : 2))
                Tell(scan);
            if (status != ParcelStatus.Delivered && !await LegAsync())
                return;
        }
    }

    private async Task AttemptsAsync()
    {
        if (!await SetOutAsync())
            return;
        for (var attempts = 1 + _random.Next(3); attempts > 0; attempts--)
        {
            Say(ParcelStatus.AttemptFailed, _random.Next(2) == 0 ? "nobody_home" : null);
            if (!await LegAsync(48))
                return;
            Say(ParcelStatus.OutForDelivery);
            if (!await LegAsync(8))
                return;
        }

        if (_random.Next(3) == 0)
            await ComeBackAsync();
        else
            Deliver();
    }

    private async Task CustomsAsync()
    {
        if (!await SetOutAsync(toTheDoor: false))
            return;
        Say(ParcelStatus.Customs);
        if (!await LegAsync(24 * (1 + _random.Next(14))))
            return;
        if (_random.Next(5) == 0)
        {
            await ComeBackAsync();
            return;
        }

        Say(ParcelStatus.InTransit);
        if (await LegAsync())
            Deliver();
    }

    private async Task AwaitingPickupAsync()
    {
        if (!await SetOutAsync(toTheDoor: _random.Next(2) == 0))
            return;
        Say(ParcelStatus.AvailableForPickup);
        if (!await LegAsync(24 * (1 + _random.Next(8))))
            return;
        if (_random.Next(3) == 0)
            await ComeBackAsync();
        else
            Deliver();
    }

    private async Task ReturnedAsync()
    {
        if (!await SetOutAsync())
            return;
        if (_random.Next(3) > 0)
            Say(ParcelStatus.Exception, _random.Next(2) == 0 ? "refused" : "address");
        if (!await LegAsync())
            return;
        await ComeBackAsync(tell: _random.Next(3) > 0);
    }

    /// <summary>Broken on its way: thrown away, or brought back.</summary>
    private async Task DamagedAsync()
    {
        if (!await SetOutAsync(toTheDoor: _random.Next(2) == 0))
            return;
        Say(ParcelStatus.Exception, "damaged");
        if (_random.Next(2) == 0)
            _parcel.Place = Place.Lost;
        else
            await ComeBackAsync();
    }

    /// <summary>What the carrier says is not what happened.</summary>
    private async Task ContradictoryAsync()
    {
        if (!await SetOutAsync())
            return;
        switch (_random.Next(5))
        {
            case 0:
                // Scanned as delivered from the van, and brought the next day.
                Say(ParcelStatus.Delivered);
                await Clock.SleepAsync(TimeSpan.FromHours(20));
                Say(ParcelStatus.OutForDelivery);
                Deliver();
                break;
            case 1:
                // Never came.
                Say(ParcelStatus.Delivered);
                _parcel.Place = Place.Lost;
                break;
            case 2:
                // Said to come back, and delivered.
                Say(ParcelStatus.Returning);
                await Clock.SleepAsync(TimeSpan.FromDays(1));
                Deliver();
                break;
            case 3:
                Say(ParcelStatus.Exception, "lost");
                await Clock.SleepAsync(TimeSpan.FromDays(_random.Next(5)));
                Deliver();
                break;
            default:
                // Not taken at the door after all.
                Say(ParcelStatus.Delivered);
                await Clock.SleepAsync(TimeSpan.FromHours(_random.Next(72)));
                await ComeBackAsync();
                break;
        }
    }
}
