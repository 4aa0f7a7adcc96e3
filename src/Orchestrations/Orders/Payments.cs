using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>What a payment provider's notification means. Money beyond what is owed goes back at once, whenever it comes.</summary>
internal sealed class Payments(OrderJournal journal, OrderBalance balance, Refunds refunds)
{
    private readonly Disputes _disputes = new(journal, balance, refunds);

    public async Task<PaymentVerdict> TakeAsync(PaymentUpdate update)
    {
        var verdict = PaymentRules.Judge(journal.Order, update);
        switch (verdict)
        {
            case PaymentVerdict.Failed:
                journal.Tell(TimelineKind.PaymentFailed, Actor.Payment);
                await WriteHandledAsync(update);
                break;

            case PaymentVerdict.NotYetConfirmed:
                balance.Authorise(update.Amount);
                journal.Tell(TimelineKind.PaymentSeen, Actor.Payment, ("confirmations", $"{update.Confirmations ?? 0}"));
                await WriteHandledAsync(update);
                break;

            case PaymentVerdict.Counts:
                await CountAsync(update);
                break;

            case PaymentVerdict.WrongCurrency:
                balance.BookCapture(update);
                journal.Tell(TimelineKind.PaymentWrongCurrency, Actor.Payment, Fact.Amount(update.Amount));
                await journal.WriteAsync();
                journal.Handled(update.EventId);
                await refunds.RefundByProviderAsync(update.Amount, $"wrong-currency:{update.EventId}");
                break;

            case PaymentVerdict.RefundSettled:
                await refunds.ConfirmAsync(update);
                break;

            case PaymentVerdict.Disputed
            or PaymentVerdict.DisputeWon
            or PaymentVerdict.DisputeLost:
                await _disputes.TakeAsync(verdict, update);
                break;

            default:
                await WriteHandledAsync(update);
                break;
        }

        return verdict;
    }

    private async Task CountAsync(PaymentUpdate update)
    {
        balance.EndAuthorisation();
        balance.Capture(update);
        if (balance.Missing is { Amount: > 0 } missing)
        {
            journal.Tell(TimelineKind.PaymentShort, Actor.Payment, Fact.Amount(update.Amount), Fact.Missing(missing));
            journal.Mail(MailKind.PaymentShort, update.EventId, Fact.Missing(missing));
            await WriteHandledAsync(update);
            return;
        }

        journal.Tell(TimelineKind.PaymentReceived, Actor.Payment, Fact.Amount(update.Amount));
        var excess = balance.Excess;
        if (excess.Amount == 0)
        {
            await WriteHandledAsync(update);
            return;
        }

        await journal.WriteAsync();
        journal.Handled(update.EventId);
        await refunds.RefundAndTellAsync(
            excess,
            $"excess:{update.EventId}",
            balance.Due.Amount > 0 ? ReasonCode.Overpaid : ReasonCode.PaymentLate
        );
    }

    private Task WriteHandledAsync(PaymentUpdate update)
    {
        journal.Handled(update.EventId);
        return journal.WriteAsync();
    }
}
