using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// Disputes (chargebacks): the bank takes money back on the customer's word. Refunds are set off against it, so that nothing
/// is returned twice, and what has not left the shop is held. A dispute counts once, under however many events it is told.
/// </summary>
internal sealed class Disputes(OrderJournal journal, OrderBalance balance, Refunds refunds, OrderHold hold)
{
    public Task TakeAsync(PaymentVerdict verdict, PaymentUpdate update) =>
        verdict switch
        {
            PaymentVerdict.Disputed => BeginAsync(update),
            PaymentVerdict.DisputeWon => WinAsync(update),
            _ => LoseAsync(update),
        };

    private async Task BeginAsync(PaymentUpdate update)
    {
        var known = Find(update, dispute => !balance.HasBooked(LedgerKind.Disputed, dispute.Id));
        if (known is not null && balance.HasBooked(LedgerKind.Disputed, known.Id))
        {
            await ToldBeforeAsync(update, known);
            return;
        }

        // Of one that was won before we heard of it, this is only the other half of the books.
        balance.Dispute(update.Amount, Note(update, known, known?.Status ?? DisputeStatus.Open).Id);
        var holds = known is null && !hold.IsOn;
        if (holds)
        {
            hold.Begin();
        }

        await WriteAsync(TimelineKind.PaymentDisputed, update);
        await AlertAsync(
            "dispute",
            AlertKind.PaymentDisputed,
            update,
            $"The customer's bank took {update.Amount} back. Answer it with the order's history; refunds are set off against it."
        );
        if (holds && hold.IsOn)
        {
            await hold.CarryOutAsync();
        }
    }

    /// <summary>A refund that was set off against money which is the shop's again has to reach the customer after all.</summary>
    private async Task WinAsync(PaymentUpdate update)
    {
        var known = Find(update, dispute => !balance.HasBooked(LedgerKind.DisputeWon, dispute.Id));
        if (known is not null && balance.HasBooked(LedgerKind.DisputeWon, known.Id))
        {
            await ToldBeforeAsync(update, known);
            return;
        }

        var owed = balance.WinDispute(update.Amount, Note(update, known, DisputeStatus.Won).Id);
        journal.Tell(TimelineKind.DisputeWon, Actor.Payment, Fact.Amount(update.Amount));
        var released = hold.IsOn && journal.State.Disputes.All(dispute => dispute.Status == DisputeStatus.Won);
        if (released)
        {
            hold.End();
        }

        if (owed.Amount == 0)
        {
            journal.Handled(update.EventId);
            await journal.WriteAsync();
            if (released)
            {
                await hold.CarryOutAsync();
            }

            return;
        }

        await journal.WriteAsync();
        if (released)
        {
            await hold.CarryOutAsync();
        }

        var reference = RefundEntries.AfterDispute(update.EventId);
        refunds.Announce(owed, reference, ReasonCode.DisputeWon);
        journal.Handled(update.EventId);
        await refunds.RefundByProviderAsync(owed, reference);
    }

    private async Task LoseAsync(PaymentUpdate update)
    {
        var known = Find(update, dispute => dispute.Status == DisputeStatus.Open);
        if (known is { Status: not DisputeStatus.Open })
        {
            await ToldBeforeAsync(update, known);
            return;
        }

        Note(update, known, DisputeStatus.Lost);
        await WriteAsync(TimelineKind.DisputeLost, update);
        await AlertAsync(
            "dispute-lost",
            AlertKind.DisputeLost,
            update,
            $"{update.Amount} stays with the customer's bank: a loss, unless the goods come back."
        );
    }

    /// <summary>No news, unless it says otherwise than before: that is for a person.</summary>
    private async Task ToldBeforeAsync(PaymentUpdate update, DisputeState known)
    {
        var differs = known.Amount != update.Amount || (known.Status == DisputeStatus.Won && update.Type == PaymentUpdateType.DisputeLost);
        if (differs)
        {
            await AlertAsync(
                "dispute-differs",
                AlertKind.PaymentDiffers,
                update,
                $"A dispute over {known.Amount} is known as {OrderJson.Name(known.Status)}, and the payment provider tells of it as "
                    + $"{OrderJson.Name(update.Type)}, {update.Amount} ({update.EventId}). Nothing was booked for that."
            );
        }

        journal.Handled(update.EventId);
        await journal.WriteAsync();
    }

    /// <summary>The dispute that this is about: the one that it names, else one of that amount of which it is not told yet.</summary>
    private DisputeState? Find(PaymentUpdate update, Func<DisputeState, bool> isNotTold)
    {
        var id = PaymentIds.Of(update, journal.Order.PaymentMethod);
        return update.Reference is null
            ? journal.State.Disputes.FirstOrDefault(dispute => dispute.Amount == update.Amount && isNotTold(dispute))
            : journal.State.Disputes.FirstOrDefault(dispute => dispute.Id == id);
    }

    private DisputeState Note(PaymentUpdate update, DisputeState? known, DisputeStatus status)
    {
        DisputeState now = new(
            known?.Id ?? PaymentIds.Of(update, journal.Order.PaymentMethod),
            known?.Amount ?? update.Amount,
            status,
            journal.Now
        );
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

    private Task WriteAsync(TimelineKind kind, PaymentUpdate update)
    {
        journal.Tell(kind, Actor.Payment, Fact.Amount(update.Amount));
        journal.Handled(update.EventId);
        return journal.WriteAsync();
    }

    private Task AlertAsync(string key, AlertKind kind, PaymentUpdate update, string text) =>
        journal.AlertAsync($"{key}:{journal.OrderId}:{update.EventId}", kind, text);
}
