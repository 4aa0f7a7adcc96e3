using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Partners;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Storefront;
using Orders.Functions.Storage.Tables;
using Orders.Functions.Telemetry;

namespace Orders.Functions.Storage;

internal static class StorageServices
{
    // Storage that answers nobody ends a try much sooner than its own time-out (StorageWatch): two are over within ten seconds, after which
    // a caller over HTTP gets their 503. What runs in the background has its own, longer retries.
    private const int Retries = 1;
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private const int MaxConnections = 64;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>The stores, on the storage account of the settings <c>AzureWebJobsStorage</c> (<see cref="StorageConnection"/>).</summary>
    /// <exception cref="SettingException">The connection, or the keys for personal data, are missing or wrong.</exception>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var account = StorageConnection.Read(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(RandomNumberGenerator.Create());
        services.AddSingleton(MasterKeys.Read(configuration));
        services.AddSingleton(SearchKey.Read(configuration));
        services.AddSingleton<StorageHealth>();
        services.AddSingleton(provider => account.Tables(Configured<TableClientOptions>(new(), "table", provider)));
        services.AddSingleton(provider =>
            account.Queues(Configured<QueueClientOptions>(new() { MessageEncoding = QueueMessageEncoding.None }, "queue", provider))
        );
        services.AddSingleton(provider => account.Blobs(Configured<BlobClientOptions>(new(), "blob", provider)));
        services.AddSingleton<CarrierPauses>();
        services.AddSingleton<CaseFiles>();
        services.AddSingleton<CaseIndex>();
        services.AddSingleton<CaseTexts>();
        services.AddSingleton<Catalogue>();
        services.AddSingleton<ContactIndex>();
        services.AddSingleton<ContactStore>();
        services.AddSingleton<CustomerVault>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<DoubtedScans>();
        services.AddSingleton<EndpointStore>();
        services.AddSingleton<IdSource>();
        services.AddSingleton<KnownOrders>();
        services.AddSingleton<LicenceIssuer>();
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<Tray<MailMessage>>();
        services.AddSingleton<OpsAlerts>();
        services.AddSingleton(provider => new OptimisticRetry(provider.GetRequiredService<TimeProvider>(), Random.Shared));
        services.AddSingleton<OrderStore>();
        services.AddSingleton<IPartnerLog, PartnerLog>();
        services.AddSingleton<ParcelLabels>();
        services.AddSingleton<PromiseStore>();
        services.AddSingleton<Quarantine>();
        services.AddSingleton<Seeder>();
        services.AddSingleton<StatusIndex>();
        services.AddSingleton<StockLook>();
        services.AddSingleton<StockStore>();
        services.AddSingleton<StorefrontLanes>();
        services.AddSingleton<StorefrontOutbox>();
        services.AddSingleton<Tray<LaneWork>>();
        services.AddSingleton<WaybillIndex>();
        services.AddSingleton<WebhookInbox>();
        services.AddHostedService<SeedAtStart>();
        return services;
    }

    private static T Configured<T>(T options, string service, IServiceProvider provider)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = Retries;
        options.Retry.Delay = RetryDelay;
        options.Retry.NetworkTimeout = TryTimeout;
        var connections = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = MaxConnections,
            PooledConnectionLifetime = ConnectionLifetime,
            UseCookies = false,
        };
        var watch = new StorageWatch(
            new StorageMeter(service, connections),
            provider.GetRequiredService<StorageHealth>(),
            provider.GetRequiredService<TimeProvider>()
        );
        options.Transport = new HttpClientTransport(new HttpClient(watch) { Timeout = Timeout.InfiniteTimeSpan });
        return options;
    }
}
