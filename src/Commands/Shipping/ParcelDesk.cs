using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Shipping;

/// <summary>Finds a parcel, tells its orchestration what operations want of it, and waits a little for its answer.</summary>
public sealed class ParcelDesk(OrderStore orders, TimeProvider time)
{
    /// <param name="eventOf">The event that tells it, for a parcel of which nothing stands against it.</param>
    /// <param name="against">What stands against it; null: nothing.</param>
    public async Task<Outcome<ParcelAfter>> RunAsync(
        DurableTaskClient client,
        ParcelName name,
        Func<ParcelState, Failure?> against,
        (string Name, string Id, object Payload) eventOf,
        CancellationToken cancellation
    )
    {
        if (await orders.FindByNumberAsync(name.OrderNumber, cancellation) is not { } record)
            return new Missing("order");
        if (record.Parcels.FirstOrDefault(parcel => parcel.Number == name.Number) is not { } parcel)
            return new Missing("parcel");
        if (against(parcel) is { } why)
            return why;
        var orderId = record.Order.OrderId;
        await client.TellAsync(ShipmentIds.InstanceId(orderId, name.Number), eventOf.Name, eventOf.Payload, cancellation);
        return await WaitAsync(orderId, name.Number, eventOf.Id, cancellation);
    }

    internal static Refusal Refusal(Reasons reasons) => new(Refused.ParcelCommand, reasons);

    private async Task<Outcome<ParcelAfter>> WaitAsync(string orderId, int number, string eventId, CancellationToken cancellation)
    {
        ParcelState Parcel(OrderRecord record) => record.Parcels.First(parcel => parcel.Number == number);
        CommandOutcome? Outcome(OrderRecord record) => Parcel(record).Commands.GetValueOrDefault(eventId);
        bool IsOver(OrderRecord record) => Outcome(record) is not null || Parcel(record).Outcome is not null;
        var (record, _) = await CommandWait.ForAsync(orders, orderId, eventId, time, IsOver, cancellation);
        var after = new ParcelAfter(record, Parcel(record));
        return Outcome(record) switch
        {
            // Its orchestration has ended with another command, and listens to none any more.
            null when after.Parcel.Outcome is not null => Refusal(ReasonCode.Finished),
            null => new Waiting<ParcelAfter>(after),
            { Accepted: true } => new Done<ParcelAfter>(after),
            var refused => Refusal(refused.Reason ?? ReasonCode.Finished),
        };
    }
}

/// <param name="OrderNumber">As somebody read it out, or the order's id.</param>
/// <param name="Number">Counts the order's parcels from 1.</param>
public sealed record ParcelName(string OrderNumber, int Number);

/// <summary>A parcel as it was last read after a command.</summary>
public sealed record ParcelAfter(OrderRecord Order, ParcelState Parcel);
