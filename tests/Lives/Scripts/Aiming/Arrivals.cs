using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Lives.Scripts.Aiming;

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
                draft.Plan = draft.Plan with
                {
                    OutOfStock = OutOfStockChoice.Ask,
                    Lines = [new PlannedLine("HW-LITE", 2), new PlannedLine("AC-CABLE", 3)],
                };
                draft.SellOut("HW-LITE", "AC-CABLE");
                draft.Do(DeedKind.DecideAnyStock, OrderStatus.AwaitingStockDecision, _hour);
                for (var tries = 0; tries < 4; tries++)
                    draft.DoThere(DeedKind.ReceiveStock, tries, again: true);
                break;
            case OrderStatus.Preparing or OrderStatus.Shipped:
                Split(draft);
                for (var tries = 0; tries < 5; tries++)
                    draft.DoThere(DeedKind.ReceiveStock, 5 * tries);
                break;
            case OrderStatus.InTransit or OrderStatus.OutForDelivery or OrderStatus.Delivered:
                // The goods come just after the customer has said that they will not wait for them: the order hears of the refusal, of
                // the goods, and of the goods once more.
                Split(draft);
                var (held, journey) = draft.Aim.Status switch
                {
                    OrderStatus.InTransit => (TimeSpan.FromHours(40), Journey.AtCustoms),
                    OrderStatus.OutForDelivery => (TimeSpan.FromHours(66), Journey.AttemptFailed),
                    _ => (TimeSpan.FromDays(7), Journey.Smooth),
                };
                draft.Plan = draft.Plan with { Journey = journey };
                draft.Hold(OrderStatus.Shipped, held, after: _hour / 4);
                draft.Do(DeedKind.Cancel, OrderStatus.Shipped, held - (_hour * 2));
                draft.Do(DeedKind.ReceiveStock, OrderStatus.Shipped, held - _hour);
                draft.Do(DeedKind.ReceiveStock, OrderStatus.Shipped, held - _hour);
                draft.Hold(draft.Aim.Status, _hour * 3);
                break;
            case OrderStatus.Cancelling:
                var waits = draft.Maybe(2) ? OrderStatus.AwaitingStockDecision : OrderStatus.CheckingStock;
                draft.RunShort(1, waits == OrderStatus.CheckingStock ? OutOfStockChoice.Wait : OutOfStockChoice.Ask);
                draft.Hold(waits, _hour * 2, after: _hour / 4);
                draft.Do(DeedKind.Cancel, waits, _hour);
                draft.Do(DeedKind.ReceiveStock, waits, _hour * 1.2);
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
