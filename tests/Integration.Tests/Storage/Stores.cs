using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Storefront;
using Orders.Functions.Storage.Tables;

namespace Integration.Tests.Storage;

/// <summary>The stores as one process has them.</summary>
internal sealed class Stores
{
    public Stores(AzuriteFixture azurite, Wire? wire = null)
    {
        Wire = wire ?? new Wire();
        var tableOptions = new TableClientOptions();
        tableOptions.AddPolicy(Wire, HttpPipelinePosition.PerCall);
        Tables = new TableServiceClient(azurite.ConnectionString, tableOptions);
        var queueOptions = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        queueOptions.AddPolicy(Wire, HttpPipelinePosition.PerCall);
        Queues = new QueueServiceClient(azurite.ConnectionString, queueOptions);

        Retry = new OptimisticRetry(Clock, new Random(1));
        Vault = new CustomerVault(Tables, TestKeys.Master, Clock);
        Contacts = new ContactStore(Tables, Vault, Clock);
        Known = new KnownOrders(Tables);
        Outbox = new MailOutbox(Tables, Queues, Tray, Known, Clock);
        People = new ContactIndex(Tables, TestKeys.Search);
        Statuses = new StatusIndex(Tables);
        Endpoints = new EndpointStore(Tables, TestKeys.Master, Retry, Clock);
        Lanes = new StorefrontLanes(Tables, Queues, LaneTray, Clock);
        Storefront = new StorefrontOutbox(Tables, Endpoints, Lanes, Retry);
        Orders = new OrderStore(Tables, Contacts, People, Statuses, Outbox, Storefront, Known, Retry);
        Erasure = new CustomerErasure(Tables, Orders, Contacts, People, Retry, Clock);
        Stock = new StockStore(Tables, Queues, Retry, Clock);
        Inbox = new WebhookInbox(Tables, Queues, Clock);
        Quarantine = new Quarantine(Tables, Clock);
        Alerts = new OpsAlerts(Tables, Clock);
        Waybills = new WaybillIndex(Tables);
        Doubted = new DoubtedScans(Quarantine, Alerts, Waybills, new ScanTimes(ScanTimes.DefaultTolerance), Clock);
    }

    public Wire Wire { get; }

    public TestClock Clock { get; } = new();

    public TableServiceClient Tables { get; }

    public QueueServiceClient Queues { get; }

    public OptimisticRetry Retry { get; }

    public CustomerVault Vault { get; }

    public ContactStore Contacts { get; }

    public ContactIndex People { get; }

    public StatusIndex Statuses { get; }

    public MailOutbox Outbox { get; }

    public KnownOrders Known { get; }

    /// <summary>Nobody takes up what is in it, and it is closed until a test opens it.</summary>
    public Tray<MailMessage> Tray { get; } = new();

    /// <inheritdoc cref="Tray"/>
    public Tray<LaneWork> LaneTray { get; } = new();

    public EndpointStore Endpoints { get; }

    public StorefrontLanes Lanes { get; }

    public StorefrontOutbox Storefront { get; }

    public OrderStore Orders { get; }

    public CustomerErasure Erasure { get; }

    public StockStore Stock { get; }

    public WebhookInbox Inbox { get; }

    public Quarantine Quarantine { get; }

    public OpsAlerts Alerts { get; }

    public WaybillIndex Waybills { get; }

    public DoubtedScans Doubted { get; }

    /// <summary>
    /// Lets a process die at each of its requests in turn, once before and once after the request reached the storage, and another do the
    /// same work again.
    /// </summary>
    /// <param name="work">Is given an id of its own for each time.</param>
    /// <param name="check">Is given the process that finished the work.</param>
    public static async Task SurvivesEachDeathAsync(
        AzuriteFixture azurite,
        Func<Stores, string, Task> work,
        Func<Stores, string, Task> check
    )
    {
        var deaths = 0;
        for (var lives = false; !lives; deaths++)
        {
            var id = AzuriteFixture.NewId();
            try
            {
                await work(new Stores(azurite, new Wire { DiesAt = (deaths / 2) + 1, LastArrives = deaths % 2 == 1 }), id);
                lives = true;
            }
            catch (ProcessDiedException)
            {
                var second = new Stores(azurite);
                await work(second, id);
                await check(second, id);
            }
        }

        Assert.True(deaths > 2, "The work makes no request at which it could die.");
    }

    /// <summary>
    /// Has the SDK repeat each of the requests that some work makes, its answer lost: the work must come through, and leave what it leaves
    /// otherwise.
    /// </summary>
    public static async Task SurvivesEachRepetitionAsync(
        AzuriteFixture azurite,
        Func<Stores, string, Task> work,
        Func<Stores, string, Task> check
    )
    {
        var stores = new Stores(azurite, new Wire());
        for (var request = 1; request <= stores.Wire.Requests + 1; request++)
        {
            var id = AzuriteFixture.NewId();
            stores = new Stores(azurite, new Wire { AsksTwiceAt = request });
            await work(stores, id);
            await check(stores, id);
        }
    }
}
