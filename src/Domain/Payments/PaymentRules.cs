using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>What a word from the payment provider means for an order.</summary>
public enum PaymentVerdict
{
    /// <summary>Money came, in the order's currency: all, part or more of what is due.</summary>
    Counts,

    /// <summary>Money came that cannot be counted: all of it goes back.</summary>
    WrongCurrency,

    /// <summary>Crypto that was seen and does not count yet.</summary>
    NotYetConfirmed,

    /// <summary>The attempt failed; the customer may try again.</summary>
    Failed,

    /// <summary>A refund has reached the customer.</summary>
    RefundSettled,

    /// <summary>A refund did not reach the customer: it is owed anew.</summary>
    RefundFailed,

    /// <summary>The customer's bank took money back.</summary>
    Disputed,

    /// <summary>The bank gave it back to us.</summary>
    DisputeWon,

    /// <summary>The bank's last word: it stays with the customer.</summary>
    DisputeLost,

    /// <summary>News that brings no money: a pending card, or that a page has brought all that it will.</summary>
    NoMoney,

    /// <summary>Nothing that was not told before, under this event or another.</summary>
    ToldBefore,

    /// <summary>It does not agree with what was told and booked before: a person has to compare.</summary>
    Contradicts,
}

public static class PaymentRules
{
    /// <summary>What a word means, given what is known of its payment: that goes forward only, and counts once.</summary>
    /// <param name="known">The payment as it was told of before; null if it was not.</param>
    public static PaymentVerdict Judge(Order order, PaymentUpdate update, PaymentState? known)
    {
        var verdict = Judge(order, update);
        return (verdict, known?.Status) switch
        {
            (PaymentVerdict.Counts or PaymentVerdict.WrongCurrency, PaymentStatus.Received) => update.Amount == known!.Amount
                ? PaymentVerdict.ToldBefore
                : PaymentVerdict.Contradicts,

            // Companies promise no order: what was true before it was received is told afterwards. Only coins are undone once they are here.
            (PaymentVerdict.Failed, PaymentStatus.Received) => order.PaymentMethod == PaymentMethod.Crypto
                ? PaymentVerdict.Contradicts
                : PaymentVerdict.ToldBefore,
            (PaymentVerdict.NotYetConfirmed, PaymentStatus.Received) => PaymentVerdict.ToldBefore,

            (PaymentVerdict.NotYetConfirmed, PaymentStatus.Seen) when !IsNews(update, known!) => PaymentVerdict.ToldBefore,
            (PaymentVerdict.NotYetConfirmed, PaymentStatus.Failed) when !IsDeeper(update, known!) => PaymentVerdict.ToldBefore,
            (PaymentVerdict.Failed, PaymentStatus.Failed) => PaymentVerdict.ToldBefore,
            _ => verdict,
        };
    }

    private static bool IsDeeper(PaymentUpdate update, PaymentState known) => (update.Confirmations ?? 0) > (known.Confirmations ?? 0);

    /// <summary>Deeper in the chain, or corrected: seen money may turn out to be more or less.</summary>
    private static bool IsNews(PaymentUpdate update, PaymentState known) =>
        IsDeeper(update, known) || ((update.Confirmations ?? 0) == (known.Confirmations ?? 0) && update.Amount != known.Amount);

    /// <summary>What a word means by itself.</summary>
    public static PaymentVerdict Judge(Order order, PaymentUpdate update)
    {
        var crypto = order.PaymentMethod == PaymentMethod.Crypto;
        var confirmed = !crypto || update.IsConfirmed || update.Confirmations >= order.Windows.CryptoConfirmations;
        return update.Type switch
        {
            PaymentUpdateType.Refunded => PaymentVerdict.RefundSettled,
            PaymentUpdateType.RefundFailed => PaymentVerdict.RefundFailed,
            PaymentUpdateType.Disputed => PaymentVerdict.Disputed,
            PaymentUpdateType.DisputeWon => PaymentVerdict.DisputeWon,
            PaymentUpdateType.DisputeLost => PaymentVerdict.DisputeLost,
            PaymentUpdateType.Failed => PaymentVerdict.Failed,
            PaymentUpdateType.Pending when crypto => PaymentVerdict.NotYetConfirmed,
            PaymentUpdateType.Succeeded when !confirmed => PaymentVerdict.NotYetConfirmed,
            PaymentUpdateType.Succeeded when update.Amount.Amount <= 0 => PaymentVerdict.NoMoney,
            PaymentUpdateType.Succeeded when update.Amount.Currency != order.Total.Currency => PaymentVerdict.WrongCurrency,
            PaymentUpdateType.Succeeded => PaymentVerdict.Counts,
            _ => PaymentVerdict.NoMoney,
        };
    }
}
