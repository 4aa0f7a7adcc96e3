using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Domain.Views;

/// <summary>What a storefront asks before an order: its form has been checked. Holds no name and no street.</summary>
/// <param name="Locale">Of the texts in the answer: <c>zh-CN</c> or <c>en</c>.</param>
public sealed record QuoteRequest(IReadOnlyList<RequestLine> Lines, Destination ShipTo, string Locale);

/// <summary>
/// What goods would cost and when they would come, class by class. Nothing of it is stored or promised: an order is priced anew.
/// </summary>
public sealed record Quote
{
    public required string Country { get; init; }

    /// <summary>Where it really goes, by the postal code; absent: the country itself. Duties, rules and times are the territory's.</summary>
    public TerritoryView? Territory { get; init; }

    public required string Currency { get; init; }

    /// <summary>Of the table of shipping rates.</summary>
    public required string RatesVersion { get; init; }

    /// <summary>The calendars that the dates were counted by; absent where nothing is carried.</summary>
    public string? CalendarVersion { get; init; }

    /// <summary>All lines as asked; those with refusals are left out of what follows.</summary>
    public required IReadOnlyList<QuotedLine> Lines { get; init; }

    /// <summary>The price of the lines that can be had.</summary>
    public required Money Goods { get; init; }

    /// <summary>What stands in the way beside the lines, for example the postal code.</summary>
    public required IReadOnlyList<ReasonView> Errors { get; init; }

    /// <summary>Each shipping class; empty if no line can be had.</summary>
    public required IReadOnlyList<QuotedClass> Classes { get; init; }
}

/// <param name="Name">In the customer's language; absent, as all that follows from the catalogue, where there is no such product.</param>
/// <param name="Refusals">Why it cannot be had as asked; none: it can.</param>
public sealed record QuotedLine(
    string Sku,
    string? Name,
    ProductKind? Kind,
    int Quantity,
    Money? UnitPrice,
    Money? Price,
    IReadOnlyList<ReasonView> Refusals
)
{
    /// <summary>Absent while all of it is there.</summary>
    public QuotedShortage? Short { get; init; }
}

/// <summary>A line that is not in stock in full at this moment. The figures of the quote are those of the whole line.</summary>
/// <param name="Available">Units that are there.</param>
/// <param name="Missing">Units that are not.</param>
/// <param name="Text">In the customer's language.</param>
/// <param name="Options">What an order can say about it beforehand: its <c>outOfStock</c>.</param>
/// <param name="Substitutes">What could come instead of the missing units.</param>
public sealed record QuotedShortage(
    int Available,
    int Missing,
    string Text,
    IReadOnlyList<StockChoice> Options,
    IReadOnlyList<SubstituteView> Substitutes
)
{
    /// <summary>The day on which the warehouse expects more; absent where it does not know.</summary>
    public DateOnly? ExpectedOn { get; init; }
}

/// <param name="Available">False: the class does not carry this there; <paramref name="Refusal"/> says why, and the rest is absent.</param>
/// <param name="Promise">Absent where nothing is carried: licences come by email at once.</param>
/// <param name="Duties">Estimate of what customs take; absent where no border is crossed.</param>
/// <param name="Total">Goods, fee and the duties that we collect: the <c>expectedTotal</c> of an order of these lines.</param>
public sealed record QuotedClass(
    ShippingClass ShippingClass,
    bool Available,
    ReasonView? Refusal,
    QuotedFee? Fee,
    PromiseView? Promise,
    DutiesView? Duties,
    Money? Total
);

/// <param name="Base">By zone, class and weight.</param>
/// <param name="Remote">Surcharge of a remote area.</param>
/// <param name="BillableGrams">The greater of weight and volumetric weight.</param>
public sealed record QuotedFee(Money Total, Money Base, Money Remote, long BillableGrams);
