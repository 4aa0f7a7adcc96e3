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

    /// <summary>The customer's bank took money back.</summary>
    Disputed,

    /// <summary>The bank gave it back to us.</summary>
    DisputeWon,

    /// <summary>The bank's last word: it stays with the customer.</summary>
    DisputeLost,

    /// <summary>News that brings no money: a pending card.</summary>
    NoMoney,
}

public static class PaymentRules
{
    public static PaymentVerdict Judge(Order order, PaymentUpdate update)
    {
        var crypto = order.PaymentMethod == PaymentMethod.Crypto;
        var confirmed = !crypto || update.Confirmations >= order.Windows.CryptoConfirmations;
        return update.Type switch
        {
            PaymentUpdateType.Refunded => PaymentVerdict.RefundSettled,
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
