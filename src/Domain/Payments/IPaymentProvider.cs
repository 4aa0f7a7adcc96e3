using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>
/// A company that takes customers' money for us. Calls may be repeated: they are known by their key. Money is in the minor units of ISO
/// 4217 (<see cref="Currencies"/>) in calls and notifications; an adapter converts where its company counts otherwise, as Stripe does for
/// ISK and UGX.
/// </summary>
public interface IPaymentProvider
{
    /// <summary>The name in settings, webhook routes and event ids; orders keep it.</summary>
    string Name { get; }

    /// <summary>Asks for a payment page; the order's latest request is the one that is paid.</summary>
    /// <param name="reference">
    /// Tells the requests of one order apart: empty for the first, another for each amount that is collected later.
    /// </param>
    /// <exception cref="PaymentRefusedException">Final; anything else that is thrown may be tried again.</exception>
    Task<PaymentRequest> RequestAsync(
        string orderId,
        string orderNumber,
        Money due,
        PaymentMethod method,
        DateTimeOffset until,
        string reference = "",
        CancellationToken cancellation = default
    );

    /// <summary>Gives money back; the same key again is the same refund.</summary>
    /// <exception cref="PaymentRefusedException">Final; anything else that is thrown may be tried again.</exception>
    Task<RefundReceipt> RefundAsync(string idempotencyKey, string orderId, Money amount, CancellationToken cancellation = default);

    /// <summary>Withdraws the request, so that the page takes no more money; nothing to do when there is none.</summary>
    Task CancelAsync(string orderId, CancellationToken cancellation = default);
}

/// <param name="Url">Where the customer pays.</param>
public sealed record PaymentRequest(string Url);

/// <param name="Reference">The provider's id of the refund.</param>
/// <param name="Settled">False: the provider will say by webhook when the customer has the money.</param>
public sealed record RefundReceipt(string Reference, bool Settled = true);
