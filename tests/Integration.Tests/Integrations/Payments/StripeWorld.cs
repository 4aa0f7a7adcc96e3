using Doubles;
using Doubles.Stripe;
using Integration.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Partners;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Views;
using Orders.Functions.Integrations;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Integrations.Payments;

/// <summary>The adapter as the app has it, and Stripe's double at the other end of the wire.</summary>
internal sealed class StripeWorld : IAsyncDisposable
{
    private readonly CompanyServer _companies;
    private readonly ServiceProvider _services;

    private StripeWorld(CompanyServer companies, Stores stores)
    {
        _companies = companies;
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["App:LinkKey"] = "Qwe5UyMrxGN4fTS/b10guajb5CMvc0h0UyRLeSengno=",
                    ["Payments:Stripe:ApiUrl"] = new Uri(companies.Url, "stripe").AbsoluteUri,
                    ["Payments:Stripe:SecretKey"] = companies.Stripe.SecretKey,
                    ["Payments:Stripe:WebhookSecret"] = companies.Stripe.WebhookSecrets[0],
                }
            )
            .Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IPartnerLog>(new PartnerLog(stores.Tables, Clock))
            .AddSingleton(PageLinks.Read(settings, new("https://shop.example/")))
            .AddPayments(settings)
            .BuildServiceProvider();
        Payments = _services.GetRequiredService<PaymentProviderRegistry>().Named("stripe");
    }

    public StripeDouble Stripe => _companies.Stripe;

    /// <summary>The app's; Stripe has its own.</summary>
    public AheadClock Clock { get; } = new();

    public IPaymentProvider Payments { get; }

    /// <summary>An order of its own.</summary>
    public string Order { get; } = AzuriteFixture.NewId();

    public DateTimeOffset Until { get; } = DateTimeOffset.UtcNow.AddHours(3);

    public static async Task<StripeWorld> OpenAsync(AzuriteFixture azurite) =>
        new(await CompanyServer.StartAsync(cancellation: TestContext.Current.CancellationToken), new Stores(azurite));

    public async Task<string> RequestAsync(
        long cents = 15_900,
        string currency = "USD",
        string reference = "",
        PaymentMethod method = PaymentMethod.Card,
        DateTimeOffset? until = null,
        long received = 0
    ) =>
        (
            await Payments.RequestAsync(
                new(Order, "W-TEST", new Money(cents, currency), new Money(received, currency), method, until ?? Until, reference)
            )
        ).Url;

    /// <summary>Asks for money, and the customer pays it.</summary>
    /// <returns>The payment's id.</returns>
    public async Task<string> PayAsync(long cents = 15_900, string reference = "", PaymentMeans? by = null)
    {
        var received = Stripe.PaymentsOf(Order).Sum(payment => payment.Amount);
        await RequestAsync(cents, reference: reference, until: Until.AddMinutes(reference.Length), received: received);
        Stripe.Pay(Stripe.SessionsOf(Order)[^1].Id, by);
        return Stripe.PaymentsOf(Order)[^1].Id;
    }

    public Task<RefundReceipt> RefundAsync(long cents, string key = "cancel") =>
        Payments.RefundAsync($"{Order}:refund:{key}", Order, new Money(cents, "USD"));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _companies.DisposeAsync();
    }
}

/// <summary>A clock that runs as the machine's does, so much ahead of it.</summary>
internal sealed class AheadClock : TimeProvider
{
    private TimeSpan _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}
