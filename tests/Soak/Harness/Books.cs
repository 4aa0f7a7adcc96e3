using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Storage;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Tables;

namespace Soak.Harness;

/// <summary>The app's tables, read behind its back: ledger, stock movements, alerts.</summary>
internal sealed class Books : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Books(string connectionString) =>
        _services = new ServiceCollection()
            .AddLogging()
            .AddStorage(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([
                        new("AzureWebJobsStorage", connectionString),
                        new("Privacy:CurrentKey", "test"),
                        new("Privacy:MasterKeys:test", App.MasterKey),
                        new("Privacy:SearchKey", App.MasterKey),
                    ])
                    .Build()
            )
            .BuildServiceProvider();

    public StockStore Stock => _services.GetRequiredService<StockStore>();

    private OrderStore Orders => _services.GetRequiredService<OrderStore>();

    /// <summary>The ledger of an order.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> LedgerAsync(string orderId) =>
        (await Orders.FindAsync(orderId, CancellationToken.None))!.Ledger;

    /// <summary>How the shop's books of an order differ from what the customer keeps; empty when they balance.</summary>
    public async Task<IReadOnlyList<Money>> DifferencesAsync(string orderId)
    {
        var record = await Orders.FindAsync(orderId, CancellationToken.None);
        return Ledgers.Differences([.. record!.Ledger], record.State.Kept);
    }

    /// <summary>
    /// The kinds of an order's movements of one product: <c>reserve</c>, <c>release</c>, <c>ship</c>; in order of the alphabet.
    /// </summary>
    public async Task<IReadOnlyList<string>> MovementsAsync(string orderId, string sku)
    {
        var kinds = new List<string>();
        var filter = $"{TableKey.InPartition("warehouse")} and {TableKey.StartingWith(TableKey.Of("movement", sku, orderId) + ":")}";
        await foreach (
            var row in _services
                .GetRequiredService<TableServiceClient>()
                .GetTableClient(StorageSchema.Stock)
                .QueryAsync<TableEntity>(filter)
        )
            kinds.Add(row.RowKey.Split(':')[^1]);
        return kinds;
    }

    /// <summary>The stored files of cases that no case names: what a refused upload left behind.</summary>
    public async Task<IReadOnlyList<string>> OrphanFilesAsync()
    {
        var container = _services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(CaseFiles.Container);
        var orphans = new HashSet<string>(StringComparer.Ordinal);
        if (await container.ExistsAsync())
        {
            await foreach (var blob in container.GetBlobsAsync())
                orphans.Add(blob.Name);
        }

        await foreach (
            var row in _services
                .GetRequiredService<TableServiceClient>()
                .GetTableClient(StorageSchema.Orders)
                .QueryAsync<TableEntity>(TableKey.StartingWith(OrderRows.CasePrefix))
        )
            orphans.ExceptWith(row.Read<CaseState>().Files.SelectMany(file => file.Blobs()));
        return [.. orphans];
    }

    /// <summary>How many waybills the carrier has in its books for an order.</summary>
    public async Task<int> WaybillsAsync(string orderNumber)
    {
        var found = 0;
        await foreach (
            var row in _services
                .GetRequiredService<TableServiceClient>()
                .GetTableClient(StorageSchema.SandboxWaybills)
                .QueryAsync<TableEntity>()
        )
            found += row.GetString("Json").Contains($"\"{orderNumber}\"", StringComparison.Ordinal) ? 1 : 0;
        return found;
    }

    /// <summary>How many of an order's mails were of no use when their turn came.</summary>
    public async Task<int> LapsedMailsAsync(string orderId)
    {
        var lapsed = 0;
        var filter = $"{TableKey.InPartition(OrderRows.Partition(orderId))} and {TableKey.StartingWith("mail:")} and Status eq 'Lapsed'";
        await foreach (
            var _ in _services.GetRequiredService<TableServiceClient>().GetTableClient(StorageSchema.Orders).QueryAsync<TableEntity>(filter)
        )
            lapsed++;
        return lapsed;
    }

    /// <summary>By product: units in the warehouse and units reserved.</summary>
    public async Task<IReadOnlyDictionary<string, (int OnHand, int Reserved)>> LevelsAsync() =>
        (await Stock.LevelsAsync()).ToDictionary(level => level.Sku, level => (level.OnHand, level.Reserved), StringComparer.Ordinal);

    public Task<IReadOnlyList<OpsAlert>> AlertsAsync() => _services.GetRequiredService<OpsAlerts>().OpenAsync();

    public Task<IReadOnlyList<QuarantineItem>> QuarantineAsync() => _services.GetRequiredService<Quarantine>().ListAsync();

    /// <summary>Stores an order as a placing call does that dies before it starts the orchestration.</summary>
    /// <returns>The order's id.</returns>
    public async Task<string> StoreWithoutStartAsync(OrderForm form)
    {
        var order = new Order
        {
            OrderId = $"o{Guid.NewGuid():N}",
            OrderNumber = $"R-{Guid.NewGuid():N}"[..13],
            CustomerId = form.CustomerId,
            Locale = form.Locale,
            Country = "CN",
            Lines = [new("HW-PRO", new("Wallet", "钱包"), ProductKind.Physical, 1, new(12900, "USD"), 180)],
            ShippingClass = ShippingClass.Express,
            ShippingFee = new(3000, "USD"),
            Total = new(15900, "USD"),
            PaymentMethod = PaymentMethod.Card,
            PaymentProvider = "sandbox",
            OutOfStock = OutOfStockChoice.Ask,
            PlacedAt = DateTimeOffset.UtcNow,
            Windows = new OrderWindowsOptions().Current(),
        };
        var person = new Contact(
            form.Name,
            form.Email,
            "+8613800138000",
            true,
            new(form.Name, "+8613800138000", "CN", "广东省", "深圳市", "科技园路 1 号", null, "518000")
        );
        await Orders.PlaceAsync(new NewOrder(order, person, order.OrderId, "hash", Fingerprints.Of(order)));
        return order.OrderId;
    }

    /// <summary>
    /// Leaves an instance's row in the task hub as the engine leaves it when process or storage fails between the history of its first
    /// episode and its row.
    /// </summary>
    /// <param name="status">What the row says; null for nothing, as of a sub-orchestration.</param>
    public async Task LeaveUnfinishedAsync(string instanceId, string? status)
    {
        var instances = _services.GetRequiredService<TableServiceClient>().GetTableClient($"{App.Hub}Instances");
        await _services
            .GetRequiredService<OptimisticRetry>()
            .RunAsync(
                "the instance",
                async _ =>
                {
                    var row = (await instances.GetEntityAsync<TableEntity>(instanceId, "")).Value;
                    if (status is null)
                    {
                        foreach (var part in (string[])["Name", "Input", "CreatedTime", "Version", "RuntimeStatus"])
                            row.Remove(part);
                    }
                    else
                    {
                        row["RuntimeStatus"] = status;
                    }

                    return await instances.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
                },
                CancellationToken.None
            );
    }

    /// <summary>Stores a claim as a filing call does that dies before the order hears of it.</summary>
    /// <returns>The claim's id.</returns>
    public async Task<string> StoreClaimUnheardAsync(string orderId)
    {
        var record = (await Orders.FindAsync(orderId, CancellationToken.None))!;
        var (now, lines) = (DateTimeOffset.UtcNow, new[] { new ParcelLine(record.Order.Lines[0].Sku, 1) });
        var claim = new CaseState
        {
            Kind = CaseKind.Claim,
            CaseId = $"c{Guid.NewGuid():N}"[..26],
            Status = CaseStatus.Open,
            Lines = lines,
            FiledAt = now,
            RemindAt = now.AddDays(1),
            DueBy = now.AddDays(2),
            LateBy = now.AddDays(4),
            Claim = new ClaimPart(ClaimKind.Damaged, record.Parcels, ClaimRules.ValueOf(record.Order, lines)),
        };
        await Orders.FileCaseAsync(orderId, claim);
        return claim.CaseId;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
