namespace Orders.Functions.Domain.Ordering;

/// <summary>What a storefront asks for. Its form has been checked; whether it can be had shows when it is priced.</summary>
/// <param name="AcceptDuties">The customer agreed to pay import duties and taxes.</param>
/// <param name="ExpectedTotal">What the storefront showed the customer; another total is refused rather than charged.</param>
public sealed record OrderRequest(
    RequestCustomer Customer,
    IReadOnlyList<RequestLine> Lines,
    Address ShipTo,
    ShippingClass ShippingClass,
    PaymentMethod PaymentMethod,
    OutOfStockChoice OutOfStock,
    bool AcceptDuties,
    Money? ExpectedTotal
)
{
    /// <summary>
    /// The import duties and taxes that the customer was shown and agreed to; others are refused rather than taken for accepted. Null: the
    /// storefront does not say.
    /// </summary>
    public Money? ExpectedDuties { get; init; }
}

public sealed record RequestCustomer(string Id, string Name, string Email, string Phone, string Locale, bool Verified);

public sealed record RequestLine(string Sku, int Quantity)
{
    /// <summary>
    /// Lines of one order at most: a reservation of all of them, with what is short, has to fit one transaction of the stock.
    /// </summary>
    public const int Most = 30;
}
