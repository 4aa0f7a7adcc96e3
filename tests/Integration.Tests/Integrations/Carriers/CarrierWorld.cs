using Doubles;
using Doubles.EasyPost;
using Doubles.Kuaidi100;
using Integration.Tests.Integrations.Payments;
using Integration.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Partners;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Integrations.Carriers;

/// <summary>The carriers' adapters as the app has them, and their doubles at the other end of the wire.</summary>
internal sealed class CarrierWorld : IAsyncDisposable
{
    private readonly CompanyServer _companies;
    private readonly ServiceProvider _services;

    private CarrierWorld(CompanyServer companies, Stores stores, IReadOnlyDictionary<string, string?> more)
    {
        _companies = companies;
        var settings = new ConfigurationBuilder().AddInMemoryCollection(CarrierSettings.For(companies)).AddInMemoryCollection(more).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IPartnerLog>(new PartnerLog(stores.Tables, Clock))
            .AddCarriers(settings)
            .BuildServiceProvider();
    }

    public EasyPostDouble EasyPost => _companies.EasyPost;

    public Kuaidi100Double Kuaidi100 => _companies.Kuaidi100;

    /// <summary>The app's; the companies have their own.</summary>
    public AheadClock Clock { get; } = new();

    /// <summary>An order of its own.</summary>
    public string Order { get; } = AzuriteFixture.NewId();

    public string Key => ParcelBooking.KeyOf(Order, 1);

    public CarrierRegistry Carriers => _services.GetRequiredService<CarrierRegistry>();

    public IWebhookAdapter WebhookOf(string name) =>
        _services.GetServices<IWebhookAdapter>().Single(adapter => adapter.Kind == WebhookKind.Carriers && adapter.Name == name);

    public static async Task<CarrierWorld> OpenAsync(AzuriteFixture azurite, params IReadOnlyList<(string Setting, string Value)> more) =>
        new(
            await CompanyServer.StartAsync(cancellation: TestContext.Current.CancellationToken),
            new Stores(azurite),
            more.ToDictionary(setting => setting.Setting, setting => (string?)setting.Value)
        );

    /// <summary>Two wallets to a customer in Germany.</summary>
    public ParcelBooking Abroad
    {
        get => Parcel("DE", ShippingClass.Express);
    }

    /// <summary>Two wallets to a customer in China.</summary>
    public ParcelBooking InChina
    {
        get => Parcel("CN", ShippingClass.Standard);
    }

    public Task<Booking> BookAsync(ParcelBooking booking) => CarrierOf(booking).BookAsync(Key, booking, default);

    /// <summary>By the routes: Kuaidi100 in China, EasyPost elsewhere.</summary>
    public ICarrier CarrierOf(ParcelBooking booking) =>
        Carriers.For(new ParcelToCarry(booking.Place, booking.Class, booking.WeightGrams, null))[0];

    public ParcelWaybill Waybill(Booking booking) => new(Order, booking.Waybill);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _companies.DisposeAsync();
    }

    private ParcelBooking Parcel(string country, ShippingClass shippingClass) =>
        new("R-7K3Q9-M2XWD", 1, shippingClass, 360, Samples.Contact().ShipTo with { Country = country })
        {
            OrderId = Order,
            Place = country,
            Goods =
            [
                new ParcelGoods("HW-PRO", new LocalizedText("Hardware wallet Pro", "硬件钱包 Pro"), 2, new Money(12_900, "USD"), 180)
                {
                    Size = new Dimensions(150, 100, 45),
                    HsCode = "847180",
                    OriginCountry = "CN",
                },
            ],
        };
}

/// <summary>The settings that point the app to the doubles.</summary>
internal static class CarrierSettings
{
    public static Dictionary<string, string?> For(CompanyServer companies) =>
        new()
        {
            ["App:Url"] = "https://shop.example/",
            ["Shop:Shipper:Name"] = "仓库 Warehouse",
            ["Shop:Shipper:Company"] = "Orders Ltd.",
            ["Shop:Shipper:Phone"] = "+8675500000000",
            ["Shop:Shipper:City"] = "深圳市",
            ["Shop:Shipper:Region"] = "广东省",
            ["Shop:Shipper:Line1"] = "科技园路 1 号",
            ["Shop:Shipper:PostalCode"] = "518000",
            ["Carriers:EasyPost:ApiUrl"] = new Uri(companies.Url, "easypost").AbsoluteUri,
            ["Carriers:EasyPost:ApiKey"] = companies.EasyPost.ApiKey,
            ["Carriers:EasyPost:WebhookSecret"] = companies.EasyPost.WebhookSecret,
            ["Carriers:EasyPost:CustomsSigner"] = "Li Mei",
            ["Carriers:EasyPost:Services:express"] = "DHLExpress/ExpressWorldwide,FedEx",
            ["Carriers:EasyPost:Services:standard"] = "YunExpress/Standard",
            ["Carriers:Kuaidi100:LabelUrl"] = new Uri(companies.Url, "kuaidi100/label/order").AbsoluteUri,
            ["Carriers:Kuaidi100:QueryUrl"] = new Uri(companies.Url, "kuaidi100/poll/query.do").AbsoluteUri,
            ["Carriers:Kuaidi100:Key"] = companies.Kuaidi100.Key,
            ["Carriers:Kuaidi100:Secret"] = companies.Kuaidi100.Secret,
            ["Carriers:Kuaidi100:Customer"] = companies.Kuaidi100.Customer,
            ["Carriers:Kuaidi100:Salt"] = "salt32",
            ["Carriers:Kuaidi100:Services:standard"] = "yuantong",
            ["Carriers:Kuaidi100:Services:express"] = "shunfeng/标准快递",
            ["Carriers:Kuaidi100:Accounts:yuantong:PartnerId"] = "YT1",
            ["Carriers:Kuaidi100:Accounts:shunfeng:PartnerId"] = "SF1",
            ["Carriers:Kuaidi100:Accounts:shunfeng:Cancels"] = "false",
            ["Carriers:Routes:0:Carrier"] = "kuaidi100",
            ["Carriers:Routes:0:Countries"] = "CN",
            ["Carriers:Routes:1:Carrier"] = "easypost",
            ["Carriers:Routes:1:ExceptCountries"] = "CN",
        };
}
