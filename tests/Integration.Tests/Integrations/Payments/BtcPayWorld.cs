using Doubles;
using Doubles.BtcPay;
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

/// <summary>The adapter as the app has it, and BTCPay's double at the other end of the wire.</summary>
internal sealed class BtcPayWorld : IAsyncDisposable
{
    private readonly CompanyServer _companies;
    private readonly ServiceProvider _services;

    private BtcPayWorld(CompanyServer companies, Stores stores, string? speed, string? currencies)
    {
        _companies = companies;
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["App:LinkKey"] = "Qwe5UyMrxGN4fTS/b10guajb5CMvc0h0UyRLeSengno=",
                    ["Payments:BtcPay:ApiUrl"] = new Uri(companies.Url, "btcpay").AbsoluteUri,
                    ["Payments:BtcPay:StoreId"] = companies.BtcPay.StoreId,
                    ["Payments:BtcPay:ApiKey"] = companies.BtcPay.ApiKey,
                    ["Payments:BtcPay:WebhookSecret"] = companies.BtcPay.Webhooks.Secret,
                    ["Payments:BtcPay:SpeedPolicy"] = speed,
                    ["Payments:BtcPay:Currencies"] = currencies,
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
        Payments = _services.GetRequiredService<PaymentProviderRegistry>().Named("btcpay");
        News = _services.GetRequiredService<IPaymentNews>();
    }

    public BtcPayDouble BtcPay => _companies.BtcPay;

    /// <summary>The app's; BTCPay has its own.</summary>
    public AheadClock Clock { get; } = new();

    public IPaymentProvider Payments { get; }

    public IPaymentNews News { get; }

    /// <summary>An order of its own.</summary>
    public string Order { get; } = AzuriteFixture.NewId();

    public DateTimeOffset Until { get; } = DateTimeOffset.UtcNow.AddHours(2);

    /// <summary>The invoice that was made last.</summary>
    public string Invoice => BtcPay.InvoicesOf(Order)[^1].Id;

    public IEnumerable<string> Statuses => BtcPay.InvoicesOf(Order).Select(invoice => invoice.Status);

    public static async Task<BtcPayWorld> OpenAsync(AzuriteFixture azurite, string? speed = null, string? currencies = null) =>
        new(await CompanyServer.StartAsync(cancellation: TestContext.Current.CancellationToken), new Stores(azurite), speed, currencies);

    public async Task<string> RequestAsync(
        long cents = 15_900,
        string currency = "USD",
        string reference = "",
        PaymentMethod method = PaymentMethod.Crypto,
        long received = 0,
        TimeSpan? grace = null
    ) =>
        (
            await Payments.RequestAsync(
                new(Order, "W-TEST", new Money(cents, currency), new Money(received, currency), method, Until, reference)
                {
                    Grace = grace ?? TimeSpan.FromHours(6),
                }
            )
        ).Url;

    /// <summary>Asks for money, and the customer pays it.</summary>
    /// <returns>The invoice's id.</returns>
    public async Task<string> PayAsync(long cents = 15_900, string reference = "", long received = 0)
    {
        await RequestAsync(cents, reference: reference, received: received);
        BtcPay.Confirm(BtcPay.Pay(Invoice));
        return Invoice;
    }

    public Task<RefundReceipt> RefundAsync(long cents, string key = "cancel") =>
        Payments.RefundAsync($"{Order}:refund:{key}", Order, new Money(cents, "USD"));

    /// <summary>What is told of the last invoice: the kind, the amount, and whether the page is used up.</summary>
    public async Task<IReadOnlyList<(PaymentUpdateType Type, long Amount, bool Ends)>> ToldAsync() =>
        [
            .. (await News.ReadAsync($"invoice:{Invoice}")).Select(news =>
                (news.Update.Type, news.Update.Amount.Amount, news.Update.EndsRequest)
            ),
        ];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _companies.DisposeAsync();
    }
}
