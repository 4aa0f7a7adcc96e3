namespace Orders.Functions.Domain.Ordering;

/// <summary>What a storefront asks for. Its form has been checked; whether it can be had shows when it is priced.</summary>
public sealed record OrderRequest
{
    public required RequestCustomer Customer { get; init; }

    public required IReadOnlyList<RequestLine> Lines { get; init; }

    public required Address ShipTo { get; init; }

    public required ShippingClass ShippingClass { get; init; }

    public required PaymentMethod PaymentMethod { get; init; }

    public required OutOfStockChoice OutOfStock { get; init; }

    /// <summary>The customer agreed to pay import duties and taxes.</summary>
    public required bool AcceptDuties { get; init; }

    /// <summary>What the storefront showed the customer; another total is refused rather than charged.</summary>
    public Money? ExpectedTotal { get; init; }

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
