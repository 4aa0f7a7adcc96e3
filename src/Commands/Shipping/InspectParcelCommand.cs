using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Commands.Shipping;

/// <summary>What the warehouse found in a parcel that the carrier brought back, and what becomes of its goods.</summary>
public sealed class InspectParcelCommand(ParcelDesk desk, IdSource ids)
{
    public Task<Outcome<ParcelAfter>> RunAsync(DurableTaskClient client, ParcelInspection found, CancellationToken cancellation)
    {
        var told = new ReturnReceived(ids.EventId("inspection"), found.Lines, found.By, found.Then);
        return desk.RunAsync(
            client,
            found.Parcel,
            parcel => Against(parcel, found),
            (OrderEvents.ReturnReceived, told.EventId, told),
            cancellation
        );
    }

    private static Failure? Against(ParcelState parcel, ParcelInspection found)
    {
        var errors = new FieldErrors();
        InspectionRules.Check(found.Lines, parcel.Lines, errors);
        return parcel switch
        {
            _ when errors.Any => new Unfit(errors),
            { Outcome: ShipmentOutcome.Returned } => ParcelDesk.Refusal(ReasonCode.Finished),
            { Status: not ParcelStatus.Returned } => ParcelDesk.Refusal(ReasonCode.NotReturned),
            _ => null,
        };
    }
}

public sealed record ParcelInspection(ParcelName Parcel, IReadOnlyList<InspectedLine> Lines, AfterInspection Then, string By);
