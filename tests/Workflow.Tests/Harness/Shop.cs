using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Durable.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Activities;
using Orders.Functions.Commands;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Integrations.Mail;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Orders;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Tables;
using Workflow.Tests.Histories;

namespace Workflow.Tests.Harness;

/// <summary>
/// The whole workflow on virtual time: the real orchestrations, activities and stores (on Azurite), with a payment provider and a carrier
/// that do what the test says. Each shop has goods of its own, so that tests do not share stock.
/// </summary>
internal sealed partial class Shop : IAsyncDisposable
{
    private static readonly MailRenderer _mails = new(
        new MailOptions
        {
            From = "orders@shop.example",
            Shop = "Orders",
            ApiKey = "SG.test",
            WhenUnsure = WhenUnsure.Resend,
            AskAfter = TimeSpan.FromSeconds(12),
        }
    );

    private readonly ServiceProvider _services;
    private readonly string _id = Recording.Current?.ShopId ?? Guid.NewGuid().ToString("N")[..10];
    private int _orders;

    private Shop(AzuriteFixture azurite, TestHubOptions? options, RiskSettings? risk)
    {
        Options = options ?? new TestHubOptions();
        Options.Versioning ??= OrderVersions.Of(OrderVersions.Current);
        Payments = new ScriptedPayments("scripted", Effects);
        OtherPayments = new ScriptedPayments("other", Effects);
        Carrier = new ScriptedCarrier(Effects);
        var time = new VirtualTime(Options.Start);
        _services = new ServiceCollection()
            .AddApp(azurite, time)
            .AddSingleton(time)
            .AddSingleton(risk ?? new RiskSettings())
            .AddCompanies(Carrier, [Payments, OtherPayments])
            .BuildServiceProvider();
        Hub = TestHub.ForAssembly(typeof(RecordProgress).Assembly, _services, Options);
    }

    public TestHubOptions Options { get; }

    public TestHub Hub { get; }

    public ScriptedPayments Payments { get; }

    /// <summary>A second company, which takes the orders that a test gives it.</summary>
    public ScriptedPayments OtherPayments { get; }

    public ScriptedCarrier Carrier { get; }

    /// <summary>What the companies really did, in order.</summary>
    public List<string> Effects { get; } = [];

    public OrderStore Orders => _services.GetRequiredService<OrderStore>();

    /// <summary>What orders have to tell the storefront: nobody takes it up here.</summary>
    public StorefrontOutbox Storefront => _services.GetRequiredService<StorefrontOutbox>();

    public ContactStore Contacts => _services.GetRequiredService<ContactStore>();

    public ReturnDesk Returns => _services.GetRequiredService<ReturnDesk>();

    public RequestDesk Requests => _services.GetRequiredService<RequestDesk>();

    public LicenceIssuer Licences => _services.GetRequiredService<LicenceIssuer>();

    public string Wallet => $"HW-{_id}";

    public string Licence => $"SW-{_id}";

    /// <summary>Units of each product at the start.</summary>
    public const int Seed = 10;

    public static async Task<Shop> OpenAsync(AzuriteFixture azurite, TestHubOptions? options = null, RiskSettings? risk = null)
    {
        var shop = new Shop(azurite, options, risk);
        await shop.StockUpAsync(
            new Product(shop.Wallet, new("Wallet", "钱包"), new("", ""), ProductKind.Physical, new Money(12900, "USD"), 180, [], 50)
            {
                Substitutes = [shop.Lite, shop.Max],
            }
        );
        await shop.StockUpAsync(
            new Product(shop.Licence, new("Licence", "许可证"), new("", ""), ProductKind.Digital, new Money(4900, "USD"), 0, [], 50)
        );
        return shop;
    }

    private async Task StockUpAsync(Product product)
    {
        var catalogue = _services.GetRequiredService<TableServiceClient>().GetTableClient(StorageSchema.Catalogue);
        await catalogue.AddEntityAsync(new TableEntity(Catalogue.Partition, TableKey.Escape(product.Sku)).With(product));
        await _services.GetRequiredService<StockStore>().ReceiveAsync("seed", product.Sku, Seed);
    }

    // What the world does

    /// <summary>
    /// Places an order for one wallet and lets everything run that can run. Goods that the warehouse does not have are there as long as the
    /// order only looks, and sold to others before it is paid.
    /// </summary>
    public async Task<Order> PlaceAsync(Func<Order, Order>? change = null, Func<Contact, Contact>? contact = null)
    {
        var order = await StartAsync(change, contact);
        await RunPlacedAsync(order);
        return order;
    }

    /// <summary>Lets an order that was started run, as <see cref="PlaceAsync"/> does.</summary>
    public async Task RunPlacedAsync(Order order)
    {
        var lacking = await LackingAsync(order);
        await ShiftAsync(lacking, 1);
        await Hub.RunUntilIdleAsync();
        await ShiftAsync(lacking, -1);
    }

    /// <summary>The same, and what the warehouse does not have is not there when the order looks.</summary>
    public async Task<Order> PlaceShortAsync(Func<Order, Order> change, Func<Contact, Contact>? contact = null)
    {
        var order = await StartAsync(change, contact);
        await Hub.RunUntilIdleAsync();
        return order;
    }

    /// <summary>Places an order and runs nothing yet.</summary>
    public async Task<Order> StartAsync(Func<Order, Order>? change = null, Func<Contact, Contact>? contact = null)
    {
        var number = ++_orders;
        var order = new Order
        {
            OrderId = $"o-{_id}-{number}",
            OrderNumber = $"R-{_id}-{number}",
            CustomerId = $"c-{_id}-{number}",
            Locale = "zh-CN",
            Country = "CN",
            Lines = [Line(Wallet)],
            ShippingClass = ShippingClass.Express,
            ShippingFee = new Money(3000, "USD"),
            Total = new Money(0, "USD"),
            PaymentMethod = PaymentMethod.Card,
            PaymentProvider = Payments.Name,
            OutOfStock = OutOfStockChoice.Ask,
            PlacedAt = Hub.Now,
            Windows = new OrderWindowsOptions().Current(),
        };
        order = change?.Invoke(order) ?? order;
        order = order with { Total = order.Lines.Aggregate(order.ShippingFee + order.DutiesDue, (sum, line) => sum + line.Price) };

        // An address of their own: one that many customers share is a risk.
        var person = new Contact(
            "李雷",
            "lilei@example.com",
            "+8613800138000",
            true,
            new Address("李雷", "+8613800138000", "CN", "广东省", "深圳市", $"科技园路 {_id}-{number} 号", null, "518000")
        );
        person = contact?.Invoke(person) ?? person;

        await Orders.PlaceAsync(new NewOrder(order, person, order.OrderId, "hash", Fingerprints.Of(order)));
        await Hub.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(OrderOrchestration),
            order,
            new StartOrchestrationOptions(order.OrderId)
        );
        return order;
    }

    public OrderLine Line(string sku, int quantity = 1) =>
        sku == Licence
            ? new(sku, new("Licence", "许可证"), ProductKind.Digital, quantity, new Money(4900, "USD"), 0)
            : new(sku, new("Wallet", "钱包"), ProductKind.Physical, quantity, new Money(12900, "USD"), 180);

    public Task PayAsync(
        Order order,
        Money? amount = null,
        string eventId = "pay-1",
        PaymentUpdateType type = PaymentUpdateType.Succeeded,
        int? confirmations = null,
        string? reference = null
    ) =>
        RaiseAsync(
            order.OrderId,
            OrderEvents.PaymentUpdate,
            new PaymentUpdate(eventId, "scripted", type, amount ?? order.Total, "card", confirmations, reference)
        );

    /// <summary>The payment provider tells of something after the order's end.</summary>
    public async Task HearLateAsync(
        Order order,
        string eventId,
        PaymentUpdateType type,
        string? reference = null,
        Money? amount = null,
        bool isConfirmed = false
    )
    {
        var update = new PaymentUpdate(eventId, "scripted", type, amount ?? order.Total, "card", null, reference)
        {
            IsConfirmed = isConfirmed,
        };
        await Hub.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(PostCompletionOrchestration),
            new PostCompletionEvent(order.OrderId, update)
        );
        await Hub.RunUntilIdleAsync();
    }

    public Task EraseAsync(Order order) =>
        _services.GetRequiredService<CustomerErasure>().EraseAsync(order.CustomerId, "ops", "asked for it", [order.OrderNumber]);

    public Task SettleRefundAsync(Order order, string key, string? reference, string id = "settle-1") =>
        RaiseAsync(order.OrderId, OrderEvents.RefundDecision, new RefundDecision(id, key, reference, "wang"));

    public Task CancelAsync(Order order, string id = "cancel-1") =>
        RaiseAsync(order.OrderId, OrderEvents.CancelRequest, new CancelRequest(id, Actor.Customer));

    /// <summary>One scan of a minute ago; its id is the status unless given.</summary>
    public Task ScanAsync(Order order, ParcelStatus status, string? id = null, string? reason = null, int minutesAgo = 1, int parcel = 1) =>
        RaiseAsync(
            ShipmentIds.InstanceId(order.OrderId, parcel),
            OrderEvents.CarrierUpdate,
            new CarrierUpdate(FormattableString.Invariant($"{id ?? status.ToString()}-{parcel}"), [Scan(status, id, reason, minutesAgo)])
        );

    public Scan Scan(ParcelStatus status, string? id = null, string? reason = null, int minutesAgo = 1) =>
        new(id ?? $"{status}", Hub.Now.AddMinutes(-minutesAgo), status, reason, "深圳", null);

    /// <summary>The warehouse opens a parcel that came back, and finds all of its units alike.</summary>
    public async Task InspectAsync(Order order, ReturnCondition condition, AfterInspection then = AfterInspection.Refund, int parcel = 1)
    {
        var lines = (await ReadAsync(order)).Parcels.Single(one => one.Number == parcel).Lines;
        await RaiseAsync(
            ShipmentIds.InstanceId(order.OrderId, parcel),
            OrderEvents.ReturnReceived,
            new ReturnReceived(
                $"inspection-{parcel}",
                [.. lines.Select(line => new InspectedLine(line.Sku, line.Quantity, condition))],
                "ops",
                then
            )
        );
    }

    public async Task DeliverAsync(Order order)
    {
        foreach (var status in new[] { ParcelStatus.PickedUp, ParcelStatus.InTransit, ParcelStatus.OutForDelivery, ParcelStatus.Delivered })
        {
            await Hub.AdvanceAsync(TimeSpan.FromHours(6));
            await ScanAsync(order, status);
        }
    }

    /// <summary>Lets the windows after delivery pass, counted from now.</summary>
    public Task PassWindowsAsync(Order order) =>
        Hub.AdvanceAsync(
            (order.Windows.Claim > order.Windows.Return ? order.Windows.Claim : order.Windows.Return) + TimeSpan.FromMinutes(1)
        );

    public async Task RaiseAsync(string instanceId, string name, object payload)
    {
        await Hub.Client.TellAsync(instanceId, name, payload, default);
        await Hub.RunUntilIdleAsync();
    }

    // What the test sees

    public async Task<OrderRecord> ReadAsync(Order order) =>
        await Orders.FindAsync(order.OrderId) ?? throw new InvalidOperationException("No such order.");

    /// <summary>What the customer is shown.</summary>
    public async Task<OrderView> ViewAsync(Order order)
    {
        var record = await ReadAsync(order);
        return OrderViews.Of(record.Order, record.State, record.Parcels, record.Ledger, record.Cases);
    }

    public async Task<OrderStatus> StatusAsync(Order order) => (await ReadAsync(order)).State.Status;

    public async Task<IReadOnlyList<string>> TimelineAsync(Order order) =>
        [.. (await Orders.TimelineAsync(order.OrderId)).Select(entry => OrderJson.Name(entry.Kind))];

    public async Task<IReadOnlyList<string>> AlertsAsync(Order order) =>
        [
            .. (await _services.GetRequiredService<OpsAlerts>().OpenAsync())
                .Where(alert => alert.OrderId == order.OrderId)
                .Select(alert => OrderJson.Name(alert.Kind))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The kinds of mails owed to the customer, each as often as it is owed.</summary>
    public async Task<IReadOnlyList<MailKind>> MailsAsync(Order order)
    {
        var rows = _services
            .GetRequiredService<TableServiceClient>()
            .GetTableClient(StorageSchema.Orders)
            .QueryAsync<TableEntity>($"PartitionKey eq '{TableKey.Escape(order.OrderId)}' and RowKey ge 'mail:' and RowKey lt 'mail;'");
        List<MailKind> kinds = [];
        await foreach (var row in rows)
            kinds.Add(Enum.Parse<MailKind>(row.RowKey.Split(':')[1].Replace("_", "", StringComparison.Ordinal), ignoreCase: true));
        return [.. kinds.Order()];
    }

    /// <summary>What a mail says to the customer, sent now; fails if it is not owed.</summary>
    public async Task<string> MailTextAsync(Order order, MailKind kind, string reference = "")
    {
        var owed = await _services.GetRequiredService<MailOutbox>().FindAsync(order.OrderId, kind, reference);
        var record = await ReadAsync(order);
        var agreed = record.Placed.As(owed!.Mail.Agreed!.Terms);
        var content = new MailContent(agreed, record.State, record.Parcels, Samples.Contact(), owed.Mail, [])
        {
            Names = record.Names,
            Case = record.Cases.FirstOrDefault(filed => filed.CaseId == MailFacts.CaseOf(reference)),
        };
        var mail = _mails.Render(content);
        return $"{mail.Subject}\n{mail.Text}";
    }

    public async Task<StockLevel> StockAsync(string sku) =>
        (await _services.GetRequiredService<StockStore>().LevelsAsync()).Single(level => level.Sku == sku);

    /// <summary>How the order ended, and what must hold at every end of every order: money, books, goods and alerts.</summary>
    /// <param name="kept">What the shop keeps; unless given, the total of a closed order, and nothing of another.</param>
    /// <param name="shipped">How often its goods left for good; unless given, once for a closed order.</param>
    /// <param name="alerts">Those that are open.</param>
    /// <param name="refundedElsewhere">What came back to the customer and not by a refund of the payment provider.</param>
    public async Task AssertEndedAs(
        OrderStatus status,
        Order order,
        Money? kept = null,
        int? shipped = null,
        string[]? alerts = null,
        Money? refundedElsewhere = null
    )
    {
        await Hub.RunUntilIdleAsync();
        var instance = await Hub.Client.GetInstanceAsync(order.OrderId, getInputsAndOutputs: true);
        Assert.True(
            instance!.RuntimeStatus == OrchestrationRuntimeStatus.Completed,
            $"{instance.RuntimeStatus}: {instance.FailureDetails?.ErrorMessage}"
        );

        var record = await ReadAsync(order);
        Assert.Equal(status, record.State.Status);
        var company = order.PaymentProvider == OtherPayments.Name ? OtherPayments : Payments;
        var worth = kept ?? (status == OrderStatus.Closed ? order.Total : Money.Zero("USD"));
        Assert.Equal(worth, record.State.Kept);
        Assert.Equal(worth, record.State.Captured - record.State.Refunded);
        Assert.Empty(Ledgers.Differences(record.Ledger, worth));
        Assert.Equal(worth, Ledgers.Kept(record.Ledger, "USD"));
        Assert.Equal(0, Ledgers.Balance(record.Ledger, LedgerAccount.Customer, "USD").Amount);
        Assert.Equal(0, Ledgers.Balance(record.Ledger, LedgerAccount.RefundsUnderWay, "USD").Amount);
        Assert.Equal(
            Ledgers.Refunded(record.Ledger, "USD").Amount - (refundedElsewhere?.Amount ?? 0),
            company
                .Refunds.Where(refund =>
                    refund.Key.StartsWith($"{order.OrderId}:", StringComparison.Ordinal) && refund.Value.Currency == "USD"
                )
                .Sum(refund => refund.Value.Amount)
        );
        Assert.DoesNotContain(order.OrderId, company.OpenRequests.Where(_ => status == OrderStatus.Cancelled));

        var gone = shipped ?? (status == OrderStatus.Closed ? 1 : 0);
        foreach (var line in order.Lines.Where(line => line.Kind == ProductKind.Physical))
            Assert.Equal(new StockLevel(line.Sku, Seed - (gone * line.Quantity), 0), await StockAsync(line.Sku));

        Assert.Equal((alerts ?? []).Order(StringComparer.Ordinal), await AlertsAsync(order));
    }

    /// <summary>Every life that a test has led is held to the table, and recorded if that is asked for.</summary>
    public async ValueTask DisposeAsync()
    {
        var histories = Hub.Histories();
        await _services.DisposeAsync();
        Recording.Current?.Keep(histories);
        Assert.Empty(histories.SelectMany(StatusMoves.NotInTheTable));
    }

    internal static string Json<T>(T value) => JsonSerializer.Serialize(value, OrderJson.Options);
}
