using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// What a payment provider's notification means. A payment counts once, under however many events it is told; money beyond what is owed
/// goes back at once, whenever it comes.
/// </summary>
internal sealed class Payments(OrderJournal journal, OrderBalance balance, Refunds refunds, OrderHold hold)
{
    private readonly Disputes _disputes = new(journal, balance, refunds, hold);

    public async Task<PaymentVerdict> TakeAsync(PaymentUpdate update)
    {
        var verdict = PaymentRules.Judge(journal.Order, update, balance.KnownAs(update));
        switch (verdict)
        {
            case PaymentVerdict.Failed:
                await FailAsync(update);
                break;

            case PaymentVerdict.NotYetConfirmed:
                balance.Authorise(update);
                journal.Tell(
                    TimelineKind.PaymentSeen,
                    Actor.Payment,
                    Fact.Amount(update.Amount),
                    ("confirmations", $"{update.Confirmations ?? 0}"),
                    ("needed", $"{journal.Order.Windows.CryptoConfirmations}")
                );
                await WriteHandledAsync(update);
                break;

            case PaymentVerdict.Counts:
                await CountAsync(update);
                break;

            case PaymentVerdict.WrongCurrency:
                await SendBackAsync(update);
                break;

            case PaymentVerdict.RefundSettled:
                await refunds.ConfirmAsync(update);
                break;

            case PaymentVerdict.RefundFailed:
                await refunds.TakeBackAsync(update);
                break;

            case PaymentVerdict.Disputed
            or PaymentVerdict.DisputeWon
            or PaymentVerdict.DisputeLost:
                await _disputes.TakeAsync(verdict, update);
                break;

            case PaymentVerdict.Contradicts:
                await journal.AlertAsync(
                    $"payment-differs:{journal.OrderId}:{update.EventId}",
                    AlertKind.PaymentDiffers,
                    $"A payment of {balance.KnownAs(update)?.Amount} is in the books, and the payment provider tells of it as "
                        + $"{OrderJson.Name(update.Type)}, {update.Amount} ({update.EventId}). Nothing was booked for that."
                );
                await WriteHandledAsync(update);
                break;

            case PaymentVerdict.ToldBefore:
                balance.Complete(update);
                await WriteHandledAsync(update);
                break;

            default:
                await WriteHandledAsync(update);
                break;
        }

        return verdict;
    }

    /// <summary>Nothing came; while money is waited for, the customer is asked to pay again.</summary>
    private Task FailAsync(PaymentUpdate update)
    {
        var amount = balance.Fail(update) ?? update.Amount;
        journal.Tell(TimelineKind.PaymentFailed, Actor.Payment, Fact.Amount(amount));
        if (journal.State.PaymentUrl is not null && balance.Missing is { Amount: > 0 } missing)
        {
            journal.Mail(MailKind.PaymentFailed, update.EventId, Fact.Amount(amount), Fact.Missing(missing));
        }

        return WriteHandledAsync(update);
    }

    private async Task CountAsync(PaymentUpdate update)
    {
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
            journal.Handled(update.EventId);
            journal.WriteInPassing();
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

    /// <summary>Money that cannot be counted: all of it goes back, and what is due is still due.</summary>
    private async Task SendBackAsync(PaymentUpdate update)
    {
        balance.Capture(update);
        journal.Tell(TimelineKind.PaymentWrongCurrency, Actor.Payment, Fact.Amount(update.Amount));
        await journal.WriteAsync();
        journal.Mail(
            MailKind.PaymentWrongCurrency,
            update.EventId,
            journal.State.PaymentUrl is not null && balance.Missing is { Amount: > 0 } missing
                ? [Fact.Amount(update.Amount), Fact.Missing(missing)]
                : [Fact.Amount(update.Amount)]
        );
        journal.Handled(update.EventId);
        await refunds.RefundAsync(update.Amount, $"wrong-currency:{update.EventId}");
    }

    private Task WriteHandledAsync(PaymentUpdate update)
    {
        journal.Handled(update.EventId);
        return journal.WriteAsync();
    }
}
