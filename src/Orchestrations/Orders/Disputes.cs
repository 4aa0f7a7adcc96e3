using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// Disputes (chargebacks): the bank takes money back on the customer's word. Refunds are set off against it, so that nothing
/// is returned twice, and what has not left the shop is held. A dispute counts once, under however many events it is told, and by the
/// amount by which it was told first.
/// </summary>
internal sealed class Disputes(OrderJournal journal, OrderBalance balance, Refunds refunds, OrderHold hold)
{
    public async Task TakeAsync(PaymentVerdict verdict, PaymentUpdate update)
    {
        var known = Find(update);
        if (known?.Contradicts(update) == true)
        {
            await DifferAsync(update, known);
            return;
        }

        switch (verdict)
        {
            case PaymentVerdict.Disputed:
                await BeginAsync(update, known);
                break;
            case PaymentVerdict.DisputeWon:
                await WinAsync(update, known);
                break;
            default:
                await LoseAsync(update, known);
                break;
        }
    }

    private async Task BeginAsync(PaymentUpdate update, DisputeState? known)
    {
        if (known is not null && IsTaken(known))
        {
            await ToldBeforeAsync(update, known);
            return;
        }

        // Of one that was won before we heard of it, this is only the other half of the books.
        var now = Note(update, known, known?.Status ?? DisputeStatus.Open);
        balance.Dispute(update.Amount, now.Id);
        await WriteTakenAsync(TimelineKind.PaymentDisputed, update);
        if (now.Status == DisputeStatus.Won)
        {
            return;
        }

        await journal.AlertAsync(
            DisputeAlerts.Open(journal.OrderId, now.Id),
            AlertKind.PaymentDisputed,
            update.Amount.Currency == journal.Currency
                ? $"The customer's bank took {update.Amount} back. Answer it with the order's history; refunds are set off against it."
                : $"The customer's bank took {update.Amount} back, and the order is paid in {journal.Currency}. Answer it with the order's "
                    + "history; what refunds are still owed beside it is for a person to say."
        );
        await HoldAsync();
    }

    /// <summary>A refund that was set off against money which is the shop's again has to reach the customer after all.</summary>
    private async Task WinAsync(PaymentUpdate update, DisputeState? known)
    {
        if (known is { Status: DisputeStatus.Won })
        {
            await ToldBeforeAsync(update, known);
            return;
        }

        var now = Note(update, known, DisputeStatus.Won);
        var owed = balance.WinDispute(update.Amount, now.Id);
        journal.Tell(TimelineKind.DisputeWon, Actor.Payment, Fact.Amount(update.Amount));
        EndAlerts(now);
        var released = hold.EndUnlessDisputed();
        if (owed.Amount == 0)
        {
            journal.Handled(update.EventId);
        }

        await journal.WriteAsync();
        if (released)
        {
            await hold.CarryOutAsync();
        }

        if (owed.Amount == 0)
        {
            return;
        }

        var reference = RefundEntries.AfterDispute(update.EventId);
        refunds.Announce(owed, reference, ReasonCode.DisputeWon);
        journal.Handled(update.EventId);
        await refunds.RefundByProviderAsync(owed, reference);
    }

    /// <summary>The bank has the money for good, whether or not we heard before that it had taken it.</summary>
    private async Task LoseAsync(PaymentUpdate update, DisputeState? known)
    {
        if (known is { Status: DisputeStatus.Lost })
        {
            await ToldBeforeAsync(update, known);
            return;
        }

        var now = Note(update, known, DisputeStatus.Lost);
        var isNews = !IsTaken(now);
        if (isNews)
        {
            balance.Dispute(update.Amount, now.Id);
        }

        EndAlerts(now);
        await WriteTakenAsync(TimelineKind.DisputeLost, update);
        await journal.AlertAsync(
            DisputeAlerts.Lost(journal.OrderId, now.Id),
            AlertKind.DisputeLost,
            $"{update.Amount} stays with the customer's bank: a loss, unless the goods come back."
        );
        if (isNews)
        {
            await HoldAsync();
        }
    }

    private async Task ToldBeforeAsync(PaymentUpdate update, DisputeState known)
    {
        Note(update, known, known.Status);
        journal.Handled(update.EventId);
        await journal.WriteAsync();
    }

    /// <summary>It says otherwise than before: that is for a person.</summary>
    private async Task DifferAsync(PaymentUpdate update, DisputeState known)
    {
        await journal.AlertAsync(
            $"{DisputeAlerts.Differs(journal.OrderId, known.Id)}{update.EventId}",
            AlertKind.PaymentDiffers,
            DisputeAlerts.DiffersText(known, update)
        );
        journal.Handled(update.EventId);
        await journal.WriteAsync();
    }

    /// <summary>The dispute that this is about, as far as it is known.</summary>
    private DisputeState? Find(PaymentUpdate update) => PaymentIds.FindDispute(journal.State.Disputes, update, IsTaken);

    private bool IsTaken(DisputeState dispute) => balance.HasBooked(LedgerKind.Disputed, dispute.Id);

    private DisputeState Note(PaymentUpdate update, DisputeState? known, DisputeStatus status)
    {
        var now = (known ?? new(PaymentIds.Of(update, journal.Order.PaymentMethod), update.Amount, status, journal.Now)) with
        {
            Name = PaymentIds.NameOf(update) ?? known?.Name,
            Status = status,
            At = known?.Status == status ? known.At : journal.Now,
        };
        journal.Update(state =>
            state with
            {
                Disputes = known is null
                    ? [.. state.Disputes, now]
                    : [.. state.Disputes.Select(dispute => dispute.Id == now.Id ? now : dispute)],
            }
        );
        return now;
    }

    /// <summary>Writes down that the bank has money, and that what has not left is held.</summary>
    private Task WriteTakenAsync(TimelineKind kind, PaymentUpdate update)
    {
        hold.Begin();
        journal.Tell(kind, Actor.Payment, Fact.Amount(update.Amount));
        journal.Handled(update.EventId);
        return journal.WriteAsync();
    }

    private Task HoldAsync() => hold.IsOn ? hold.CarryOutAsync() : Task.CompletedTask;

    /// <summary>What was asked of a person about a dispute is answered by what became of it.</summary>
    private void EndAlerts(DisputeState dispute)
    {
        journal.EndAlert(DisputeAlerts.Open(journal.OrderId, dispute.Id));
        journal.EndAlert(DisputeAlerts.Lost(journal.OrderId, dispute.Id));
        journal.EndAlertsOf(DisputeAlerts.Differs(journal.OrderId, dispute.Id));
    }
}
