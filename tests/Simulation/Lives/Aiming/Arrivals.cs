using Orders.Functions.Orders;

namespace Simulation.Lives.Aiming;

/// <summary>How goods come that an order waits for, or waited for a moment ago.</summary>
internal static class Arrivals
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    public static void Arrange(Draft draft)
    {
        switch (draft.Aim.Status)
        {
            case OrderStatus.AwaitingPayment:
                // Of two products that are short one is replaced by a dearer one; the other comes while that is to be paid.
                draft.RunShort(2, OutOfStockChoice.Ask);
                draft.SetOut([new PlannedLine("HW-LITE", 2), new PlannedLine("AC-CABLE", 3)]);
                draft.SellOut("HW-LITE", "AC-CABLE");
                for (var tries = 0; tries < 3; tries++)
                    draft.Do(DeedKind.DecideStock, OrderStatus.AwaitingStockDecision, _hour * (1 + tries));
                for (var tries = 0; tries < 4; tries++)
                    draft.DoThere(DeedKind.ReceiveStock, tries, again: true);
                break;
            case OrderStatus.Preparing or OrderStatus.Shipped:
                Split(draft);
                draft.DoThere(DeedKind.ReceiveStock, 5);
                break;
            case OrderStatus.InTransit or OrderStatus.OutForDelivery or OrderStatus.Delivered:
                // It comes when the customer has just said that he will not wait for it: the order is told of both, in this order, and of the second again.
                Split(draft);
                var held = draft.Aim.Status == OrderStatus.Delivered ? TimeSpan.FromDays(7) : draft.Aim.Status == OrderStatus.InTransit ? TimeSpan.FromHours(31) : TimeSpan.FromHours(60);
                draft.Hold(OrderStatus.Shipped, held, after: _hour / 4);
                draft.Do(DeedKind.Cancel, OrderStatus.Shipped, held - (_hour * 2));
                draft.Do(DeedKind.ReceiveStock, OrderStatus.Shipped, held - _hour);
                draft.Do(DeedKind.ReceiveStock, OrderStatus.Shipped, held - _hour);
                draft.Hold(draft.Aim.Status, _hour * 3);
                break;
            case OrderStatus.Cancelling:
                draft.RunShort(1, draft.Maybe(2) ? OutOfStockChoice.Ask : OutOfStockChoice.Wait);
                draft.Hold(OrderStatus.CheckingStock, _hour * 2);
                draft.Do(DeedKind.Cancel, OrderStatus.CheckingStock, _hour);
                draft.Do(DeedKind.ReceiveStock, OrderStatus.CheckingStock, _hour * 1.2);
                break;
            case OrderStatus.AwaitingStockDecision:
                draft.DoThere(DeedKind.ReceiveStock);
                break;
            default:
                draft.DoThere(DeedKind.ReceiveStock, 10);
                break;
        }
    }

    private static void Split(Draft draft)
    {
        draft.RunShort(2, OutOfStockChoice.Split);
        if (draft.Aim.Status == OrderStatus.Preparing)
            draft.Plan = draft.Plan with { Journey = Journey.NeverPickedUp };
    }
}
