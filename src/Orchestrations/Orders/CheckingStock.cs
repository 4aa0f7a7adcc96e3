using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Stock check, and the wait for goods that are out of stock: by the order's preference, or by the customer's answer.</summary>
internal sealed class CheckingStock(OrderJournal journal, OrderInbox inbox, StockHold stock, Shortage shortage, Compensations compensations)
{
    private IReadOnlyList<ParcelLine> AllLines => [.. journal.Order.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))];

    public async Task<Stop?> ReserveAsync()
    {
        compensations.Push(stock.ReleaseAsync);
        if (!inbox.HasArrived && journal.State.Offer is null && stock.Short.Count == 0)
        {
            return await stock.ReserveForPreparationAsync() ? null : await SettleShortageAsync();
        }

        return await stock.ReserveAsync() ? await inbox.TakeArrivedAsync() : await SettleShortageAsync();
    }

    private async Task<Stop?> SettleShortageAsync()
    {
        journal.Tell(TimelineKind.StockShort, Actor.System, Fact.Skus(stock.Short.Select(line => line.Sku)));
        await journal.WriteAsync();

        var chosen = StockRules.Known(stock.Chosen, stock.Short) ?? StockRules.Preferred(journal.Order.OutOfStock, stock.Short);
        var stop = chosen is null ? null : await DecideAsync(chosen);
        do
        {
            stop ??= await WaitForGoodsAsync();
            journal.NoLongerExpect(OrderDeadline.StockDecision);
            stop ??= await inbox.TakeArrivedAsync();

            // What arrived may have taken off the order all that was there.
        } while (stop is null && IsWaiting);

        return stop;
    }

    /// <summary>Something is out of stock, and the order does not go on without it.</summary>
    private bool IsWaiting => stock.Short.Count > 0 && !StockRules.CanPart(journal.Order, stock.Short);

    private async Task<Stop?> WaitForGoodsAsync()
    {
        Stop? stop = null;
        while (stop is null && IsWaiting)
        {
            if (stock.Short.Any(line => line.Choice is null) && journal.State.Status != OrderStatus.AwaitingStockDecision)
            {
                await AskAsync();
            }

            var deadline = journal.State.Status == OrderStatus.AwaitingStockDecision ? OrderDeadline.StockDecision : OrderDeadline.Restock;
            stop = await inbox.NextUntilAsync(journal.State.Deadlines[deadline]) switch
            {
                StockDecision decision => await DecideAsync(decision.Choices, decision),
                null => await WriteOffAsync(),
                { } other => await inbox.TakeAsync(other),
            };
        }

        return stop;
    }

    private Task AskAsync()
    {
        var deadline = journal.Now + journal.Order.Windows.StockDecision;
        journal.Becomes(OrderStatus.AwaitingStockDecision);
        journal.Expect(OrderDeadline.StockDecision, deadline);
        journal.Tell(TimelineKind.StockQuestion, Actor.System, Fact.Skus(stock.Short.Select(line => line.Sku)), Fact.Until(deadline));
        journal.Mail(MailKind.StockQuestion);
        return journal.WriteAsync();
    }

    private Task<Stop?> DecideAsync(IReadOnlyList<LineChoice> choices, StockDecision? decision = null) =>
        shortage.DecideAsync(choices, AllLines, OrderStatus.CheckingStock, decision);

    /// <summary>
    /// Nobody answered, or the goods did not come in time: what is missing is refunded. The others are shipped if the customer
    /// agreed to parts, else the order is cancelled.
    /// </summary>
    private async Task<Stop?> WriteOffAsync()
    {
        var skus = stock.Short.Select(line => line.Sku).ToList();
        if (!StockRules.AllowsParts(journal.Order, stock.Short))
        {
            return new Stop([.. skus.Select(sku => new Reason(ReasonCode.OutOfStock, sku))], By: Actor.Shop);
        }

        var (step, writtenOff, isAnythingLeft) = await shortage.WriteOffAsync();
        var reasons = Shortage.OutOfStock(writtenOff);
        if (!isAnythingLeft)
        {
            return new Stop(reasons, By: Actor.Shop);
        }

        journal.NoLongerExpect(OrderDeadline.Restock, OrderDeadline.StockDecision);
        journal.Tell(TimelineKind.StockWrittenOff, Actor.System, Fact.Skus(skus));
        await journal.WriteAsync();
        await shortage.RefundExcessAsync(step, reasons);
        return null;
    }
}
