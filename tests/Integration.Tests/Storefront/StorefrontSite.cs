using Doubles;
using Doubles.Storefront;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orders.Functions.Background;
using Orders.Functions.Commands;
using Orders.Functions.Commands.Storefront;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Integrations;
using Orders.Functions.Integrations.Storefront;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Storefront;

namespace Integration.Tests.Storefront;

/// <summary>Storage of its own: an endpoint hears of every order in it.</summary>
public sealed class StorefrontStorage : IAsyncLifetime
{
    public AzuriteFixture Azurite { get; } = new();

    public ValueTask InitializeAsync() => Azurite.InitializeAsync();

    public ValueTask DisposeAsync() => Azurite.DisposeAsync();
}

/// <summary>The app's stores and its posting to the storefront, on virtual time; a receiver that hears over HTTP.</summary>
internal sealed class StorefrontSite : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StorefrontSite(ServiceProvider services, CompanyServer companies, FakeTimeProvider time) =>
        (_services, Companies, Time) = (services, companies, time);

    public CompanyServer Companies { get; }

    public StorefrontDouble Receiver => Companies.Storefront;

    public FakeTimeProvider Time { get; }

    public WebhookEndpoints Endpoints => Get<WebhookEndpoints>();

    public WebhookDeliveries Deliveries => Get<WebhookDeliveries>();

    public static async Task<StorefrontSite> OpenAsync(StorefrontStorage storage, bool allowLocal = true)
    {
        var time = new FakeTimeProvider(Samples.Noon);
        var companies = await CompanyServer.StartAsync(time: time);
        var services = new ServiceCollection()
            .AddApp(storage.Azurite, time)
            .AddStorefront(new ConfigurationBuilder().Build())
            .AddSingleton(new WebhookPostOptions(allowLocal) { Timeout = TimeSpan.FromSeconds(1) })
            .AddSingleton<StorefrontDelivery>()
            .AddSingleton<StorefrontSweep>()
            .AddSingleton<StorefrontCleanup>()
            .BuildServiceProvider();
        return new(services, companies, time);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>An endpoint that posts to the receiver, which knows its secret from now on.</summary>
    public async Task<string> ListenAsync(string path = "", params IReadOnlyList<string> types)
    {
        var made = await Endpoints.CreateAsync(new EndpointOrder("Mei", $"{Companies.Url}storefront{path}", types), default);
        var (endpoint, secret) = Assert.IsType<Done<(StorefrontEndpoint, string)>>(made).Value;
        Receiver.Secrets = [.. Receiver.Secrets, secret];
        return endpoint.Id;
    }

    /// <summary>A new order that tells <c>order.paid</c> and <c>order.checking_stock</c>.</summary>
    public async Task<Order> PayAsync()
    {
        var order = await PlaceAsync();
        await TellAsync(order, 1, OrderStatus.CheckingStock, TimelineKind.Paid);
        return order;
    }

    public async Task<Order> PlaceAsync()
    {
        var order = Samples.Order(AzuriteFixture.NewId("o"), placedAt: Time.GetUtcNow());
        await Get<OrderStore>().PlaceAsync(Samples.Place(order));
        return order;
    }

    /// <summary>Writes a step of an order.</summary>
    public Task TellAsync(Order order, int step, OrderStatus status, params TimelineKind[] kinds) =>
        Get<OrderStore>()
            .RecordAsync(
                new Progress(order.OrderId, Samples.State(order, status, step))
                {
                    DecidedAt = Time.GetUtcNow(),
                    Timeline = [.. kinds.Select(kind => new TimelineEntry(Time.GetUtcNow(), kind, Actor.System))],
                }
            );

    public Task DeliverAsync(string endpoint, Order order) =>
        Get<StorefrontDelivery>().DeliverAsync(new LaneWork(endpoint, order.OrderId), default);

    public Task<StorefrontLane?> LaneAsync(string endpoint, Order order) => Get<StorefrontLanes>().FindAsync(endpoint, order.OrderId);

    /// <summary>Lets the time pass until an order's next try is due.</summary>
    /// <returns>How long that was.</returns>
    public async Task<TimeSpan> PassPauseAsync(string endpoint, Order order)
    {
        var pause = (await LaneAsync(endpoint, order))!.DueAt - Time.GetUtcNow();
        Time.Advance(pause);
        return pause;
    }

    public async Task<IReadOnlyList<Delivery>> LogAsync(string endpoint) =>
        Assert
            .IsType<Done<(IReadOnlyList<Delivery> Deliveries, string?)>>(await Deliveries.PageAsync(endpoint, null, default))
            .Value.Deliveries;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Companies.DisposeAsync();
    }
}
