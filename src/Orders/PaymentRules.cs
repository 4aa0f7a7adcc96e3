namespace Orders.Functions.Orders;

/// <summary>What a word from the payment provider means for an order.</summary>
public abstract record PaymentVerdict
{
    private PaymentVerdict()
    {
    }

    /// <summary>Exactly what was due has come.</summary>
    public sealed record Full : PaymentVerdict;

    /// <summary>Money came, not all of it: the payment stays open.</summary>
    public sealed record Short(Money Missing) : PaymentVerdict;

    /// <summary>The order is paid, and this much of the payment goes back.</summary>
    public sealed record Over(Money Excess) : PaymentVerdict;

    /// <summary>Money came that cannot be counted: all of it goes back.</summary>
    public sealed record WrongCurrency(Money Returned) : PaymentVerdict;

    /// <summary>Crypto that was seen but does not count yet.</summary>
    public sealed record NotYetConfirmed(int Confirmations, int Needed) : PaymentVerdict;

    /// <summary>The attempt failed; the customer may try again.</summary>
    public sealed record Failed : PaymentVerdict;

    /// <summary>News that brings no money: a pending card, a refund that the provider reports.</summary>
    public sealed record NoMoney : PaymentVerdict;
}

public static class PaymentRules
{
    /// <param name="captured">All that was captured before this update, in the order's currency, refunds not taken off.</param>
    public static PaymentVerdict Judge(Order order, Money captured, PaymentUpdate update)
    {
        var crypto = order.PaymentMethod == PaymentMethod.Crypto;
        var confirmations = update.Confirmations ?? 0;
        var unconfirmed = crypto && confirmations < order.Windows.CryptoConfirmations;
        return update.Type switch
        {
            PaymentUpdateType.Failed => new PaymentVerdict.Failed(),
            PaymentUpdateType.Pending when crypto => new PaymentVerdict.NotYetConfirmed(confirmations, order.Windows.CryptoConfirmations),
            PaymentUpdateType.Succeeded when unconfirmed => new PaymentVerdict.NotYetConfirmed(confirmations, order.Windows.CryptoConfirmations),
            PaymentUpdateType.Succeeded when update.Amount.Amount > 0 => JudgeCapture(order.Total, captured, update.Amount),
            _ => new PaymentVerdict.NoMoney(),
        };
    }

    private static PaymentVerdict JudgeCapture(Money total, Money captured, Money amount)
    {
        if (amount.Currency != total.Currency)
            return new PaymentVerdict.WrongCurrency(amount);
        var excess = captured + amount - total;
        if (excess.Amount < 0)
            return new PaymentVerdict.Short(total - captured - amount);
        if (excess.Amount == 0)
            return new PaymentVerdict.Full();

        // What an earlier payment brought too much was dealt with then; no more than this payment goes back for it.
        return new PaymentVerdict.Over(excess < amount ? excess : amount);
    }
}
