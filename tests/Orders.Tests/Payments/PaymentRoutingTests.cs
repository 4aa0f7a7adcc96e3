using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Integrations;
using Orders.Functions.Integrations.Payments;
using Orders.Functions.Integrations.Webhooks;
using Orders.Tests.Workflow;

namespace Orders.Tests.Payments;

public sealed class PaymentRoutingTests
{
    [Theory]
    [InlineData(PaymentMethod.Card, "USD", "one")]
    [InlineData(PaymentMethod.Card, "EUR", "two")]
    [InlineData(PaymentMethod.Crypto, "EUR", "three")]
    [InlineData(PaymentMethod.Wallet, "EUR", "one")]
    public void New_order_goes_to_the_provider_of_the_narrowest_setting(PaymentMethod method, string currency, string provider)
    {
        var routing = Read(["one", "two", "three"], ("Payments:Provider", "one"), ("Payments:ProviderFor:card:eur", "two"), ("Payments:ProviderFor:Crypto", "three"));

        var registry = new PaymentProviderRegistry([new ScriptedPayments("one", []), new ScriptedPayments("two", []), new ScriptedPayments("three", [])], routing);

        Assert.Equal(provider, registry.ForNewOrder(method, currency).Name);
    }

    [Fact]
    public void Only_provider_needs_no_setting() => Assert.Equal("one", Read(["one"]).ProviderFor(PaymentMethod.Transfer, "USD"));

    [Theory]
    [InlineData("Payments:Provider", "three", "The setting Payments:Provider names the payment provider three, which is not set up: there is one, two.")]
    [InlineData("Payments:ProviderFor:crypto", "btcpay", "The setting Payments:ProviderFor:crypto names the payment provider btcpay, which is not set up: there is one, two.")]
    [InlineData("Payments:ProviderFor:card:EUR", "One", "The setting Payments:ProviderFor:card:EUR names the payment provider One, which is not set up: there is one, two.")]
    [InlineData("Payments:ProviderFor:cash", "one", "The setting Payments:ProviderFor:cash is not known: the payment methods are card, wallet, transfer, crypto.")]
    [InlineData("Payments:ProviderFor:card:euro", "one", "The setting Payments:ProviderFor:card:euro is not known: euro is no ISO 4217 code of a currency.")]
    [InlineData("Payments:Providers", "one", "The setting Payments:Providers is not known.")]
    [InlineData("Payments:Provider", "", "The setting Payments:Provider is missing: there are several payment providers, one, two.")]
    public void Wrong_setting_is_named(string setting, string value, string message)
    {
        var wrong = Assert.Throws<SettingException>(() => Read(["one", "two"], ("Payments:Provider", "one"), (setting, value)));

        Assert.Equal(message, wrong.Message);
    }

    [Fact]
    public void All_wrong_settings_are_named_at_once()
    {
        var wrong = Assert.Throws<SettingException>(() => Read(["one"], ("Payments:ProviderFor:card", "two"), ("Payments:ProviderFor:crypto", "three")));

        Assert.Contains("provider two", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("provider three", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void App_does_not_start_with_a_provider_that_it_does_not_know()
    {
        var configuration = Settings(("Sandbox:Enabled", "true"), ("Sandbox:Secret", "secret"), ("Payments:ProviderFor:card", "stripe"));

        var wrong = Assert.Throws<SettingException>(() => new ServiceCollection().AddPayments(configuration));

        Assert.Equal("The setting Payments:ProviderFor:card names the payment provider stripe, which is not set up: there is sandbox.", wrong.Message);
    }

    /// <summary>Else its events would be answered with 404.</summary>
    [Fact]
    public void Every_provider_of_the_app_is_known_to_settings_and_to_webhooks()
    {
        var configuration = Settings(("Sandbox:Enabled", "true"), ("Sandbox:Secret", "secret"));
        using var services = new ServiceCollection().AddPayments(configuration).AddSandboxCompanies(configuration).BuildServiceProvider();

        var registry = services.GetRequiredService<PaymentProviderRegistry>();

        var adapters = services.GetServices<IWebhookAdapter>().Where(adapter => adapter.Kind == WebhookKind.Payments);
        Assert.Equal(registry.Names.Order(StringComparer.Ordinal), adapters.Select(adapter => adapter.Name).Order(StringComparer.Ordinal));
        Assert.Equal("sandbox", registry.ForNewOrder(PaymentMethod.Card, "USD").Name);
    }

    [Fact]
    public void Two_providers_of_one_name_and_an_unknown_one_are_refused()
    {
        var registry = new PaymentProviderRegistry([new ScriptedPayments("one", [])], Read(["one"]));

        Assert.Contains("two is not set up", Assert.Throws<InvalidOperationException>(() => registry.Named("two")).Message, StringComparison.Ordinal);
        Assert.Throws<SettingException>(() => new PaymentProviderRegistry([new ScriptedPayments("one", []), new ScriptedPayments("one", [])], Read(["one"])));
    }

    private static PaymentRouting Read(string[] providers, params (string Name, string Value)[] settings) => PaymentRouting.Read(Settings(settings), providers);

    // The later of two wins.
    private static IConfigurationRoot Settings(params (string Name, string Value)[] settings) => settings
        .Aggregate(new ConfigurationBuilder(), (builder, setting) => (ConfigurationBuilder)builder.AddInMemoryCollection([new(setting.Name, setting.Value)]))
        .Build();
}
