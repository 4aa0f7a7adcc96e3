using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>What the warehouse found in the parcel of a return; the rest follows by rule.</summary>
public sealed class InspectReturnCommand(CaseDesk desk, IdSource ids)
{
    public async Task<Outcome<CaseAfter>> RunAsync(DurableTaskClient client, ReturnInspection found, CancellationToken cancellation)
    {
        if (
            OrderIds.NormaliseRma(found.Rma) is not { } known
            || await desk.FindAsync(CaseKind.Return, known, cancellation) is not var (orderId, filed)
        )
            return new Missing("return");
        if (!filed.IsOpen)
            return Ended(filed);
        var errors = new FieldErrors();
        InspectionRules.Check(found.Lines, filed.Return!.Terms.ToSend.Select(line => new ParcelLine(line.Sku, line.Quantity)), errors);
        if (errors.Any)
            return new Unfit(errors);

        var eventId = ids.EventId("inspection");
        if (await desk.TakeUpAsync(client, orderId, filed, cancellation) is { } nobody)
            return nobody;
        var received = new ReturnReceived(eventId, found.Lines, found.By);
        return await desk.DecideAsync(client, orderId, filed, (OrderEvents.ReturnReceived, eventId, received), Ended, cancellation);
    }

    private static Refusal Ended(CaseState filed) => new(Refused.ReturnInspection, ReasonCode.ReturnEnded) { Case = filed };
}

/// <param name="Rma">As it stands on the parcel.</param>
public sealed record ReturnInspection(string Rma, IReadOnlyList<InspectedLine> Lines, string By);
