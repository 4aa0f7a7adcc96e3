using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Money on its way back, until the customer has it.</summary>
internal sealed class Refunds(TaskOrchestrationContext context, OrderJournal journal, OrderBalance balance)
{
    /// <summary>How the payment provider calls the refunds that it took over.</summary>
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    /// <summary>Refunds that it tells of and nobody asked for, until a person has decided about a refund.</summary>
    private readonly List<PaymentUpdate> _unasked = [];

    public bool AreOpen => journal.State.Refunds.Any(refund => refund.IsOpen);

    /// <summary>Refunds this amount, in whatever currency it came; does nothing if there is nothing to refund.</summary>
    public Task RefundAsync(Money amount, string reference) => RefundAsync(amount, reference, tell: null);

    /// <summary>The same, and tells the customer by mail how much comes from us, and what their bank has given them already.</summary>
    public Task RefundAndTellAsync(Money amount, string reference, params IReadOnlyList<Reason> reasons) =>
        RefundAsync(amount, reference, (rest, byBank) => Announce(rest, byBank, reference, reasons));

    /// <summary>The mail of a refund.</summary>
    /// <param name="reasons">None if the customer knows.</param>
    public void Announce(Money amount, string reference, params IReadOnlyList<Reason> reasons) =>
        Announce(amount, Money.Zero(amount.Currency), reference, reasons);

    private void Announce(Money amount, Money byBank, string reference, IReadOnlyList<Reason> reasons)
    {
        List<(string Name, string Value)> facts = [];
        if (amount.Amount > 0)
        {
            facts.Add(Fact.Amount(amount));
        }

        if (byBank.Amount > 0)
        {
            facts.Add(Fact.ByBank(byBank));
        }

        if (reasons.Count > 0)
        {
            facts.Add(Fact.Reason(new Reasons(reasons)));
        }

        journal.Mail(MailKind.Refunded, reference, facts);
    }

    /// <summary>The same, and tells the customer in the caller's words.</summary>
    /// <param name="tell">What of it comes from us, and what their bank has given them already; not called for nothing.</param>
    public async Task RefundAsync(Money amount, string reference, Action<Money, Money>? tell)
    {
        if (amount.Amount <= 0)
        {
            return;
        }

        if (amount.Currency == journal.Currency)
        {
            balance.Refund(amount);
        }

        var byBank = balance.SetOff(amount, reference);
        tell?.Invoke(amount - byBank, byBank);
        if (byBank == amount)
        {
            journal.Tell(TimelineKind.RefundByBank, Actor.Payment, Fact.Amount(byBank));
            await journal.WriteAsync();
            return;
        }

        await RefundByProviderAsync(amount - byBank, reference);
    }

    /// <summary>Gives back everything that was paid; less what the customer keeps, where keys could not be taken back.</summary>
    public Task RefundEverythingAsync() => RefundAsync(balance.Paid - balance.Kept, "cancel");

    /// <summary>
    /// Asks the payment provider for a refund, in whatever currency the money came; what it refuses is a task for operations.
    /// </summary>
    public Task RefundByProviderAsync(Money amount, string reference) => RefundCall.InPartsAsync(amount, reference, RefundPartAsync);

    /// <returns>How much of it this refund is of.</returns>
    private async Task<Money> RefundPartAsync(Money amount, string key)
    {
        var doubt = DoubtAbout(amount);
        var answer = doubt is null || IsInKind ? await AskAsync(amount, key, isDoubted: doubt is not null) : Withhold(amount, key);
        var refund = new RefundState(key, answer.Amount ?? amount, answer.Status, answer.Reference, journal.Now) { Link = answer.Link };
        journal.Update(state => state with { Refunds = [.. state.Refunds, refund] });
        AskWhereTo(refund);

        TellOf(answer.Status, refund.Amount);
        await journal.WriteAsync();
        await AlertAsync(refund, doubt);
        return refund.Amount;
    }

    private bool IsInKind => journal.Order.PaymentMethod == PaymentMethod.Crypto;

    /// <summary>Why nobody but a person can say whether this is still owed; null if it is.</summary>
    private string? DoubtAbout(Money amount) =>
        balance.BankHasOtherThan(amount.Currency) ? RefundAlerts.DisputedElsewhere
        : _unasked.Select(told => told.Amount).Where(refund => refund.Currency == amount.Currency).ToArray() is { Length: > 0 } unasked
            ? $"the payment provider has refunded {string.Join(", ", unasked)} that nobody asked for"
        : null;

    /// <summary>Does not ask the payment provider; it is owed in the books, and a person decides.</summary>
    private RefundAnswer Withhold(Money amount, string reference)
    {
        journal.Book(RefundEntries.Requested(reference, amount, journal.Now));
        return new RefundAnswer(RefundStatus.Failed, null);
    }

    /// <summary>
    /// The payment provider says that a refund has arrived: the one it names, else the oldest of that amount. What it made without being
    /// asked settles what it did not make when it was asked, or is for a person.
    /// </summary>
    public async Task ConfirmAsync(PaymentUpdate update)
    {
        var isToldBefore = IsToldBefore(update);
        if (PaymentIds.FindArrived(journal.State.Refunds, update, isToldBefore) is { } refund)
        {
            await ConfirmAsync(refund, update);
        }
        else if (!isToldBefore)
        {
            _unasked.Add(update);
            if (update.Reference is { } name)
            {
                _named.Add(name);
            }

            await journal.AlertAsync(
                $"{UnaskedKeys}{update.Reference ?? update.EventId}",
                AlertKind.PaymentDiffers,
                RefundAlerts.UnaskedText(update) + " Until you have decided about a refund of this order, none is sent by itself."
            );
        }

        journal.Handled(update.EventId);
        await journal.WriteAsync();
    }

    /// <summary>
    /// The payment provider says that a refund came to nothing, maybe after it had arrived: the customer is owed it anew, and a person sees
    /// to it. One that nobody had asked for is forgotten.
    /// </summary>
    public async Task TakeBackAsync(PaymentUpdate update)
    {
        journal.Handled(update.EventId);
        var known = PaymentIds.FindReturned(journal.State.Refunds, update);
        if (known is { Status: RefundStatus.Sent or RefundStatus.Settled })
        {
            await OweAgainAsync(known, update.EventId);
            return;
        }

        if (_unasked.RemoveAll(told => told.Reference is { } name && name == update.Reference) > 0)
        {
            journal.EndAlert($"{UnaskedKeys}{update.Reference}");
        }
        else if (known is null && update.RefundKey is null)
        {
            await journal.AlertAsync(
                RefundAlerts.Returned(journal.OrderId, update),
                AlertKind.PaymentDiffers,
                RefundAlerts.UnknownReturnedText(update)
            );
        }

        await journal.WriteAsync();
    }

    private async Task OweAgainAsync(RefundState returned, string eventId)
    {
        var again = RefundEntries.OwedAgain(returned, journal.Now);
        journal.Book(RefundEntries.Returned(returned, journal.Now, eventId));
        journal.Book(RefundEntries.Requested(again.Key, again.Amount, journal.Now));
        Replace(returned with { Status = RefundStatus.Returned, At = journal.Now });
        journal.Update(state => state with { Refunds = [.. state.Refunds, again] });
        TellOf(again.Status, again.Amount);
        await journal.WriteAsync();
        await journal.AlertAsync(RefundAlerts.Of(journal.OrderId, again.Key), AlertKind.RefundFailed, RefundAlerts.ReturnedText(returned));
    }

    private string UnaskedKeys => $"refund-unasked:{journal.OrderId}:";

    private bool IsToldBefore(PaymentUpdate update) =>
        update.Amount.Amount <= 0
        || update.RefundKey is not null
        || (
            update.Reference is { } name
                ? _named.Contains(name) || journal.State.Refunds.Any(refund => refund.Reference == name)
                : journal.State.Refunds.Any(refund => refund.Status == RefundStatus.Settled && refund.Amount == update.Amount)
        );

    private Task ConfirmAsync(RefundState refund, PaymentUpdate update)
    {
        if (refund.Amount == update.Amount)
        {
            Settle(refund, update.Reference ?? refund.Reference ?? update.EventId, Actor.Payment);
            return Task.CompletedTask;
        }

        return journal.AlertAsync(
            $"{DiffersKeys(refund)}{update.EventId}",
            AlertKind.PaymentDiffers,
            $"A refund of {refund.Amount} ({refund.Key}) was asked for, and the payment provider says that {update.Amount} arrived "
                + $"({update.EventId}). It is not settled: settle it once you know what arrived."
        );
    }

    private string DiffersKeys(RefundState refund) => $"refund-differs:{journal.OrderId}:{refund.Key}/";

    /// <summary>Operations have paid a refund by hand, or have it tried again.</summary>
    public async Task DecideAsync(RefundDecision decision)
    {
        if (journal.State.Refunds.FirstOrDefault(open => open.Key == decision.Key && open.IsOpen) is not { } refund)
        {
            await journal.RefuseAsync(decision.EventId, TimelineKind.RefundDecisionRefused, ReasonCode.NoSuchRefund);
            return;
        }

        var rest = Money.Zero(refund.Amount.Currency);
        if (decision.Reference is { } reference)
        {
            Settle(refund, reference, Actor.Shop);
            if (refund.Status != RefundStatus.Sent)
            {
                journal.Mail(
                    MailKind.Refunded,
                    RefundEntries.MailOfTransfer(refund.Key),
                    Fact.Amount(refund.Amount),
                    Fact.Transfer(reference)
                );
            }
        }
        else
        {
            var answer = await AskAsync(refund.Amount, refund.Key);
            var isNews = answer.Status != refund.Status;
            var made = answer.Amount ?? refund.Amount;
            rest = refund.Amount - made;
            refund = refund with { Amount = made, Link = answer.Link };
            var asked = refund with { Status = answer.Status, Reference = answer.Reference, At = isNews ? journal.Now : refund.At };
            Replace(asked);
            if (answer.Status is RefundStatus.Sent or RefundStatus.Settled)
            {
                journal.EndAlert(RefundAlerts.Of(journal.OrderId, refund.Key));
            }

            if (isNews)
            {
                if (asked.WaitsForCustomer)
                {
                    AskWhereTo(asked);
                }

                TellOf(answer.Status, refund.Amount);
            }
        }

        _unasked.Clear();
        journal.EndAlertsOf(UnaskedKeys);
        journal.AcceptAndHandle(decision.EventId);
        await journal.WriteAsync();
        if (rest.Amount > 0)
        {
            await RefundByProviderAsync(rest, RefundEntries.PartKey(refund.Key, 2));
        }
    }

    private void Settle(RefundState refund, string reference, Actor actor)
    {
        Replace(refund with { Status = RefundStatus.Settled, Reference = reference, At = journal.Now });
        journal.Tell(TimelineKind.RefundSettled, actor, Fact.Amount(refund.Amount));
        journal.Book(RefundEntries.Settled(refund.Key, refund.Amount, journal.Now, reference));
        journal.EndAlert(RefundAlerts.Of(journal.OrderId, refund.Key));
        journal.EndAlertsOf(DiffersKeys(refund));
    }

    private void Replace(RefundState changed) =>
        journal.Update(state => state with { Refunds = [.. state.Refunds.Select(refund => refund.Key == changed.Key ? changed : refund)] });

    /// <summary>Crypto goes where the customer wants it: they are asked for the address, or told where to give it.</summary>
    private void AskWhereTo(RefundState refund)
    {
        if (refund.Link is { } link)
        {
            journal.Mail(MailKind.RefundAddress, $"{refund.Key}/{refund.Reference}", Fact.Amount(refund.Amount), Fact.Link(link));
        }
        else if (refund.Status == RefundStatus.InKind)
        {
            journal.Mail(MailKind.RefundAddress, refund.Key, Fact.Amount(refund.Amount));
        }
    }

    private async Task<RefundAnswer> AskAsync(Money amount, string reference, bool isDoubted = false)
    {
        var wanted = new Refund(journal.OrderId, reference, amount, IsInKind) { IsDoubted = isDoubted };
        var answer = await RefundCall.RunAsync(context, wanted);
        if (answer.Reference is { } name)
        {
            _named.Add(name);
        }

        return answer;
    }

    /// <summary>A provider that has made the refund when it answers confirms it no second time.</summary>
    private void TellOf(RefundStatus status, Money amount)
    {
        journal.Tell(TimelineOf(status), Actor.Shop, Fact.Amount(amount));
        if (status == RefundStatus.Settled)
        {
            journal.Tell(TimelineKind.RefundSettled, Actor.Payment, Fact.Amount(amount));
        }
    }

    private static TimelineKind TimelineOf(RefundStatus status) =>
        status switch
        {
            RefundStatus.Settled or RefundStatus.Sent => TimelineKind.RefundSent,
            RefundStatus.InKind => TimelineKind.RefundInKind,
            _ => TimelineKind.RefundByHand,
        };

    private Task AlertAsync(RefundState refund, string? doubt) =>
        refund.Status switch
        {
            RefundStatus.Failed when doubt is not null => journal.AlertAsync(
                RefundAlerts.Of(journal.OrderId, refund.Key),
                AlertKind.RefundFailed,
                $"{refund.Amount} ({refund.Key}) was not sent back: {doubt}. Find out what the customer is still owed; settle this refund with "
                    + "the reference of what they got, or have it sent after all."
            ),
            RefundStatus.Failed => journal.AlertAsync(
                RefundAlerts.Of(journal.OrderId, refund.Key),
                AlertKind.RefundFailed,
                $"The payment provider did not refund {refund.Amount} ({refund.Key}). Pay it by hand, or have it tried again."
            ),
            RefundStatus.InKind => journal.AlertAsync(
                RefundAlerts.Of(journal.OrderId, refund.Key),
                AlertKind.RefundInKind,
                $"{refund.Amount} ({refund.Key}) was paid in crypto: send it to the address that the customer gives, and "
                    + $"settle it here.{(doubt is null ? "" : $" First find out what is still owed: {doubt}.")}"
            ),
            _ => Task.CompletedTask,
        };
}
