using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// Disputes (chargebacks): the bank takes money back on the customer's word. Refunds are set off against it, so that nothing
/// is returned twice.
/// </summary>
internal sealed class Disputes(OrderJournal journal, OrderBalance balance, Refunds refunds)
{
    public async Task TakeAsync(PaymentVerdict verdict, PaymentUpdate update)
    {
        if (update.Amount.Currency != journal.Currency)
        {
            await WriteAsync(TimelineKind.PaymentDisputed, update);
            await AlertAsync(
                "dispute",
                AlertKind.PaymentDisputed,
                update,
                $"A dispute over {update.Amount}, which is not the order's currency: look at the payment provider's books."
            );
            return;
        }

        switch (verdict)
        {
            case PaymentVerdict.Disputed:
                balance.Dispute(update.Amount, update.EventId);
                await WriteAsync(TimelineKind.PaymentDisputed, update);
                await AlertAsync(
                    "dispute",
                    AlertKind.PaymentDisputed,
                    update,
                    $"The customer's bank took {update.Amount} back. Answer it with the order's history; refunds are set off against it."
                );
                break;

            case PaymentVerdict.DisputeWon:
                await WinAsync(update);
                break;

            default:
                await WriteAsync(TimelineKind.DisputeLost, update);
                await AlertAsync(
                    "dispute-lost",
                    AlertKind.DisputeLost,
                    update,
                    $"{update.Amount} stays with the customer's bank: a loss, unless the goods come back."
                );
                break;
        }
    }

    /// <summary>A refund that was set off against money which is the shop's again has to reach the customer after all.</summary>
    private async Task WinAsync(PaymentUpdate update)
    {
        var owed = balance.WinDispute(update.Amount, update.EventId);
        journal.Tell(TimelineKind.DisputeWon, Actor.Payment, Fact.Amount(update.Amount));
        if (owed.Amount == 0)
        {
            journal.Handled(update.EventId);
            await journal.WriteAsync();
            return;
        }

        await journal.WriteAsync();
        var reference = RefundEntries.AfterDispute(update.EventId);
        refunds.Announce(owed, reference, ReasonCode.DisputeWon);
        journal.Handled(update.EventId);
        await refunds.RefundByProviderAsync(owed, reference);
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
