using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Payments;

namespace Integration.Tests.Integrations.Payments;

public sealed class BtcPaySettingsTests
{
    private static readonly Dictionary<string, string?> _right = new(StringComparer.Ordinal)
    {
        ["ApiUrl"] = "https://btcpay.example/",
        ["StoreId"] = "STORE1",
        ["ApiKey"] = "hush-key",
        ["WebhookSecret"] = "hush-secret",
    };

    [Fact]
    public void BtcPay_is_off_unless_something_of_it_is_set() => Assert.Null(Read([]));

    [Fact]
    public void Address_store_key_and_secret_are_enough()
    {
        var settings = Read(_right)!;

        Assert.Equal(("https://btcpay.example/", "STORE1", null), (settings.ApiUrl.AbsoluteUri, settings.StoreId, settings.SpeedPolicy));
        Assert.Empty(settings.Currencies);
        var more = Read(With(("WebhookSecretBefore", "hush-before"), ("SpeedPolicy", "LowSpeed"), ("Currencies", "USD, EUR")))!;
        Assert.Equal(["hush-secret", "hush-before"], more.WebhookSecrets);
        Assert.Equal(("LowSpeed", "USD EUR"), (more.SpeedPolicy, string.Join(' ', more.Currencies)));
    }

    [Theory]
    [InlineData("ApiUrl", "", "ApiUrl is missing")]
    [InlineData("ApiUrl", "http://btcpay.example", "ApiUrl is missing, or no https address")]
    [InlineData("StoreId", "", "StoreId is missing")]
    [InlineData("StoreId", "a/b", "StoreId is missing, or no id of a store")]
    [InlineData("ApiKey", "", "ApiKey is missing")]
    [InlineData("ApiKey", "hush key", "ApiKey is missing, or no key")]
    [InlineData("WebhookSecret", "hush", "WebhookSecret is missing, or too short")]
    [InlineData("WebhookSecretBefore", "hush", "WebhookSecretBefore is too short")]
    [InlineData("SpeedPolicy", "hush", "SpeedPolicy is none of HighSpeed")]
    [InlineData("Currencies", "USD,hush", "Currencies is no list")]
    [InlineData("ApiKeys", "hush", "ApiKeys is not known")]
    public void Wrong_setting_is_named_and_no_secret_is_shown(string name, string value, string complaint)
    {
        var wrong = Assert.Throws<SettingException>(() => Read(With((name, value))));

        Assert.Contains($"Payments:BtcPay:{complaint}", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", wrong.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> With(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(_right, StringComparer.Ordinal);
        foreach (var (name, value) in settings)
            all[name] = value;
        return all;
    }

    private static BtcPaySettings? Read(Dictionary<string, string?> settings) =>
        BtcPaySettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Payments:BtcPay:{setting.Key}", setting.Value)))
                .Build()
        );
}
