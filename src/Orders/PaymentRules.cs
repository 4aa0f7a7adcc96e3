namespace Orders.Functions.Orders;

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

    /// <summary>News that brings no money: a pending card, a refund that the provider reports.</summary>
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
