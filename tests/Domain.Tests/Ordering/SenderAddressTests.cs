using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Domain.Tests.Ordering;

public sealed class SenderAddressTests
{
    [Fact]
    public void Sender_is_the_one_of_the_settings_or_who_takes_returns()
    {
        Assert.Equal(["Orders", "Shenzhen"], Read(("Shop:ReturnAddress", "Orders | Shenzhen")).Lines);
        Assert.Equal(["Store", "Ulm"], Read(("Shop:ReturnAddress", "Orders|Shenzhen"), ("Shop:SenderAddress", "Store|Ulm")).Lines);
    }

    [Fact]
    public void Missing_or_too_long_sender_stops_the_start()
    {
        Assert.Throws<SettingException>(() => Read());
        Assert.Throws<SettingException>(() => Read(("Shop:SenderAddress", new string('a', SenderAddress.Longest + 1))));
    }

    private static SenderAddress Read(params (string Name, string Value)[] settings) =>
        SenderAddress.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
                .Build()
        );
}
