namespace Orders.Functions.Domain.Payments;

/// <summary>The payment provider said no, for good: asking again will not help.</summary>
public sealed class PaymentRefusedException : Exception
{
    public PaymentRefusedException() { }

    /// <param name="message">Never holds personal data.</param>
    public PaymentRefusedException(string message)
        : base(message) { }

    public PaymentRefusedException(string message, Exception innerException)
        : base(message, innerException) { }
}
