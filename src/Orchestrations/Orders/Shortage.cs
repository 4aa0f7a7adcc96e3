using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// What becomes of goods that are out of stock: refunded, substituted, waited for. What that costs more or less is settled at once.
/// </summary>
internal sealed class Shortage(
    OrderJournal journal,
    OrderBalance balance,
    Refunds refunds,
    StockHold stock,
    ChangeOffers offers,
    AwaitingPayment payment
)
{
    /// <summary>Carries out what was chosen, all of it or nothing.</summary>
    /// <param name="reserved">The units that the reservation in question is for.</param>
    /// <param name="after">The status once it is carried out.</param>
    /// <param name="decision">The customer's answer; null: what the order said beforehand.</param>
    public async Task<Stop?> DecideAsync(
        IReadOnlyList<LineChoice> choices,
        IReadOnlyList<ParcelLine> reserved,
        OrderStatus after,
        StockDecision? decision = null
    )
    {
        var step = stock.NextStep("decision");
        if (StockRules.Against(choices, stock.Short, journal.Now) is { } against)
        {
            return await RefuseAsync(decision, against);
        }

        var asked = stock.Short;
        var amended = await stock.AmendAsync(step, StockRules.Amendment(choices, reserved));
        if (!amended.Done)
        {
            return await RefuseAsync(decision, ReasonCode.SubstituteOutOfStock);
        }

        // It was priced for other lines than there will be now.
        await offers.LapseAsync(ReasonCode.OfferOutdated);

        var taken = StockRules.Taken(choices, asked, amended.WrittenOff);
        var isAnythingLeft = Drop(
            amended.WrittenOff,
            taken,
            [.. choices.Where(choice => choice.Choice == StockChoice.Substitute).Select(choice => choice.Sku)]
        );
        stock.Show([.. stock.Short.Select(line => line with { Choice = choices.First(choice => choice.Sku == line.Sku).Choice })]);
        WaitFor(choices);
        journal.Becomes(after);
        journal.Tell(
            TimelineKind.StockDecided,
            Actor.Customer,
            ("choices", string.Join(',', choices.Select(choice => $"{choice.Sku}={OrderJson.Name(choice.Choice)}")))
        );
        if (taken.Count > 0)
        {
            journal.Tell(TimelineKind.Substituted, Actor.Shop, Fact.Skus(taken.Select(line => line.Sku)));
        }

        if (decision is not null)
        {
            journal.AcceptAndHandle(decision.EventId);
        }

        await journal.WriteAsync();
        var reasons = OutOfStock(amended.WrittenOff);
        return isAnythingLeft ? await SettlePriceAdjustmentAsync(step, taken, reasons) : new Stop(reasons, By: Actor.Shop);
    }

    /// <summary>Takes what is out of stock off the order, since nobody waits for it any longer.</summary>
    /// <returns>What was taken off, and whether anything is left of the order.</returns>
    public async Task<(string Step, IReadOnlyList<ParcelLine> WrittenOff, bool IsAnythingLeft)> WriteOffAsync()
    {
        var step = stock.NextStep("overdue");
        var amended = await stock.AmendAsync(step, new StockAmendment { Drop = [.. stock.Short.Select(line => line.Sku)] });
        await offers.LapseAsync(ReasonCode.OfferOutdated);
        return (step, amended.WrittenOff, Drop(amended.WrittenOff));
    }

    /// <summary>Makes new terms of the order without some units; false, and the terms stay, if nothing would be left of it.</summary>
    public bool Drop(IReadOnlyList<ParcelLine> units) => Drop(units, [], []);

    /// <summary>Refunds what is too much.</summary>
    public Task RefundExcessAsync(string reference, IReadOnlyList<Reason> reasons) =>
        refunds.RefundAndTellAsync(balance.Excess, reference, reasons);

    public static IReadOnlyList<Reason> OutOfStock(IReadOnlyList<ParcelLine> lines) =>
        [.. lines.Select(line => new Reason(ReasonCode.OutOfStock, line.Sku)).Distinct()];

    /// <summary>Refunds what is too much, or collects what is missing.</summary>
    /// <param name="reference">Of the refund, or of the payment request.</param>
    /// <param name="taken">The substitutes that are dropped again if the difference is not paid.</param>
    /// <param name="reasons">For a refund.</param>
    private async Task<Stop?> SettlePriceAdjustmentAsync(string reference, IReadOnlyList<OrderLine> taken, IReadOnlyList<Reason> reasons)
    {
        if (balance.Excess.Amount >= 0 || taken.Count == 0)
        {
            await RefundExcessAsync(reference, reasons);
            return null;
        }

        var stop = await payment.CollectPriceAdjustmentAsync(reference);
        return stop is { RequestId: null } ? await DropSubstitutesAsync(taken) : stop;
    }

    /// <summary>As if the goods they stood for had not come in time.</summary>
    private async Task<Stop?> DropSubstitutesAsync(IReadOnlyList<OrderLine> taken)
    {
        IReadOnlyList<Reason> reasons = [.. taken.Select(line => new Reason(ReasonCode.SubstituteUnpaid, line.Sku))];
        if (!StockRules.AllowsParts(journal.Order, stock.Short))
        {
            return new Stop(reasons, By: Actor.System);
        }

        var step = stock.NextStep("unpaid");
        var amended = await stock.AmendAsync(
            step,
            new StockAmendment { Return = [.. taken.Select(line => new ParcelLine(line.Sku, line.Quantity))] }
        );
        if (!Drop(amended.WrittenOff))
        {
            return new Stop(reasons, By: Actor.System);
        }

        journal.Tell(TimelineKind.StockWrittenOff, Actor.System, Fact.Skus(taken.Select(line => line.Sku)));
        await journal.WriteAsync();
        await RefundExcessAsync(step, reasons);
        return null;
    }

    private bool Drop(IReadOnlyList<ParcelLine> units, IReadOnlyList<OrderLine> taken, IReadOnlyCollection<string> substituted)
    {
        if (units.Count == 0)
        {
            return true;
        }

        if (taken.Count == 0 && StockRules.Without(journal.Order.Lines, units).Count == 0)
        {
            return false;
        }

        balance.AgreeAndOwe(StockRules.Terms(journal.Order, units, taken, substituted));
        return true;
    }

    private void WaitFor(IReadOnlyList<LineChoice> choices)
    {
        journal.NoLongerExpect(OrderDeadline.StockDecision, OrderDeadline.Restock);
        if (stock.Short.Count > 0)
        {
            journal.Expect(OrderDeadline.Restock, StockRules.WaitEnd(choices, journal.Order.Windows, journal.Now));
        }
    }

    private async Task<Stop?> RefuseAsync(StockDecision? decision, Reason reason)
    {
        if (decision is not null)
        {
            await journal.RefuseAsync(decision.EventId, TimelineKind.StockDecisionRefused, reason);
        }

        return null;
    }
}
