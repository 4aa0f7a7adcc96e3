using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Background;
using Orders.Functions.Commands.Stock;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Shipments;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Tables;

namespace Workflow.Tests.Harness;

// What the warehouse does.
internal sealed partial class Shop
{
    /// <summary>A cheaper product that may come instead of a wallet; on sale once <see cref="SellSubstitutesAsync"/> was called.</summary>
    public string Lite => $"HL-{_id}";

    /// <summary>A dearer one.</summary>
    public string Max => $"HM-{_id}";

    public StockStore Stock => _services.GetRequiredService<StockStore>();

    private async Task<IReadOnlyList<ParcelLine>> LackingAsync(Order order)
    {
        var levels = await Stock.LevelsOfAsync(order.Lines.Select(line => line.Sku));
        return
        [
            .. order
                .Lines.Select(line =>
                {
                    var level = levels[line.Sku];
                    return new ParcelLine(line.Sku, line.Quantity + level.Awaited - (level.OnHand - level.Reserved));
                })
                .Where(line => line.Quantity > 0),
        ];
    }

    /// <summary>Puts units on the shelf, or takes them off it, without anybody being told.</summary>
    private async Task ShiftAsync(IReadOnlyList<ParcelLine> units, int sign)
    {
        var stock = _services.GetRequiredService<TableServiceClient>().GetTableClient(StorageSchema.Stock);
        foreach (var line in units)
        {
            var row = (await stock.FindAsync(StockRows.Partition, StockRows.LevelKey(line.Sku), default))!;
            var level = row.Read<StockLevel>();
            var changed = new TableEntity(row.PartitionKey, row.RowKey).With(level with { OnHand = level.OnHand + (sign * line.Quantity) });
            await stock.UpdateEntityAsync(changed, row.ETag, TableUpdateMode.Replace);
        }
    }

    public async Task SellSubstitutesAsync()
    {
        await StockUpAsync(new Product(Lite, new("Lite", "简版"), new("", ""), ProductKind.Physical, new Money(5900, "USD"), 120, [], 50));
        await StockUpAsync(new Product(Max, new("Max", "高配"), new("", ""), ProductKind.Physical, new Money(15900, "USD"), 220, [], 50));
    }

    /// <summary>Units come in, and those who wait get them, as the queue's function does it.</summary>
    public async Task ReceiveAsync(string sku, int units, string delivery = "d-1")
    {
        await Stock.ReceiveAsync(delivery, sku, units);
        await AllotAsync(sku);
    }

    public async Task AllotAsync(string sku)
    {
        await new StockAllotter(Stock, new StockArrivalCommand()).RunAsync(Json(new StockFreed(sku)), Hub.Client, default);
        await Hub.RunUntilIdleAsync();
    }

    /// <summary>The sweep's turn. In these tests it sees other shops' orders too, and does them no harm.</summary>
    public async Task SweepStockAsync()
    {
        await ActivatorUtilities
            .CreateInstance<StockSweep>(_services)
            .RunAsync(new Microsoft.Azure.Functions.Worker.TimerInfo(), Hub.Client, default);
        await Hub.RunUntilIdleAsync();
    }

    public Task DecideAsync(Order order, string id, params LineChoice[] choices) =>
        RaiseAsync(order.OrderId, OrderEvents.StockDecision, new StockDecision(id, choices, "customer"));

    /// <summary>One scan of a minute ago for one parcel of several.</summary>
    public Task ScanParcelAsync(Order order, int parcel, ParcelStatus status) =>
        RaiseAsync(
            ShipmentIds.InstanceId(order.OrderId, parcel),
            OrderEvents.CarrierUpdate,
            new CarrierUpdate($"{parcel}-{status}", [new Scan($"{parcel}-{status}", Hub.Now.AddMinutes(-1), status, null, "深圳", null)])
        );

    public async Task DeliverParcelAsync(Order order, int parcel)
    {
        await ScanParcelAsync(order, parcel, ParcelStatus.PickedUp);
        await ScanParcelAsync(order, parcel, ParcelStatus.Delivered);
    }

    /// <param name="kept">What the shop keeps, in cents of a dollar.</param>
    public Task AssertEndedAs(OrderStatus status, Order order, long kept) => AssertEndedAs(status, order, new Money(kept, "USD"));
}
