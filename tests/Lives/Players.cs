using Lives.Machine;
using Lives.People;
using Lives.Scripts;

namespace Lives;

/// <summary>Sets everybody going who has something to do in a script.</summary>
internal static class Players
{
    public static IEnumerable<Func<World, Task>> Of(Life life)
    {
        life.World.Carrier.Booked = parcel => life.World.Begin(_ => new Trip(life, parcel).TravelAsync());
        life.World.Carrier.Refuses = booking => Trip.IsRefused(life, booking);
        life.World.Carrier.Clock = new CarrierClocks(life).At;
        life.World.Carrier.LeavesZoneOut = new CarrierClocks(life).LeavesZoneOut;
        life.World.Payments.Repeats = told => life.World.Begin(world => CompanyNotices.TellAgainAsync(world, told));
        life.World.Payments.TakenOver = key => life.World.Begin(world => CompanyNotices.SettleInTimeAsync(world, key));
        for (var i = 0; i < life.Script.Orders.Count; i++)
        {
            var index = i;
            yield return _ => PlayAsync(life, index);
        }

        yield return _ => Diligence.WorkAsync(life);
    }

    /// <summary>One order's customer, and all who have to do with that order.</summary>
    private static async Task PlayAsync(Life life, int index)
    {
        await life.World.Clock.SleepAsync(life.Script.Orders[index].At);
        var order = await Placing.PlaceAsync(life, index);
        life.Unplaced--;
        if (order is null)
            return;
        foreach (var deed in life.Script.Deeds.Where(deed => deed.Order == index))
            life.World.Begin(_ => DoAsync(life, order, deed));
    }

    private static async Task DoAsync(Life life, PlacedOrder order, Deed deed)
    {
        if (deed.When is { } status)
            await order.ReachingAsync(status, deed.Again ? 2 : 1);
        life.Busy++;
        await life.World.Clock.SleepAsync(deed.After);
        await Deeds.DoAsync(life, order, deed);
        life.Busy--;
    }
}
