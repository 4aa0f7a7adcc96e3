using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// Money on its way back, until the customer has it; and money that the customer's bank takes back by itself.
public sealed partial class OrderOrchestration
{
    /// <summary>How long a refund may be under way before a person looks after it.</summary>
    private static readonly TimeSpan _refundPatience = TimeSpan.FromDays(7);

    private Money? _authorised;

    /// <summary>Refunds in the order's currency that the customer's bank has made in the shop's place.</summary>
    private long _setOff;

    /// <summary>Gives back what the customer has paid and does not owe. From now on it does not count as paid, whatever becomes of the refund.</summary>
    private async Task RefundAsync(Money amount, string occasion, IReadOnlyList<MailOccasion>? mails = null, IReadOnlyList<string>? handled = null)
    {
        if (amount.Amount <= 0)
        {
            return;
        }

        _state = _state with { Refunded = _state.Refunded + amount };
        if (_state.Disputed is { Amount: > 0 } disputed)
        {
            var byBank = amount < disputed ? amount : disputed;
            Book(LedgerKind.RefundedByDispute, byBank, occasion);
            _state = _state with { Disputed = disputed - byBank };
            _setOff += byBank.Amount;
            amount -= byBank;
            if (amount.Amount == 0)
            {
                await RecordAsync(_state, timeline: [Entry("refund_by_bank", "payment", Amount(byBank))], mails: mails, handled: handled);
                return;
            }
        }

        await PayBackAsync(amount, occasion, mails, handled);
    }

    /// <summary>Asks the payment company to give money back, in whatever currency it came; a person does what the company will not.</summary>
    private async Task PayBackAsync(Money amount, string occasion, IReadOnlyList<MailOccasion>? mails = null, IReadOnlyList<string>? handled = null)
    {
        var answer = await AskForRefundAsync(amount, occasion);
        var refund = new RefundState(occasion, amount, answer.Status, answer.Reference, Now);
        _state = _state with { Refunds = [.. _state.Refunds, refund] };
        if (answer.Status == RefundStatus.InKind)
        {
            mails = [.. mails ?? [], new(MailKind.RefundAddress, occasion, Facts(Amount(amount)))];
        }

        await RecordAsync(_state, timeline: [Entry(TimelineOf(answer.Status), "shop", Amount(amount))], mails: mails, handled: handled);
        await CallAPersonAsync(refund);
    }

    private async Task<RefundAnswer> AskForRefundAsync(Money amount, string occasion)
    {
        try
        {
            return await _context.CallActivityAsync<RefundAnswer>(nameof(RefundPayment), new Refund(_order.OrderId, occasion, amount, _order.PaymentMethod == PaymentMethod.Crypto), Retries.Partner);
        }
        catch (TaskFailedException)
        {
            // Half a day of attempts under the same key: whether the company made it is for a person to find out.
            return new RefundAnswer(RefundStatus.Failed, null);
        }
    }

    private static string TimelineOf(RefundStatus status) => status switch
    {
        RefundStatus.Settled or RefundStatus.Sent => "refund_sent",
        RefundStatus.InKind => "refund_in_kind",
        _ => "refund_by_hand",
    };

    private Task CallAPersonAsync(RefundState refund) => refund.Status switch
    {
        RefundStatus.Failed => AlertAsync($"refund:{_order.OrderId}:{refund.Occasion}", AlertKind.RefundFailed, $"The payment company did not refund {refund.Amount} ({refund.Occasion}). Pay it by hand, or have it tried again."),
        RefundStatus.InKind => AlertAsync($"refund:{_order.OrderId}:{refund.Occasion}", AlertKind.RefundInKind, $"{refund.Amount} ({refund.Occasion}) was paid in crypto: send it to the address that the customer gives, and settle it here."),
        _ => Task.CompletedTask,
    };

    /// <summary>The payment company says that a refund has arrived: the one it names, else the oldest of that amount.</summary>
    private async Task SettleRefundAsync(PaymentUpdate update)
    {
        var refund = _state.Refunds.FirstOrDefault(sent => sent.Status == RefundStatus.Sent && (update.Reference is null ? sent.Amount == update.Amount : sent.Reference == update.Reference));
        await (refund is null ? RecordAsync(_state, handled: [update.EventId]) : SettleAsync(refund, update.Reference ?? update.EventId, "payment", update.EventId));
    }

    private async Task DecideRefundAsync(RefundDecision decision)
    {
        if (_state.Refunds.FirstOrDefault(open => open.Occasion == decision.Occasion && open.IsOpen) is not { } refund)
        {
            await RefuseAsync(decision.EventId, "refund_decision", "no_such_refund");
            return;
        }

        _state = _state with { Commands = _state.Commands.With(decision.EventId, new CommandOutcome(true, null)) };
        if (decision.Reference is { } reference)
        {
            await SettleAsync(refund, reference, "shop", decision.EventId);
            return;
        }

        var answer = await AskForRefundAsync(refund.Amount, refund.Occasion);
        _state = _state with { Refunds = With(refund with { Status = answer.Status, Reference = answer.Reference, At = Now }) };
        await RecordAsync(_state, timeline: [Entry(TimelineOf(answer.Status), "shop", Amount(refund.Amount))], handled: [decision.EventId]);
    }

    private Task SettleAsync(RefundState refund, string reference, string actor, string eventId)
    {
        var settled = refund with { Status = RefundStatus.Settled, Reference = reference, At = Now };
        return RecordAsync(
            _state with { Refunds = With(settled) },
            timeline: [Entry("refund_settled", actor, Amount(refund.Amount))],
            ledger: [RefundPayment.Settled(refund.Occasion, refund.Amount, Now, reference)],
            handled: [eventId]);
    }

    private IReadOnlyList<RefundState> With(RefundState changed) => [.. _state.Refunds.Select(refund => refund.Occasion == changed.Occasion ? changed : refund)];

    /// <summary>An order does not end while money is on its way back.</summary>
    private async Task WaitForRefundsAsync()
    {
        await RecordAsync(_state with { Deadlines = _state.Deadlines.With("refund", Now + _refundPatience) });
        var asked = false;
        using var alarm = new Alarm(_context, Now + _refundPatience);
        while (_state.Refunds.Any(refund => refund.IsOpen))
        {
            if (await _events.NextAsync(asked ? null : alarm.Rings) is { } next)
            {
                await TakeLateAsync(next, "finished");
                continue;
            }

            asked = true;
            await AlertAsync(RefundAlerts.Unconfirmed(_order.OrderId), AlertKind.RefundUnconfirmed, "A refund has not been confirmed for a week.");
        }
    }

    // Disputes (chargebacks): the bank takes money back on the customer's word. Refunds are set off against it, so that nothing is given back twice.

    private async Task TakeDisputeAsync(PaymentVerdict verdict, PaymentUpdate update)
    {
        var none = Money.Zero(_order.Total.Currency);
        if (update.Amount.Currency != none.Currency)
        {
            await RecordAsync(_state, timeline: [Entry("payment_disputed", "payment", Amount(update.Amount))], handled: [update.EventId]);
            await AlertAsync($"dispute:{_order.OrderId}:{update.EventId}", AlertKind.PaymentDisputed, $"A dispute over {update.Amount}, which is not the order's currency: look at the payment company's books.");
            return;
        }

        var disputed = _state.Disputed ?? none;
        switch (verdict)
        {
            case PaymentVerdict.Disputed:
                Book(LedgerKind.Disputed, update.Amount, update.EventId);
                await RecordAsync(_state with { Disputed = disputed + update.Amount }, timeline: [Entry("payment_disputed", "payment", Amount(update.Amount))], handled: [update.EventId]);
                await AlertAsync($"dispute:{_order.OrderId}:{update.EventId}", AlertKind.PaymentDisputed, $"The customer's bank took {update.Amount} back. Answer it with the order's history; refunds are set off against it.");
                break;

            case PaymentVerdict.DisputeWon:
                await WinDisputeAsync(update, disputed - update.Amount);
                break;

            default:
                await RecordAsync(_state, timeline: [Entry("dispute_lost", "payment", Amount(update.Amount))], handled: [update.EventId]);
                await AlertAsync($"dispute-lost:{_order.OrderId}:{update.EventId}", AlertKind.DisputeLost, $"{update.Amount} stays with the customer's bank: a loss, unless the goods come back.");
                break;
        }
    }

    /// <summary>A refund that was set off against money which is the shop's again has to reach the customer after all.</summary>
    /// <param name="left">What the bank has without the dispute, less what is set off.</param>
    private async Task WinDisputeAsync(PaymentUpdate update, Money left)
    {
        var owed = Ledgers.OwedAgain(left, left with { Amount = _setOff });
        _setOff -= owed.Amount;
        Book(LedgerKind.DisputeWon, update.Amount, update.EventId);
        Book(LedgerKind.RefundOwedAgain, owed, update.EventId);
        await RecordAsync(
            _state with { Disputed = left + owed },
            timeline: [Entry("dispute_won", "payment", Amount(update.Amount))],
            handled: owed.Amount == 0 ? [update.EventId] : null);
        if (owed.Amount > 0)
        {
            var occasion = RefundPayment.AfterDispute(update.EventId);
            await PayBackAsync(owed, occasion, [new(MailKind.Refunded, occasion, Facts(Amount(owed), ("reason", "dispute_won")))], [update.EventId]);
        }
    }

    // Money that is seen and not ours yet.

    private void Authorise(Money amount)
    {
        if (_authorised is null)
        {
            _authorised = amount;
            Book(LedgerKind.Authorised, amount, "payment");
        }
    }

    private void EndAuthorisation()
    {
        if (_authorised is { } amount)
        {
            Book(LedgerKind.AuthorisationEnded, amount, "payment");
        }
    }
}
