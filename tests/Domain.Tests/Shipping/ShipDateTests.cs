using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;

namespace Domain.Tests.Shipping;

public sealed class ShipDateTests
{
    /// <summary>Of a parcel that is promised to leave on November 23rd, in the warehouse's time.</summary>
    [Theory]
    [InlineData("2026-11-20T04:00:00Z", null, "2026-11-23")]
    [InlineData("2026-11-23T15:59:00Z", null, "2026-11-23")]
    [InlineData("2026-11-23T16:00:00Z", null, "2026-11-24")]
    [InlineData("2026-11-30T00:00:00Z", "2026-11-21T20:00:00Z", "2026-11-22")]
    public void Day_is_that_of_the_pick_up_or_the_next_possible_one(string now, string? pickedUp, string expected)
    {
        var parcel = Samples.Parcel() with
        {
            Promise = new Promise(Time("2026-11-23T15:59:59Z"), Time("2026-11-25T00:00:00Z"), Time("2026-11-26T00:00:00Z"), "1", []),
            Scans = pickedUp is null ? [] : [new Scan("s1", Time(pickedUp), ParcelStatus.PickedUp, null, null, null)],
        };

        Assert.Equal(expected, $"{ShipDate.Of(parcel, Time(now), WarehouseCalendar.Zone):yyyy-MM-dd}");
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
