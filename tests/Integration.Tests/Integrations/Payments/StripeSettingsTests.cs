using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Payments;

namespace Integration.Tests.Integrations.Payments;

public sealed class StripeSettingsTests
{
    private static readonly (string Name, string Value)[] _right = [("SecretKey", "sk_live_secret"), ("WebhookSecret", "whsec_new")];

    [Fact]
    public void Stripe_is_off_unless_something_of_it_is_set() => Assert.Null(Read());

    [Fact]
    public void Keys_are_enough()
    {
        var settings = Read(_right)!;

        Assert.Equal(("https://api.stripe.com/", true), (settings.ApiUrl.AbsoluteUri, settings.IsLive));
        Assert.Equal(["whsec_new", "whsec_old"], Read([.. _right, ("WebhookSecretBefore", "whsec_old")])!.WebhookSecrets);
        Assert.False(Read([.. _right, ("SecretKey", "rk_test_1")])!.IsLive);
    }

    [Theory]
    [InlineData("SecretKey", "", "SecretKey is missing")]
    [InlineData("SecretKey", "pk_live_secret", "SecretKey is missing, or no secret key")]
    [InlineData("WebhookSecret", "secret", "WebhookSecret is missing, or no signing secret")]
    [InlineData("WebhookSecretBefore", "secret", "WebhookSecretBefore is no signing secret")]
    [InlineData("ApiUrl", "http://api.stripe.com", "ApiUrl is no https address")]
    [InlineData("ApiUrl", "api", "ApiUrl is no https address")]
    [InlineData("SecretKeys", "sk_live_1", "SecretKeys is not known")]
    public void Wrong_setting_is_named_and_no_secret_is_shown(string name, string value, string complaint)
    {
        var wrong = Assert.Throws<SettingException>(() => Read([.. _right, (name, value)]));

        Assert.Contains($"Payments:Stripe:{complaint}", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "secret ",
            wrong.Message.Replace("secret key", "", StringComparison.Ordinal).Replace("signing secret", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("live", wrong.Message, StringComparison.Ordinal);
    }

    private static StripeSettings? Read(params (string Name, string Value)[] settings) =>
        StripeSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings
                        .DistinctByLast()
                        .Select(setting => KeyValuePair.Create($"Payments:Stripe:{setting.Name}", (string?)setting.Value))
                )
                .Build()
        );
}

file static class Settings
{
    public static IEnumerable<(string Name, string Value)> DistinctByLast(this IEnumerable<(string Name, string Value)> settings) =>
        settings.Reverse().DistinctBy(setting => setting.Name);
}
