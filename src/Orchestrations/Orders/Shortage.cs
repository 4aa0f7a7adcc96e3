using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// What becomes of goods that are out of stock: refunded, substituted, waited for. What that costs more or less is settled at once.
/// </summary>
internal sealed class Shortage(
    TaskOrchestrationContext context,
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

        var before = journal.Order;

        // It was priced for other lines than there will be now.
        await offers.LapseAsync(ReasonCode.OfferOutdated);

        var taken = StockRules.Taken(choices, asked, amended.WrittenOff);
        var isAnythingLeft = await DropAsync(amended.WrittenOff, taken);
        stock.Show([.. stock.Short.Select(line => line with { Choice = choices.First(choice => choice.Sku == line.Sku).Choice })]);
        WaitFor(choices);
        journal.Becomes(after);
        Tell(choices, taken, decision);
        if (!isAnythingLeft)
        {
            await journal.WriteAsync();
            return new Stop(OutOfStock(amended.WrittenOff), By: Actor.Shop);
        }

        var told = Told(StockOutcome.Of(before, choices, amended.WrittenOff, taken, stock.Short), decision);
        if (!MustCollect(taken))
        {
            MailSettled(step, told);
        }

        await journal.WriteAsync();
        return await SettlePriceAdjustmentAsync(step, choices, taken, Reasons(before, choices, amended.WrittenOff, taken), told);
    }

    /// <summary>Says in the step that is being written what was chosen, and what comes instead.</summary>
    /// <param name="decision">The customer's answer; null: what the order said beforehand.</param>
    public void Tell(IReadOnlyList<LineChoice> choices, IReadOnlyList<OrderLine> taken, StockDecision? decision)
    {
        journal.Tell(
            TimelineKind.StockDecided,
            Actor.Customer,
            ("choices", string.Join(',', choices.Select(choice => $"{choice.Sku}={OrderJson.Name(choice.Choice)}")))
        );
        if (taken.Count > 0)
        {
            journal.Tell(TimelineKind.Substituted, Actor.Shop, [Fact.Skus(taken.Select(line => line.Sku)), .. Fact.Names(taken)]);
        }

        if (decision is not null)
        {
            journal.AcceptAndHandle(decision.EventId);
        }
    }

    /// <summary>Mails what is off the order and what comes instead, before it is paid; what is waited for is told once it is.</summary>
    /// <param name="decision">The customer's answer; null: what the order said beforehand.</param>
    public void MailUnpaid(string step, StockOutcome outcome, StockDecision? decision)
    {
        var told = Told(outcome, decision);
        MailSettled(step, balance.Paid.Amount > 0 || told.Count == 0 ? told : [.. told, ("unpaid_yet", "yes")]);
    }

    /// <summary>Takes what is out of stock off the order, since nobody waits for it any longer.</summary>
    /// <returns>What was taken off, and whether anything is left of the order.</returns>
    public async Task<(string Step, IReadOnlyList<ParcelLine> WrittenOff, bool IsAnythingLeft)> WriteOffAsync()
    {
        var before = journal.Order;
        var step = stock.NextStep("overdue");
        var amended = await stock.AmendAsync(step, new StockAmendment { Drop = [.. stock.Short.Select(line => line.Sku)] });
        await offers.LapseAsync(ReasonCode.OfferOutdated);
        var isAnythingLeft = await DropAsync(amended.WrittenOff);
        if (isAnythingLeft)
        {
            MailSettled(step, Told(new StockOutcome { Overdue = StockOutcome.Texts(before, amended.WrittenOff) }));
        }

        return (step, amended.WrittenOff, isAnythingLeft);
    }

    /// <summary>Makes new terms of the order without some units; false, and the terms stay, if nothing would be left of it.</summary>
    public Task<bool> DropAsync(IReadOnlyList<ParcelLine> units) => DropAsync(units, []);

    /// <summary>The same, with what comes instead of some of them. Shipping and duties follow the goods.</summary>
    public async Task<bool> DropAsync(IReadOnlyList<ParcelLine> units, IReadOnlyList<OrderLine> taken)
    {
        if (units.Count == 0)
        {
            return true;
        }

        IReadOnlyList<OrderLine> lines = [.. StockRules.Without(journal.Order.Lines, units), .. taken];
        if (lines.Count == 0)
        {
            return false;
        }

        var left = new GoodsLeft(OrderTerms.Of(journal.Order), lines)
        {
            ShippingIsSold = balance.HasBooked(LedgerKind.ShippingSold, "order"),
        };
        balance.AgreeAndOwe(
            await context.CallActivityAsync<OrderTerms>(nameof(PriceGoodsLeft), new GoodsToPrice(journal.OrderId, left), Retries.Storage)
        );
        return true;
    }

    /// <summary>Refunds what is too much.</summary>
    public Task RefundExcessAsync(string reference, IReadOnlyList<Reason> reasons) =>
        refunds.RefundAndTellAsync(balance.Excess, reference, reasons);

    public static IReadOnlyList<Reason> OutOfStock(IReadOnlyList<ParcelLine> lines) =>
        [.. lines.Select(line => new Reason(ReasonCode.OutOfStock, line.Sku)).Distinct()];

    /// <summary>Refunds what is too much, or collects what is missing.</summary>
    /// <param name="reference">Of the refund, or of the payment request.</param>
    /// <param name="taken">The substitutes that are dropped again if the difference is not paid.</param>
    /// <param name="reasons">For a refund.</param>
    /// <param name="told">What the customer is told of it.</param>
    private async Task<Stop?> SettlePriceAdjustmentAsync(
        string reference,
        IReadOnlyList<LineChoice> choices,
        IReadOnlyList<OrderLine> taken,
        IReadOnlyList<Reason> reasons,
        IReadOnlyList<(string Name, string Value)> told
    )
    {
        if (!MustCollect(taken))
        {
            await RefundExcessAsync(reference, reasons);
            return null;
        }

        var stop = await payment.CollectPriceAdjustmentAsync(reference, told);
        return stop is { RequestId: null } ? await DropSubstitutesAsync(choices, taken) : stop;
    }

    /// <summary>As if the goods they stood for had not come in time.</summary>
    private async Task<Stop?> DropSubstitutesAsync(IReadOnlyList<LineChoice> choices, IReadOnlyList<OrderLine> taken)
    {
        // Customers know what they ordered; what should have come instead is not part of the order any more.
        IReadOnlyList<Reason> reasons = [.. taken.Select(line => new Reason(ReasonCode.SubstituteUnpaid, StoodFor(choices, line)))];
        if (!StockRules.AllowsParts(journal.Order, stock.Short))
        {
            return new Stop(reasons, By: Actor.System);
        }

        var step = stock.NextStep("unpaid");
        var amended = await stock.AmendAsync(
            step,
            new StockAmendment { Return = [.. taken.Select(line => new ParcelLine(line.Sku, line.Quantity))] }
        );
        var before = journal.Order;
        if (!await DropAsync(amended.WrittenOff))
        {
            return new Stop(reasons, By: Actor.System);
        }

        journal.Tell(TimelineKind.StockWrittenOff, Actor.System, Fact.Skus(taken.Select(line => StoodFor(choices, line))));
        MailSettled(step, Told(new StockOutcome { Unpaid = StockOutcome.Texts(before, amended.WrittenOff) }));
        await journal.WriteAsync();
        await RefundExcessAsync(step, reasons);
        return null;
    }

    /// <summary>True if a substitute costs more than has been paid.</summary>
    private bool MustCollect(IReadOnlyList<OrderLine> taken) => balance.Excess.Amount < 0 && taken.Count > 0;

    /// <summary>The same of what was chosen, which says whether the order said so beforehand.</summary>
    private IReadOnlyList<(string Name, string Value)> Told(StockOutcome outcome, StockDecision? decision)
    {
        var told = Told(outcome);
        return decision is null && !stock.WasAsked && told.Count > 0 ? [.. told, ("beforehand", "yes")] : told;
    }

    /// <summary>What became of the goods, and how it goes on with those that are waited for.</summary>
    private IReadOnlyList<(string Name, string Value)> Told(StockOutcome outcome)
    {
        if (outcome.IsNothing)
        {
            return [];
        }

        return
        [
            .. outcome.Facts,
            ("ready", stock.Short.Count == 0 || StockRules.CanPart(journal.Order, stock.Short) ? "yes" : ""),
            ("parts", StockRules.AllowsParts(journal.Order, stock.Short) ? "yes" : ""),
            .. journal.State.Deadlines.TryGetValue(OrderDeadline.Restock, out var until)
                ? [Fact.Until(until)]
                : Array.Empty<(string, string)>(),
        ];
    }

    /// <summary>Tells the customer what became of goods that were out of stock, and what is refunded for it; nothing if nothing did.</summary>
    private void MailSettled(string step, IReadOnlyList<(string Name, string Value)> told)
    {
        if (told.Count == 0)
        {
            return;
        }

        journal.Mail(
            MailKind.StockSettled,
            step,
            [.. told, .. balance.Excess is { Amount: > 0 } excess ? [Fact.Amount(excess)] : Array.Empty<(string, string)>()]
        );
    }

    /// <summary>Why money goes back: goods are off the order, or cost less than those that they come instead of.</summary>
    private static IReadOnlyList<Reason> Reasons(
        Order before,
        IReadOnlyList<LineChoice> choices,
        IReadOnlyList<ParcelLine> writtenOff,
        IReadOnlyList<OrderLine> taken
    )
    {
        var substituted = taken.Select(line => (Line: line, Sku: StoodFor(choices, line))).ToList();
        return
        [
            .. OutOfStock([.. writtenOff.Where(gone => substituted.All(one => one.Sku != gone.Sku))]),
            .. substituted
                .Where(one => before.Lines.First(line => line.Sku == one.Sku).UnitPrice > one.Line.UnitPrice)
                .Select(one => new Reason(ReasonCode.SubstituteCheaper, one.Sku)),
        ];
    }

    /// <summary>The product that a substitute comes instead of.</summary>
    private static string StoodFor(IReadOnlyList<LineChoice> choices, OrderLine substitute) =>
        choices.First(choice => choice.Substitute == substitute.Sku).Sku;

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
