using Azure.Data.Tables;
using Durable.Testing.Hub;
using Lives.Machine;
using Lives.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Tables;

namespace Lives.Defects;

/// <summary>Units that are released are restocked twice.</summary>
internal sealed class StockReleasedTwice : Defect
{
    public override string Name => "stock released twice";

    public override async Task<object?> RunAsync(ActivityRun run, Func<Task<object?>> activity)
    {
        var result = await activity();
        if (run is not { Name: nameof(ReleaseStock), Input: StockStep step })
            return result;
        var order = await run.Services.GetRequiredService<OrderStore>().GetAsync(step.OrderId);
        var stock = run.Services.GetRequiredService<TableServiceClient>().GetTableClient(StorageSchema.Stock);
        foreach (var line in order.Lines.Where(line => line.Kind == ProductKind.Physical))
        {
            var row = (await stock.FindAsync(StockRows.Partition, StockRows.LevelKey(line.Sku), CancellationToken.None))!;
            var level = row.Read<StockLevel>();
            await stock.UpsertEntityAsync(
                new TableEntity(row.PartitionKey, row.RowKey).With(level with { OnHand = level.OnHand + line.Quantity }),
                TableUpdateMode.Replace,
                CancellationToken.None
            );
        }

        return result;
    }
}

/// <summary>Units of an order that is cancelled stay reserved.</summary>
internal sealed class StockNeverReleased : Defect
{
    public override string Name => "stock never released";

    public override Task<object?> RunAsync(ActivityRun run, Func<Task<object?>> activity) =>
        run.Name == nameof(ReleaseStock) ? Task.FromResult<object?>(null) : activity();
}

/// <summary>Units that leave the warehouse are not written off.</summary>
internal sealed class ShippedStockStays : Defect
{
    public override string Name => "shipped stock not written off";

    public override async Task<object?> RunAsync(ActivityRun run, Func<Task<object?>> activity)
    {
        if (run is not { Name: nameof(ShipStock), Input: AfterStep<StockStep> call })
            return await activity();
        await run.Services.GetRequiredService<StepRecorder>().WriteAsync(call.Step, CancellationToken.None);
        return null;
    }
}

/// <summary>A waybill of an order that is cancelled stays good; the carrier takes the parcel.</summary>
internal sealed class WaybillNotVoided : Defect
{
    public override string Name => "waybill not voided";

    public override Task<object?> RunAsync(ActivityRun run, Func<Task<object?>> activity) =>
        run.Name == nameof(VoidShipment) ? Task.FromResult<object?>(new PartnerAnswer<bool>(true, Refusal: null)) : activity();
}

/// <summary>Each try of a booking is another waybill.</summary>
internal sealed class BookingWithoutKey : Defect
{
    public override string Name => "booking without key";

    public override bool ShowsIn(Script script) =>
        script.Aimed?.Any(fault => fault is { At: CallKind.Booking, Skip: 0, Kind: FaultKind.AnswerLost or FaultKind.CrashAfter }) == true;

    public override void Spoil(IServiceCollection services, World world)
    {
        var carrier = (ICarrier)services.Last(service => service.ServiceType == typeof(ICarrier)).ImplementationInstance!;
        services.AddSingleton<ICarrier>(new Keyless(carrier));
    }

    private sealed class Keyless(ICarrier carrier) : ICarrier
    {
        private int _calls;

        public string Name => carrier.Name;

        public string ContactText => carrier.ContactText;

        public Task<Booking> BookAsync(string idempotencyKey, ParcelBooking booking, CancellationToken cancellationToken) =>
            carrier.BookAsync($"{idempotencyKey}#{++_calls}", booking, cancellationToken);

        public Task<bool> VoidAsync(ParcelWaybill waybill, CancellationToken cancellationToken) =>
            carrier.VoidAsync(waybill, cancellationToken);

        public Task<bool> InterceptAsync(ParcelWaybill waybill, CancellationToken cancellationToken) =>
            carrier.InterceptAsync(waybill, cancellationToken);

        public Task<IReadOnlyList<Scan>> TrackAsync(ParcelWaybill waybill, CancellationToken cancellationToken) =>
            carrier.TrackAsync(waybill, cancellationToken);
    }
}
