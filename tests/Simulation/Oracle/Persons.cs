using Orders.Functions.Domain.Shipping;

namespace Simulation.Oracle;

/// <summary>What an order can wait for that only a person brings about, and the alerts by which that person is told.</summary>
internal static class Persons
{
    /// <summary>Null if it waits for nobody.</summary>
    public static Wait? WaitedFor(OrderFile order)
    {
        if (order.State.Refunds.FirstOrDefault(refund => refund.IsOpen) is { } refund)
            return new($"the refund {refund.Occasion} ({refund.Status})", ["refund_failed", "refund_in_kind", "refund_unconfirmed"]);
        if (order.Record.Parcels.FirstOrDefault(parcel => parcel is { Outcome: null, Voided: false, Status: ParcelStatus.Returned }) is { } parcel)
            return new($"the inspection of parcel {parcel.Number}", ["parcel_returned", "inspection_overdue"]);
        if (order.Record.Cases.FirstOrDefault(filed => filed.IsOpen) is { } filed)
            return new($"{filed.Kind} {filed.CaseId} ({filed.Status})", ["claim_overdue", "claim_overdue_again", "request_overdue", "request_overdue_again", "return_not_inspected", "return_missing"]);
        return null;
    }

    internal sealed record Wait(string What, IReadOnlyList<string> Alerts);
}
