using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>A payment window: a page to pay on, a reminder at half-time, and the end of it.</summary>
internal sealed class AwaitingPayment(
    OrderJournal journal,
    OrderInbox inbox,
    OrderBalance balance,
    PaymentRequests requests,
    Payments payments,
    AgreedChanges changes
)
{
    private DateTimeOffset? _opened;

    private TimeSpan Window => journal.Order.Windows.PaymentFor(journal.Order.PaymentMethod);

    /// <summary>Has the review ask for the payment as well, unless it finds something that has to be decided first.</summary>
    public async Task<ReviewVerdict> AskOnceReviewedAsync(ReviewStep look)
    {
        var opened = journal.Now;
        var verdict = await journal.CallAsync<ReviewStep, ReviewVerdict>(
            nameof(ReviewOrder),
            look with
            {
                Demand = new FirstDemand(balance.Missing, journal.State.Captured, opened + Window),
            },
            () =>
            {
                journal.Tell(TimelineKind.ReviewPassed, Actor.System);
                Await(balance.Due, opened);
                journal.Mail(MailKind.PaymentRequested);
            },
            (state, verdict) => verdict.PaymentUrl is { } url ? state with { PaymentUrl = url } : null
        );
        _opened = verdict.PaymentUrl is null ? null : opened;
        return verdict;
    }

    public async Task<Stop?> WaitAsync()
    {
        var opened = _opened ?? await OpenAsync();
        var stop = await WaitUntilPaidAsync(opened, reference: "");
        if (stop is null)
        {
            Close();
            journal.Tell(TimelineKind.Paid, Actor.Payment, Fact.Amount(balance.Due));
            journal.Mail(MailKind.Paid, "", Fact.Amount(balance.Paid));
            journal.WriteInPassing();
        }

        return stop;
    }

    private async Task<DateTimeOffset> OpenAsync()
    {
        var opened = journal.Now;
        var isMissing = balance.Excess.Amount < 0;
        await requests.OpenAsync(
            isMissing ? balance.Missing : balance.Due,
            opened + Window,
            reference: "",
            () =>
            {
                Await(balance.Due, opened);
                if (isMissing)
                {
                    journal.Mail(MailKind.PaymentRequested);
                }
            }
        );
        return opened;
    }

    /// <summary>Collects what a substitute costs more, in a window of its own.</summary>
    /// <param name="told">What the mail that asks for it says of the substitute.</param>
    /// <returns>Null when it is paid; else why not. The order goes on all the same, unless somebody cancelled it.</returns>
    public async Task<Stop?> CollectPriceAdjustmentAsync(string reference, IReadOnlyList<(string Name, string Value)> told)
    {
        changes.ForgetWhatWasBefore();
        var opened = journal.Now;
        var missing = balance.Missing;
        await requests.OpenAsync(
            missing,
            opened + Window,
            reference,
            () =>
            {
                Await(missing, opened);
                journal.Mail(MailKind.PriceAdjustmentDue, reference, [.. told, Fact.Missing(missing)]);
            }
        );

        var stop = await WaitUntilPaidAsync(opened, reference);
        if (stop is { RequestId: null })
        {
            await requests.WithdrawAsync();
        }

        Close();
        if (stop is null)
        {
            journal.Tell(TimelineKind.Paid, Actor.Payment, Fact.Amount(balance.Due));
            await journal.WriteAsync();
        }

        return stop;
    }

    /// <summary>What a payment provider's notification means, at any time; it may be what a confirmed change waits for.</summary>
    public async Task<PaymentVerdict> TakeAsync(PaymentUpdate update)
    {
        var verdict = await payments.TakeAsync(update);
        if (verdict == PaymentVerdict.Counts)
        {
            await changes.PutPaidInForceAsync();
        }

        return verdict;
    }

    /// <param name="reference">Tells the order's payment windows apart; empty for its first.</param>
    private async Task<Stop?> WaitUntilPaidAsync(DateTimeOffset opened, string reference)
    {
        var reminder = opened + (Window / 2);
        var deadline = opened + Window;
        var reminded = false;
        var extended = false;
        var isUsedUp = false;
        while (balance.Excess.Amount < 0)
        {
            switch (await inbox.NextUntilAsync(reminded ? deadline : reminder))
            {
                case PaymentUpdate update:
                    var verdict = await TakeAsync(update);
                    isUsedUp |= update.EndsRequest;
                    if (isUsedUp && HasBroughtAllOrNothing(update, verdict) && balance.Missing.Amount > 0)
                    {
                        // The same page again: there is money on its way to it that is not told yet.
                        isUsedUp = !await requests.ReplaceAsync(balance.Missing, deadline, $"{reference}/{update.EventId}");
                        await journal.WriteAsync();
                    }
                    else if (verdict == PaymentVerdict.NotYetConfirmed && !extended)
                    {
                        extended = true;
                        reminded = true;
                        deadline += journal.Order.Windows.CryptoGrace;
                        journal.Expect(OrderDeadline.Payment, deadline);
                        journal.Tell(TimelineKind.PaymentWindowExtended, Actor.System, Fact.Until(deadline));
                        await journal.WriteAsync();
                    }

                    break;

                case null when reminded && await changes.StandByWhatIsPaidAsync():
                    break;

                case null when reminded:
                    return new Stop([ReasonCode.PaymentTimeout], By: Actor.System);

                case null:
                    reminded = true;
                    journal.Tell(TimelineKind.PaymentReminded, Actor.System);
                    journal.Mail(MailKind.PaymentReminder, reference);
                    await journal.WriteAsync();
                    break;

                case { } other when await inbox.TakeAsync(other) is { } stop:
                    return stop;
            }
        }

        return null;
    }

    private static bool HasBroughtAllOrNothing(PaymentUpdate update, PaymentVerdict verdict) =>
        verdict is PaymentVerdict.Failed or PaymentVerdict.Counts
        || (verdict is PaymentVerdict.NoMoney && update.Type == PaymentUpdateType.Succeeded);

    private void Await(Money amount, DateTimeOffset opened)
    {
        journal.Becomes(OrderStatus.AwaitingPayment);
        journal.Expect(OrderDeadline.Payment, opened + Window);
        journal.Tell(TimelineKind.PaymentAwaited, Actor.System, Fact.Amount(amount), Fact.Until(opened + Window));
    }

    private void Close()
    {
        journal.Becomes(OrderStatus.CheckingStock);
        requests.Close();
        changes.ForgetWhatWasBefore();
        journal.NoLongerExpect(OrderDeadline.Payment);
    }
}
