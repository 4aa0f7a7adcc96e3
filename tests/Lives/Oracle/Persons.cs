using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Lives.Oracle;

/// <summary>What an order can wait for that only a person brings about, and the alerts by which that person is told.</summary>
internal static class Persons
{
    /// <summary>Null if it waits for nobody.</summary>
    public static Wait? WaitedFor(OrderFile order)
    {
        if (order.State.HeldSince is not null)
            return new("what becomes of a held order", [AlertKind.OrderHeld]);
        if (order.State.Refunds.FirstOrDefault(refund => refund.IsOpen) is { } refund)
            return new(
                $"the refund {refund.Key} ({refund.Status})",
                [AlertKind.RefundFailed, AlertKind.RefundInKind, AlertKind.RefundUnconfirmed]
            );
        if (
            order.Record.Parcels.FirstOrDefault(parcel => parcel is { Outcome: null, Voided: false, Status: ParcelStatus.Returned }) is
            { } parcel
        )
            return new($"the inspection of parcel {parcel.Number}", [AlertKind.ParcelReturned, AlertKind.InspectionOverdue]);
        if (order.Record.Cases.FirstOrDefault(filed => filed.IsOpen) is { } filed)
            return new(
                $"{filed.Kind} {filed.CaseId} ({filed.Status})",
                [
                    AlertKind.ClaimOverdue,
                    AlertKind.RequestOverdue,
                    AlertKind.RequestOverdueAgain,
                    AlertKind.ReturnNotInspected,
                    AlertKind.ReturnMissing,
                ]
            );
        return null;
    }

    internal sealed record Wait(string What, IReadOnlyList<AlertKind> Alerts)
    {
        public string Names => string.Join(", ", Alerts.Select(OrderJson.Name));
    }
}
