using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Commands.Shipping;

/// <summary>Takes the waybill of a parcel back that the carrier does not have yet.</summary>
public sealed class VoidWaybillCommand(ParcelDesk desk, IdSource ids)
{
    public Task<Outcome<ParcelAfter>> RunAsync(DurableTaskClient client, WaybillToVoid asked, CancellationToken cancellation)
    {
        var told = new VoidWaybill(ids.EventId("void"), asked.Reason, asked.By);
        return desk.RunAsync(client, asked.Parcel, Against, (OrderEvents.VoidWaybill, told.EventId, told), cancellation);
    }

    private static Refusal? Against(ParcelState parcel) =>
        parcel switch
        {
            { Waybill: null } or { Held: true } => ParcelDesk.Refusal(ReasonCode.NotBooked),
            { HandedOver: true } => ParcelDesk.Refusal(ReasonCode.HandedOver),
            { Outcome: not null } or { Voided: true } => ParcelDesk.Refusal(ReasonCode.Finished),
            _ => null,
        };
}

public sealed record WaybillToVoid(ParcelName Parcel, string Reason, string By);
