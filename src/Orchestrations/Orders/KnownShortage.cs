using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// Goods that are out of stock before the order is paid: nobody pays without knowing. By the order's preference, or by the customer's
/// answer, they are taken off, others come instead, or they are waited for once all is paid. Nothing is reserved yet.
/// </summary>
internal sealed class KnownShortage(OrderJournal journal, OrderInbox inbox, StockHold stock, Shortage shortage, ChangeOffers offers)
{
    public async Task<Stop?> SettleAsync()
    {
        if (stock.Short.Count == 0)
        {
            return null;
        }

        journal.Tell(TimelineKind.StockShort, Actor.System, Fact.Skus(stock.Short.Select(line => line.Sku)));
        var stop = StockRules.Preferred(journal.Order.OutOfStock, stock.Short) is { } preferred ? await DecideAsync(preferred) : null;
        while (stop is null && stock.Short.Any(line => line.Choice is null))
        {
            if (journal.State.Status != OrderStatus.AwaitingStockDecision)
            {
                await AskAsync();
            }

            var lines = journal.Order.Lines;
            stop = await inbox.NextUntilAsync(journal.State.Deadlines[OrderDeadline.StockDecision]) switch
            {
                StockDecision decision => await DecideAsync(decision.Choices, decision),
                null => await EndOfTimeAsync(),
                { } other => await inbox.TakeAsync(other),
            };

            // A change made another order of it.
            if (stop is null && stock.Short.Count > 0 && !lines.SequenceEqual(journal.Order.Lines))
            {
                await stock.LookAsync();
            }
        }

        journal.NoLongerExpect(OrderDeadline.StockDecision);
        return stop;
    }

    private Task AskAsync()
    {
        var deadline = journal.Now + journal.Order.Windows.StockDecision;
        journal.Becomes(OrderStatus.AwaitingStockDecision);
        journal.Expect(OrderDeadline.StockDecision, deadline);
        journal.Tell(TimelineKind.StockQuestion, Actor.System, Fact.Skus(stock.Short.Select(line => line.Sku)), Fact.Until(deadline));
        journal.Mail(MailKind.StockQuestion, "before-payment");
        return journal.WriteAsync();
    }

    /// <summary>Nobody answered: if the goods have not come meanwhile, there is no order, and nothing was paid for it.</summary>
    private async Task<Stop?> EndOfTimeAsync()
    {
        await stock.LookAsync();
        return stock.Short.Count == 0 ? null : new Stop(Shortage.OutOfStock(MissingOf(stock.Short)), By: Actor.Shop);
    }

    private async Task<Stop?> DecideAsync(IReadOnlyList<LineChoice> choices, StockDecision? decision = null)
    {
        if (StockRules.Against(choices, stock.Short, journal.Now) is { } against)
        {
            if (decision is not null)
            {
                await journal.RefuseAsync(decision.EventId, TimelineKind.StockDecisionRefused, against);
            }

            return null;
        }

        // It was priced for other lines than there will be now.
        await offers.LapseAsync(ReasonCode.OfferOutdated);
        var step = stock.NextStep("choice");
        var before = journal.Order;
        var givenUp = StockRules.GivenUp(choices, stock.Short, journal.Order);
        var taken = StockRules.Taken(choices, stock.Short, givenUp);
        var reasons = Shortage.OutOfStock(givenUp);
        var isAnythingLeft = await shortage.DropAsync(givenUp, taken);
        stock.Choose(choices, decision);
        journal.NoLongerExpect(OrderDeadline.StockDecision);
        shortage.Tell(choices, taken, decision);
        if (isAnythingLeft)
        {
            shortage.MailUnpaid(step, StockOutcome.Of(before, choices, givenUp, taken, missing: []), decision);
        }

        await journal.WriteAsync();
        if (!isAnythingLeft)
        {
            return new Stop(reasons, By: Actor.Shop);
        }

        // Somebody may have paid without being asked.
        await shortage.RefundExcessAsync(step, reasons);
        return null;
    }

    private static IReadOnlyList<ParcelLine> MissingOf(IReadOnlyList<ShortLine> lines) =>
        [.. lines.Select(line => new ParcelLine(line.Sku, line.Missing))];
}
