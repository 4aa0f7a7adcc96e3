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

    /// <summary>Why it cannot take a new order, as a sentence for the storefront; null if it can.</summary>
    string? Complaint(PaymentMethod method, Money total) => null;

    /// <summary>
    /// Whether crypto goes back through it: the customer tells the company where to, on the page of <see cref="RefundReceipt.Link"/>. Else a
    /// person sends it to an address that the customer gives to the shop.
    /// </summary>
    bool SendsCryptoBack => false;

    /// <summary>Asks for a payment page; the order's latest request is the one that is paid. The same again is the same request.</summary>
    /// <exception cref="PaymentRefusedException">Final; anything else that is thrown may be tried again.</exception>
    Task<PaymentRequest> RequestAsync(PaymentToCollect wanted, CancellationToken cancellation = default);

    /// <summary>
    /// Gives money back; the same key again is the same refund. It may be less than was asked for, where no single payment covers it: the
    /// rest is asked for under another key.
    /// </summary>
    /// <exception cref="PaymentRefusedException">Final; anything else that is thrown may be tried again.</exception>
    Task<RefundReceipt> RefundAsync(string idempotencyKey, string orderId, Money amount, CancellationToken cancellation = default);

    /// <summary>Withdraws the request, so that the page takes no more money; nothing to do when there is none.</summary>
    Task CancelAsync(string orderId, CancellationToken cancellation = default);

    /// <summary>
    /// The order that a payment was for; null if it was for none of ours. Asked where the company tells of something, and names the payment
    /// only: a dispute, a refund that was made in its dashboard.
    /// </summary>
    /// <param name="payment">The company's id of it.</param>
    /// <exception cref="HttpRequestException">The company could not be reached or is in trouble; ask again later.</exception>
    Task<string?> FindOrderAsync(string payment, CancellationToken cancellation = default);
}

/// <summary>Money that is to be collected for an order.</summary>
/// <param name="Received">
/// What the order has had by all requests so far, as far as it knows: what the company has beyond that is on its way to the order.
/// </param>
/// <param name="Until">When it is no longer waited for.</param>
/// <param name="Reference">Tells the requests of one order apart: empty for the first, another for each amount that is collected later.</param>
public sealed record PaymentToCollect(
    string OrderId,
    string OrderNumber,
    Money Due,
    Money Received,
    PaymentMethod Method,
    DateTimeOffset Until,
    string Reference = ""
)
{
    /// <summary>How long after <see cref="Until"/> coins are waited for that were seen in time.</summary>
    public TimeSpan Grace { get; init; }
}

/// <param name="Url">Where the customer pays.</param>
public sealed record PaymentRequest(string Url);

/// <param name="Reference">The provider's id of the refund.</param>
/// <param name="Settled">False: the provider will say by webhook when the customer has the money.</param>
/// <param name="Amount">How much it is; null: all that was asked for.</param>
/// <param name="Link">
/// Where the customer says how they want to have it; null: nothing is asked of them. Whoever has the link can have the money.
/// </param>
public sealed record RefundReceipt(string Reference, bool Settled = true, Money? Amount = null, string? Link = null);
