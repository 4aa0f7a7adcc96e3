using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Domain.Tests.Shipping;

public sealed class ScanTimesTests
{
    [Theory]
    [InlineData(null, 14)]
    [InlineData("PT2H", 2)]
    public void Tolerance_is_a_setting_with_a_default(string? setting, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), Read("Carriers:TimeTolerance", setting).Tolerance);

    [Theory]
    [InlineData("Carriers:TimeTolerance", "soon")]
    [InlineData("Carriers:TimeTolerance", "2bd")]
    public void Wrong_setting_is_named(string name, string value) =>
        Assert.Contains(name, Assert.Throws<SettingException>(() => Read(name, value)).Message);

    [Theory]
    [InlineData(-14, null)]
    [InlineData(-15, "time_before_booking")]
    [InlineData(3 + 14, null)]
    [InlineData(3 + 15, "time_in_future")]
    public void Scan_is_believed_within_the_tolerance_of_its_parcel_life(int hours, string? reason)
    {
        var scan = new Scan("s", Samples.Noon.AddHours(hours), ParcelStatus.Delivered, null, null, null);

        Assert.Equal(reason, new ScanTimes(TimeSpan.FromHours(14)).Against(scan, Samples.Noon, Samples.Noon.AddHours(3))?.Split(':')[0]);
    }

    private static ScanTimes Read(string name, string? value) =>
        ScanTimes.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = value }).Build());
}
