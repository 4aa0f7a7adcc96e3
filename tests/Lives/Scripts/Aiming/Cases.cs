using Lives.Machine;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Lives.Scripts.Aiming;

/// <summary>How claims and returns are open in statuses in which nobody expects them.</summary>
internal static class Cases
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    /// <summary>After the promised day somebody claims what has not come, and somebody decides.</summary>
    public static void DecideClaim(Draft draft)
    {
        switch (draft.Aim.Status)
        {
            case OrderStatus.Preparing:
                // Late, claimed, come back after all, and sent again.
                Roads.Drift(draft, ParcelStatus.InTransit, 1);
                draft.Fail(OrderStatus.InTransit, _hour, (_day * 14) - _hour, CallKind.ParcelStep, FaultKind.Hang);
                draft.Do(DeedKind.ClaimLost, OrderStatus.InTransit, _day * 13.5);
                draft.Do(
                    DeedKind.ScanOutOfTurn,
                    OrderStatus.InTransit,
                    _day * 14.1,
                    variant: People.CompanyNotices.VariantOf(ParcelStatus.Returned, draft.Random.Next(1_000_000))
                );
                draft.Do(DeedKind.InspectParcel, OrderStatus.InTransit, _day * 14.2);
                draft.DoThere(DeedKind.DecideClaim, 5, again: true);
                break;
            case OrderStatus.Shipped or OrderStatus.InTransit or OrderStatus.OutForDelivery:
                // The shop moves a day that has passed as soon as it sees to it: here it does not see to it.
                Roads.Drift(draft, ScanOf(draft.Aim.Status), 1);
                draft.Fail(draft.Aim.Status, _hour, _day * 15, CallKind.ParcelStep, FaultKind.Hang);
                draft.Do(DeedKind.ClaimLost, draft.Aim.Status, _day * 14);
                draft.Do(DeedKind.DecideClaim, draft.Aim.Status, (_day * 14) + _hour);
                break;
            case OrderStatus.Delivered:
                draft.DoThere(DeedKind.FileClaim);
                draft.DoThere(DeedKind.DecideClaim, 60);
                break;
            default:
                draft.DoThere(DeedKind.DecideClaim, 5);
                break;
        }
    }

    /// <summary>Of two things that go back, one is exchanged, and sets out; the other one is still with the customer then.</summary>
    public static void SendReturn(Draft draft)
    {
        var again = false;
        if (draft.Aim.Status is OrderStatus.Shipped or OrderStatus.InTransit or OrderStatus.OutForDelivery)
        {
            again = true;
            draft.SetOut([new PlannedLine("HW-PRO", 2), new PlannedLine("AC-CABLE", 3)]);
            draft.Do(DeedKind.ReturnOne, OrderStatus.Delivered, _hour, variant: (draft.Random.Next(100_000) * 3) + 1);
            draft.Do(DeedKind.ReturnOne, OrderStatus.Delivered, _hour * 2);
            draft.Do(DeedKind.ScanReturn, OrderStatus.Delivered, _hour * 3);
            draft.Do(DeedKind.ReceiveReturn, OrderStatus.Delivered, _hour * 10);
        }
        else if (draft.Aim.Status is OrderStatus.Closed or OrderStatus.Refunded)
        {
            draft.Do(DeedKind.ReturnOne, OrderStatus.Delivered, _hour);
            draft.Do(DeedKind.ScanReturn, OrderStatus.Delivered, _hour * 2);
            draft.Do(DeedKind.ReceiveReturn, OrderStatus.Delivered, _hour * 8);
        }
        else if (draft.Aim.Status == OrderStatus.Delivered)
        {
            draft.DoThere(DeedKind.ReturnOne);
        }

        draft.DoThere(DeedKind.ScanReturn, 20, again);
        draft.DoThere(DeedKind.ReceiveReturn, 50, again);
    }

    private static ParcelStatus ScanOf(OrderStatus status) =>
        status switch
        {
            OrderStatus.Shipped => ParcelStatus.PickedUp,
            OrderStatus.InTransit => ParcelStatus.InTransit,
            _ => ParcelStatus.OutForDelivery,
        };
}
