using Orders.Functions.Orders;
using Simulation.Lives;
using Simulation.World;

namespace Simulation.People;

/// <summary>How parcels travel, and what the carrier tells of it.</summary>
internal static class Journeys
{
    private static readonly TimeSpan _leg = TimeSpan.FromHours(6);

    public static async Task TravelAsync(Life life, Parcel parcel)
    {
        var world = life.World;
        await world.Clock.SleepAsync(_leg);
        if (parcel.IsVoided)
            return;
        parcel.Place = Place.OnItsWay;
        foreach (var status in new[] { ParcelStatus.PickedUp, ParcelStatus.InTransit, ParcelStatus.OutForDelivery })
        {
            await world.Carrier.ScanAsync(parcel, status);
            await world.Clock.SleepAsync(_leg);
        }

        parcel.Place = Place.Delivered;
        await world.Carrier.ScanAsync(parcel, ParcelStatus.Delivered);
    }
}
