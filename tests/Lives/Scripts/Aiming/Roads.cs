using Lives.Machine;
using Lives.People;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Lives.Scripts.Aiming;

/// <summary>How an order comes into a status, and stays there long enough for something to happen to it.</summary>
internal static class Roads
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    /// <summary>Longer than a company's outage is waited out.</summary>
    private static readonly TimeSpan _companyGone = TimeSpan.FromHours(16);

    /// <summary>Longer than our own storage's outage is waited out.</summary>
    private static readonly TimeSpan _storageGone = TimeSpan.FromHours(30);

    public static void Lead(Draft draft)
    {
        var (status, on) = (draft.Aim.Status, draft.Aim.On);
        if (status > OrderStatus.AwaitingPayment && status is not (OrderStatus.Cancelling or OrderStatus.Cancelled or OrderStatus.Failed))
            draft.Do(DeedKind.Pay, OrderStatus.AwaitingPayment, TimeSpan.FromMinutes(2));
        switch (status)
        {
            case OrderStatus.Placed:
                draft.Hold(OrderStatus.Placed, _hour * 1.7);
                break;
            case OrderStatus.InReview
                when on is Trigger.ServiceReply or Trigger.ChangeConfirmed or Trigger.ReviewDecision || draft.Maybe(3):
                draft.NeedReview();
                break;
            case OrderStatus.InReview:
                draft.Hold(OrderStatus.InReview, _hour * 1.7);
                break;
            case OrderStatus.AwaitingPayment:
                draft.Do(DeedKind.Pay, OrderStatus.AwaitingPayment, _hour * 1.8);
                break;
            case OrderStatus.CheckingStock when on is not (Trigger.StockArrived or Trigger.StockDecision) && !draft.Maybe(4):
                draft.Hold(OrderStatus.CheckingStock, _hour * 1.7);
                break;
            case OrderStatus.CheckingStock:
                draft.RunShort(1, OutOfStockChoice.Wait);
                break;
            case OrderStatus.AwaitingStockDecision:
                draft.RunShort(1 + draft.Random.Next(2), OutOfStockChoice.Ask);
                draft.Do(DeedKind.DecideStock, OrderStatus.AwaitingStockDecision, _day);
                break;
            case OrderStatus.Preparing:
                draft.Plan = draft.Plan with { Journey = draft.Maybe(2) ? Journey.NeverPickedUp : Journey.Smooth };
                break;
            case OrderStatus.Cancelling:
                Cancel(draft);
                draft.Hold(OrderStatus.Cancelling, _hour * 1.7);
                break;
            case OrderStatus.Cancelled:
                Cancel(draft);
                break;
            case OrderStatus.Refunded when on == Trigger.ReturnScanned:
                draft.SetOut([draft.Plan.Lines[0] with { Quantity = 1 }]);
                break;
            case OrderStatus.Refunded:
                draft.Plan = draft.Plan with { Journey = draft.Maybe(4) ? Journey.Damaged : Journey.LostForGood };
                break;
            case OrderStatus.Failed:
                Break(draft);
                break;
        }
    }

    /// <summary>
    /// The carrier's scans say that the first parcel is somewhere, again and again, for three weeks; it moves no further.
    /// </summary>
    public static void Drift(Draft draft, ParcelStatus status, int days)
    {
        draft.Plan = draft.Plan with { Journey = Journey.NeverPickedUp, Country = "CN", Class = ShippingClass.Express };
        Say(ParcelStatus.PickedUp, _hour / 2);
        for (var day = 0; day < days; day += 3)
            Say(status, (_day * day) + _hour);

        void Say(ParcelStatus scanned, TimeSpan after) =>
            draft.Do(
                DeedKind.ScanOutOfTurn,
                OrderStatus.Preparing,
                after,
                variant: CompanyNotices.VariantOf(scanned, draft.Random.Next(1_000_000))
            );
    }

    public static bool NeedsParcel(Trigger on) => on.IsScan() || on is Trigger.VoidWaybill or Trigger.ParcelInspected;

    private static bool IsOfCases(Trigger on) =>
        on is Trigger.ClaimDecision or Trigger.ReturnSent or Trigger.ReturnScanned or Trigger.ReturnReceived;

    /// <summary>Paid, and cancelled: with its parcel where that matters.</summary>
    private static void Cancel(Draft draft)
    {
        if (IsOfCases(draft.Aim.On))
        {
            BreakLate(draft);
            return;
        }

        draft.Do(DeedKind.Pay, OrderStatus.AwaitingPayment, TimeSpan.FromMinutes(2));
        if (draft.Aim.On == Trigger.StockArrived)
            return;
        draft.Plan = draft.Plan with { Journey = Journey.NeverPickedUp };
        var atOnce = !NeedsParcel(draft.Aim.On) && draft.Maybe(3);
        draft.Do(
            DeedKind.Cancel,
            atOnce ? OrderStatus.CheckingStock : OrderStatus.Preparing,
            atOnce ? TimeSpan.Zero : TimeSpan.FromMinutes(20)
        );
    }

    /// <summary>A step fails for good: the payment provider no longer answers, or the table of licences.</summary>
    private static void Break(Draft draft)
    {
        if (IsOfCases(draft.Aim.On))
        {
            BreakLate(draft);
            return;
        }

        if (!NeedsParcel(draft.Aim.On) && draft.Maybe(2))
        {
            draft.Do(DeedKind.PayBlindly, OrderStatus.InReview, TimeSpan.FromMinutes(1));
            draft.Fail(OrderStatus.InReview, TimeSpan.Zero, _companyGone, CallKind.Demand, FaultKind.Unavailable);
            return;
        }

        // The keys of what comes by mail cannot be written down for a day; they can when the order is wound up.
        draft.Do(DeedKind.Pay, OrderStatus.AwaitingPayment, TimeSpan.FromMinutes(2));
        draft.SetOut([.. draft.Plan.Lines, new PlannedLine(Goods.Licence, 1)]);
        draft.Fail(OrderStatus.AwaitingPayment, TimeSpan.Zero, _storageGone, CallKind.Licences, FaultKind.Unavailable);
    }

    /// <summary>
    /// A step fails for good when all has been delivered: returned goods cannot be restocked, and replacements cannot be sent.
    /// </summary>
    private static void BreakLate(Draft draft)
    {
        draft.Do(DeedKind.Pay, OrderStatus.AwaitingPayment, TimeSpan.FromMinutes(2));
        draft.SetOut([new PlannedLine("HW-PRO", 2), new PlannedLine("AC-CABLE", 3)]);
        draft.Do(DeedKind.ReturnOne, OrderStatus.Delivered, _hour);
        draft.Do(DeedKind.ScanReturn, OrderStatus.Delivered, _hour * 2);
        draft.Do(
            draft.Aim.On == Trigger.ClaimDecision ? DeedKind.FileClaim : DeedKind.ReturnOne,
            OrderStatus.Delivered,
            _hour * 3,
            variant: draft.Random.Next(100_000) * 3
        );
        draft.Do(DeedKind.ReceiveReturn, OrderStatus.Delivered, _hour * 8);
        draft.Fail(OrderStatus.Delivered, _hour * 7, _storageGone, CallKind.Stock, FaultKind.Unavailable);
    }
}
