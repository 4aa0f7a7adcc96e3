using Lives.Machine;
using Lives.People;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Lives.Scripts.Aiming;

/// <summary>Who does what, and what they need before, so that something happens to an order in a status.</summary>
internal static class Happenings
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    public static void Arrange(Draft draft)
    {
        var (status, on) = (draft.Aim.Status, draft.Aim.On);
        switch (on)
        {
            case Trigger.ReviewDecision:
                draft.DoThere(DeedKind.Review);
                break;
            case Trigger.PaymentSucceeded:
                draft.DoThere(DeedKind.PayBlindly);
                break;
            case Trigger.PaymentPending:
                draft.DoThere(DeedKind.AnnouncePayment);
                break;
            case Trigger.PaymentFailed:
                draft.DoThere(DeedKind.PayInVain);
                break;
            case Trigger.RefundConfirmed:
                draft.DoThere(DeedKind.ConfirmAnyRefund, 5);
                break;
            case Trigger.RefundReturned:
                draft.DoThere(DeedKind.ReturnAnyRefund, 5);
                break;
            case Trigger.PaymentDisputed:
                Dispute(draft, DeedKind.Chargeback);
                break;
            case Trigger.DisputeWon:
                Dispute(draft, DeedKind.ChargebackWon);
                break;
            case Trigger.DisputeLost:
                Dispute(draft, DeedKind.ChargebackLost);
                break;
            case Trigger.RefundDecision:
                draft.DoThere(DeedKind.DecideAnyRefund);
                break;
            case Trigger.HoldDecision:
                draft.DoThere(DeedKind.DecideHold);
                break;
            case Trigger.CancelRequest:
                draft.DoThere(DeedKind.Cancel);
                break;
            case Trigger.ChangeRequest:
                draft.DoThere(draft.Maybe(2) ? DeedKind.ChangeAddress : DeedKind.ChangeLines);
                break;
            case Trigger.ChangeConfirmed:
                ConfirmChange(draft);
                break;
            case Trigger.StockDecision:
                draft.DoThere(
                    status is OrderStatus.CheckingStock or OrderStatus.AwaitingStockDecision
                        ? DeedKind.DecideStock
                        : DeedKind.DecideAnyStock
                );
                break;
            case Trigger.StockArrived:
                Arrivals.Arrange(draft);
                break;
            case Trigger.VoidWaybill:
                draft.DoThere(DeedKind.VoidAnyWaybill, 20);
                break;
            case Trigger.ParcelInspected:
                // While the rest is waited for, the order is not further than shipped.
                if (status == OrderStatus.Shipped)
                    draft.RunShort(2, OutOfStockChoice.Split);
                Scan(draft, ParcelStatus.Returned, 5);
                draft.DoThere(draft.Maybe(2) ? DeedKind.InspectTwice : DeedKind.InspectParcel, 60);
                break;
            case Trigger.ClaimFiled:
                draft.DoThere(draft.Maybe(2) ? DeedKind.FileClaim : DeedKind.ClaimLost);
                break;
            case Trigger.ClaimDecision:
                Cases.DecideClaim(draft);
                break;
            case Trigger.ReturnRequested:
                draft.DoThere(draft.Maybe(2) ? DeedKind.RequestReturn : DeedKind.ReturnOne);
                break;
            case Trigger.ReturnSent or Trigger.ReturnScanned or Trigger.ReturnReceived:
                Cases.SendReturn(draft);
                break;
            case Trigger.ServiceRequest:
                draft.DoThere(DeedKind.AskQuestion);
                break;
            case Trigger.ServiceReply:
                Reply(draft);
                break;
            case Trigger.Nudge:
                StandStill(draft);
                break;
            case var scan when scan.IsScan():
                Scan(draft, Enum.Parse<ParcelStatus>(scan.ToString()["Scan".Length..]), 15);
                break;
        }
    }

    private static void Scan(Draft draft, ParcelStatus status, double minutes) =>
        draft.DoThere(DeedKind.ScanOutOfTurn, minutes, variant: CompanyNotices.VariantOf(status, draft.Random.Next(1_000_000)));

    /// <summary>A bank can only take back what was paid.</summary>
    private static void Dispute(Draft draft, DeedKind dispute)
    {
        switch (draft.Aim.Status)
        {
            case OrderStatus.Placed or OrderStatus.InReview:
                draft.Do(DeedKind.PayBlindly, OrderStatus.Placed, TimeSpan.Zero);
                break;
            case OrderStatus.AwaitingPayment:
                draft.Do(DeedKind.PayTooLittle, OrderStatus.AwaitingPayment, TimeSpan.Zero);
                break;
        }

        draft.DoThere(dispute, 15);
    }

    /// <summary>An offer that is still open is confirmed; later, one that is not.</summary>
    private static void ConfirmChange(Draft draft)
    {
        if (
            draft.Aim.Status
            is OrderStatus.InReview
                or OrderStatus.AwaitingPayment
                or OrderStatus.CheckingStock
                or OrderStatus.AwaitingStockDecision
        )
        {
            draft.DoThere(draft.Maybe(2) ? DeedKind.ChangeAddress : DeedKind.ChangeLines);
            draft.DoThere(DeedKind.ConfirmChange, 12);
        }
        else
        {
            draft.Do(DeedKind.ChangeLines, draft.Maybe(2) ? OrderStatus.Placed : OrderStatus.AwaitingPayment, TimeSpan.Zero);
            draft.Do(DeedKind.Look, OrderStatus.AwaitingPayment, TimeSpan.FromMinutes(1));
        }

        draft.DoThere(DeedKind.ConfirmOldChange, 12);
    }

    private static void Reply(Draft draft)
    {
        // The question must have been taken up before.
        var asks = draft.Aim.Status switch
        {
            OrderStatus.CheckingStock or OrderStatus.Cancelling or OrderStatus.Cancelled => OrderStatus.AwaitingPayment,
            OrderStatus.Failed => OrderStatus.InReview,
            var there => there,
        };
        draft.Do(DeedKind.AskQuestion, asks, TimeSpan.FromMinutes(asks == OrderStatus.InReview ? 1 : 0));
        draft.DoThere(DeedKind.Reply, 5);
    }

    /// <summary>The order should have moved, and does not, for longer than the watchdog looks on.</summary>
    private static void StandStill(Draft draft)
    {
        var status = draft.Aim.Status;
        switch (status)
        {
            case OrderStatus.AwaitingPayment:
                draft.Hold(status, _hour * 40);
                break;
            case OrderStatus.AwaitingStockDecision:
                draft.Hold(status, _day * 5);
                break;
            case OrderStatus.Preparing:
                // A parcel that is booked is watched by its shipment.
                draft.Hold(status, _hour * 1.7);
                draft.Fail(status, TimeSpan.Zero, _hour * 1.7, CallKind.ParcelStep, FaultKind.Hang);
                break;
            case OrderStatus.Shipped or OrderStatus.InTransit or OrderStatus.OutForDelivery:
                draft.Hold(status, _day * 13);
                draft.Fail(status, TimeSpan.Zero, _day * 13, CallKind.PartStep, FaultKind.Hang);
                break;
            case OrderStatus.Delivered:
                draft.Hold(status, _day * 17);
                break;
        }
    }
}
