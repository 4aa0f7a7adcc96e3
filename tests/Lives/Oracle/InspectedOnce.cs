using System.Net;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Lives.Oracle;

/// <summary>
/// A parcel that came back is inspected once, however often somebody writes down what was in it: one inspection is taken, each other one
/// hears that it comes too late, and changes nothing.
/// </summary>
internal sealed class InspectedOnce : Invariant
{
    public override void AtEnd(Ending ending)
    {
        var told = Life
            .Answers.Where(answer => answer is { What: "inspect-parcel" or "inspect-again", Id: not null })
            .ToLookup(answer => answer.Id!, StringComparer.Ordinal);
        foreach (var order in ending.Orders)
        {
            var inspected = order.Timeline.Count(entry => entry.Kind == TimelineKind.ParcelInspected);
            var parcels = order.Record.Parcels.Count(parcel => parcel.Inspected.Count > 0);
            Expect(inspected == parcels, order.Id, $"{parcels} parcels were inspected, and the timeline tells of {inspected} inspections");
            foreach (var parcel in order.Record.Parcels.Where(parcel => parcel.Waybill is not null))
                Judge(order, parcel, [.. told[parcel.Waybill!]], ending.WasCalm);
        }
    }

    private void Judge(OrderFile order, ParcelState parcel, IReadOnlyList<Given> answers, bool isCalm)
    {
        // Where something hangs, nobody knows yet which one will be taken (202).
        var yeses = answers.Count(answer => answer.Status == (int)HttpStatusCode.OK || (isCalm && answer.IsSuccess));
        Expect(yeses <= 1, order.Id, $"inspections of {parcel.Waybill} were answered with yes {yeses} times");
        foreach (var no in answers.Where(answer => answer is { IsSuccess: false, Status: < 500 }))
            Expect(
                no is { Status: 409, Reason: "finished" or "not_returned" },
                order.Id,
                $"an inspection of {parcel.Waybill} was refused with {no.Status} {no.Reason}"
            );
        if (answers.FirstOrDefault(answer => answer.Status == (int)HttpStatusCode.OK) is not { } yes)
            return;
        var warehouse = Life.World.Warehouse;
        var found = yes.What == "inspect-again" ? warehouse.WrittenAgain[parcel.Waybill!] : warehouse.Inspections[parcel.Waybill!].Lines;
        Expect(
            parcel.Inspected.SequenceEqual(found),
            order.Id,
            $"{parcel.Waybill}: {string.Join(", ", found)} was taken, and {string.Join(", ", parcel.Inspected)} is on record"
        );
    }
}
