using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// Claims, returns and after-sales requests: each runs as an orchestration of its own; what it comes to is carried out here, where money, stock and parcels are.
public sealed partial class OrderOrchestration
{
    private readonly HashSet<string> _openCases = new(StringComparer.Ordinal);

    /// <summary>Units that were paid back: by claims, by returns, or with a parcel that did not come.</summary>
    private readonly List<ParcelLine> _paidBack = [];

    /// <summary>Takes a case up: its orchestration runs beside the order from now on.</summary>
    private Task OpenCaseAsync(CaseKind kind, string caseId, string orchestration, object input, string eventId, string timeline)
    {
        _openCases.Add(caseId);
        _events.Watch(_context.CallSubOrchestratorAsync<CaseEnd>(orchestration, input, new SubOrchestrationOptions(instanceId: CaseKinds.InstanceId(_order.OrderId, kind, caseId)) { Version = _context.Version }));
        return RecordAsync(
            _state with { Commands = _state.Commands.With(eventId, new CommandOutcome(true, null)) },
            timeline: [Entry(timeline, "customer", ("case", caseId))],
            handled: [eventId]);
    }

    /// <summary>Judged by whoever filed it, at the moment it was filed; what has been settled since is not claimed again.</summary>
    private Task TakeClaimAsync(ClaimFiled filed, string refusal)
    {
        var against = Transitions.Against(_state.Status, Trigger.ClaimFiled);
        if (against is not null || refusal == Finished || !_parcels.Exists(parcel => parcel.HandedOver))
        {
            return RefuseAsync(filed.EventId, "claim", against ?? refusal);
        }

        return GivenBack(filed.Lines)
            ? RefuseAsync(filed.EventId, "claim", "claim_settled")
            : OpenClaimAsync(filed);
    }

    private Task OpenClaimAsync(ClaimFiled filed)
    {
        // What is under another claim or a return already is not granted by rule: a person looks at both.
        var alone = filed.Lines.All(line => Gone.Count(line.Sku) == 0);
        filed = alone ? filed : filed with { DecideByRuleUpTo = null };
        _gone[filed.ClaimId] = filed.Lines;
        return OpenCaseAsync(CaseKind.Claim, filed.ClaimId, nameof(ClaimOrchestration), new ClaimCase(_order.OrderId, filed), filed.EventId, "claim_filed");
    }

    /// <summary>True if no parcel with these lines arrived or still may, and they were paid back when theirs was given up.</summary>
    private bool GivenBack(IReadOnlyList<ParcelLine> lines) => ClaimRules.IsGivenUp([.. _parcels.Where(parcel => parcel.Carries(lines)).Select(parcel => parcel.Stands)]);

    /// <summary>Carries out what a case came to: money back, goods again, goods on the shelf.</summary>
    private async Task EndCaseAsync(CaseEnd end)
    {
        _openCases.Remove(end.CaseId);
        _gone[end.CaseId] = end is { Lost: true, Refund: null } ? [] : end.Lines;
        if (end.Lost && GivenBack(end.Lines))
        {
            // The carrier gave the parcel up while the claim was open: the order has paid its goods back already.
            return;
        }

        if (end.Kind == CaseKind.Claim && end.Lines.Any(IsPaidBack))
        {
            await AlertAsync($"paid_back_already:{end.CaseId}", AlertKind.PaidBackAlready, "A claim was granted for goods that another claim or a return had paid back by then: nothing was paid or sent for it.");
            return;
        }

        if (end.Refund is { Amount: > 0 })
        {
            _paidBack.AddRange(ClaimRules.Less(end.Lines, end.SendBack));
        }

        var occasion = $"{OrderJson.Name(end.Kind)}:{end.CaseId}";
        if (end.Restock.Count > 0)
        {
            await _context.CallActivityAsync(nameof(ReceiveReturnedStock), new ReturnedStock(_order.OrderId, occasion, end.Restock), Retries.Storage);
        }

        var undelivered = end.Lost ? await MakeGoodAsync(end.Lines) : Money.Zero(_order.Total.Currency);
        if (end.Refund is { Amount: > 0 } refund)
        {
            // Never more than is still with us, nor more than they cost and the rest that the customer has is worth: what is still on its way may have to be paid back as well.
            var worth = undelivered + _state.Kept;
            var amount = new[] { refund, Paid, worth }.Min();
            BookRefund(end, amount, undelivered, occasion);
            _due -= amount;
            await RefundAsync(amount, occasion, [new(MailKind.Refunded, occasion, Facts(Amount(amount)))]);
        }

        if (end.Replace.Count > 0)
        {
            await ReplaceAsync(end, undelivered, occasion);
        }

        SendBack(end);
    }

    /// <summary>True if fewer units than these are left that were not paid back.</summary>
    private bool IsPaidBack(ParcelLine line) => line.Quantity > NotPaidBack(line.Sku);

    /// <summary>A unit that was sent again, and lost again, is paid back once.</summary>
    private IReadOnlyList<ParcelLine> NotPaidBack(IReadOnlyList<ParcelLine> lines) =>
        [.. lines.Select(line => line with { Quantity = Math.Min(line.Quantity, NotPaidBack(line.Sku)) }).Where(line => line.Quantity > 0)];

    private int NotPaidBack(string sku) =>
        _order.Lines.Where(ordered => ordered.Sku == sku).Sum(ordered => ordered.Quantity) - _paidBack.Where(paid => paid.Sku == sku).Sum(paid => paid.Quantity);

    /// <summary>What is not in the books as sold needs no entry; goods that are not with the customer leave the books, what goes beyond them is goodwill.</summary>
    private void BookRefund(CaseEnd end, Money amount, Money undelivered, string occasion)
    {
        if (end.Kind == CaseKind.Return)
        {
            BookReturn(end, amount, occasion);
            return;
        }

        var given = amount - undelivered;
        var goods = end.GoodsBack ? ValueOf(end.Lines) - undelivered : Money.Zero(amount.Currency);
        var returned = given <= goods ? given : goods;
        Book(LedgerKind.GoodsReturned, returned, occasion);
        Book(LedgerKind.GoodwillGiven, given - returned, occasion);
    }

    /// <summary>Takes lost lines out of the parcels that are still on their way with them: the end of such a parcel gives nothing back for these.</summary>
    /// <returns>What those of them cost that are not in the books as sold.</returns>
    private async Task<Money> MakeGoodAsync(IReadOnlyList<ParcelLine> lines)
    {
        var value = Money.Zero(_order.Total.Currency);
        var rest = lines;
        foreach (var parcel in _parcels.Where(parcel => parcel.UnderWay && parcel.Carries(lines)))
        {
            var made = parcel.MakeGood(rest);
            rest = [.. rest.Select(line => line with { Quantity = line.Quantity - made.Where(one => one.Sku == line.Sku).Sum(one => one.Quantity) })];
            value += parcel.Sold ? Money.Zero(value.Currency) : ValueOf(made);
            await AlertAsync(
                FormattableString.Invariant($"made_good:{ShipmentOrder.InstanceId(_order.OrderId, parcel.Number)}"),
                AlertKind.LostMadeGood,
                FormattableString.Invariant($"What is in parcel {parcel.Number}, which is still on its way, was paid back or sent again. If it turns up, call it back or ask the customer."));
        }

        return value;
    }

    /// <summary>Goods are sent again; where there are none left, they are paid back instead.</summary>
    /// <param name="undelivered">What those of them cost that are not in the books as sold.</param>
    private async Task ReplaceAsync(CaseEnd end, Money undelivered, string occasion)
    {
        if (await _context.CallActivityAsync<StockAnswer>(nameof(ReserveStock), new StockStep(_order.OrderId, occasion, end.Replace), Retries.Storage) is { Reserved: true })
        {
            await SendOutAsync(end.Replace, occasion, undelivered.Amount == 0 && InCustomersHands(end.Replace));
            return;
        }

        // They are settled now like any goods that are paid back: not given back, claimed or sent again.
        _gone[end.CaseId] = end.Lines;
        _paidBack.AddRange(end.Refund is { Amount: > 0 } ? [] : end.Replace);
        _state = _state with { PaidInstead = [.. _state.PaidInstead ?? [], end.CaseId] };
        var (value, instead) = (ValueOf(end.Replace), $"{occasion}:short");
        if (InCustomersHands(end.Replace))
        {
            Book(LedgerKind.GoodsReturned, value - undelivered, instead);
        }

        _due -= value;
        await RefundAsync(value, instead, [new(MailKind.Refunded, instead, Facts(Amount(value), ("reason", "replacement_out_of_stock")))]);
    }

    private bool InCustomersHands(IReadOnlyList<ParcelLine> lines) =>
        _parcels.Exists(parcel => parcel.Outcome == ShipmentOutcome.Delivered && lines.Any(line => parcel.Lines.Any(packed => packed.Sku == line.Sku)));
}
