using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Integrations;
using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Integrations.Payments;

public sealed class PaymentRoutingTests
{
    [Theory]
    [InlineData(PaymentMethod.Card, "USD", "one")]
    [InlineData(PaymentMethod.Card, "EUR", "two")]
    [InlineData(PaymentMethod.Crypto, "EUR", "three")]
    [InlineData(PaymentMethod.Wallet, "EUR", "one")]
    public void New_order_goes_to_the_provider_of_the_narrowest_setting(PaymentMethod method, string currency, string provider)
    {
        var routing = Read(
            ["one", "two", "three"],
            ("Payments:Provider", "one"),
            ("Payments:ProviderFor:card:eur", "two"),
            ("Payments:ProviderFor:Crypto", "three")
        );

        var registry = Registry(routing, "one", "two", "three");

        Assert.Equal(provider, registry.ForNewOrder(method, currency).Name);
    }

    [Fact]
    public void Only_provider_needs_no_setting() => Assert.Equal("one", Read(["one"]).ProviderFor(PaymentMethod.Transfer, "USD"));

    [Theory]
    [InlineData("Payments:Provider", "three", "names the payment provider three, which is not set up: there is one, two.")]
    [InlineData("Payments:ProviderFor:crypto", "btcpay", "names the payment provider btcpay, which is not set up: there is one, two.")]
    [InlineData("Payments:ProviderFor:card:EUR", "One", "names the payment provider One, which is not set up: there is one, two.")]
    [InlineData("Payments:ProviderFor:cash", "one", "is not known: the payment methods are card, wallet, transfer, crypto.")]
    [InlineData("Payments:ProviderFor:card:euro", "one", "is not known: euro is no ISO 4217 code of a currency.")]
    [InlineData("Payments:Providers", "one", "is not known.")]
    [InlineData("Payments:Provider", "", "is missing: there are several payment providers, one, two.")]
    public void Wrong_setting_is_named(string setting, string value, string complaint)
    {
        var wrong = Assert.Throws<SettingException>(() => Read(["one", "two"], ("Payments:Provider", "one"), (setting, value)));

        Assert.Equal($"The setting {setting} {complaint}", wrong.Message);
    }

    [Fact]
    public void All_wrong_settings_are_named_at_once()
    {
        var wrong = Assert.Throws<SettingException>(() =>
            Read(["one"], ("Payments:ProviderFor:card", "two"), ("Payments:ProviderFor:crypto", "three"))
        );

        Assert.Contains("provider two", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("provider three", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void App_does_not_start_with_a_provider_that_it_does_not_know()
    {
        var configuration = Settings(("Sandbox:Enabled", "true"), ("Sandbox:Secret", "secret"), ("Payments:ProviderFor:card", "stripe"));

        var wrong = Assert.Throws<SettingException>(() => new ServiceCollection().AddPayments(configuration));

        const string Message =
            "The setting Payments:ProviderFor:card names the payment provider stripe, which is not set up: there is sandbox.";
        Assert.Equal(Message, wrong.Message);
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
        var registry = Registry(Read(["one"]), "one");

        var unknown = Assert.Throws<InvalidOperationException>(() => registry.Named("two"));

        Assert.Equal("The payment provider two is not set up.", unknown.Message);
        Assert.Throws<SettingException>(() => Registry(Read(["one"]), "one", "one"));
    }

    private static PaymentProviderRegistry Registry(PaymentRouting routing, params string[] names) =>
        new(names.Select(name => new ScriptedPayments(name, [])), routing);

    private static PaymentRouting Read(string[] providers, params (string Name, string Value)[] settings) =>
        PaymentRouting.Read(Settings(settings), providers);

    // The later of two wins.
    private static IConfigurationRoot Settings(params (string Name, string Value)[] settings)
    {
        var builder = new ConfigurationBuilder();
        foreach (var (name, value) in settings)
            builder.AddInMemoryCollection([new(name, value)]);
        return builder.Build();
    }
}
