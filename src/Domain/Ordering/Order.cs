using System.Text.Json.Serialization;

namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// What was ordered, frozen when it was placed: the orchestration's input. Holds no personal data: name, address, mail and phone are in
/// <see cref="Contact"/>, kept per customer.
/// </summary>
public sealed record Order
{
    /// <summary>Opaque, not guessable; also the orchestration's instance id.</summary>
    public required string OrderId { get; init; }

    /// <summary>What people say on the phone, for example <c>R-7K3Q9-M2XWD</c>.</summary>
    public required string OrderNumber { get; init; }

    /// <summary>The storefront's id of the customer.</summary>
    public required string CustomerId { get; init; }

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public required string Locale { get; init; }

    /// <summary>Where it goes, as the customer wrote it: ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>
    /// The code of the <see cref="Ordering.Territory"/> where it goes, where that is another than <see cref="Country"/>: Jersey written
    /// under GB. Null: it is the country itself.
    /// </summary>
    public string? Territory { get; init; }

    /// <summary>The IANA time zone where it goes, where a country or territory has several; null: its own.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What duties, rules and carriage go by: a <see cref="Ordering.Territory"/>'s code.</summary>
    [JsonIgnore]
    public string Place => Territory ?? Country;

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required ShippingClass ShippingClass { get; init; }

    public required Money ShippingFee { get; init; }

    /// <summary>Import duties and taxes as they were shown and accepted; null where no border is crossed.</summary>
    public DutiesQuote? Duties { get; init; }

    /// <summary>The part of <see cref="Duties"/> that we collect (DDP), and pay to customs.</summary>
    [JsonIgnore]
    public Money DutiesDue => Duties?.DueToUs(Total.Currency) ?? Money.Zero(Total.Currency);

    /// <summary>The part of <see cref="DutiesDue"/> that falls on these units.</summary>
    public Money DutiesOf(IEnumerable<ParcelLine> units) =>
        units.Aggregate(
            Money.Zero(Total.Currency),
            (sum, unit) =>
                Duties is { Terms: DutyTerms.Ddp } duties && duties.Lines.FirstOrDefault(line => line.Sku == unit.Sku) is { } line
                    ? sum
                        + sum with
                        {
                            Amount =
                                (line.Duty.Amount + line.Tax.Amount) * unit.Quantity / Lines.First(own => own.Sku == unit.Sku).Quantity,
                        }
                    : sum
        );

    /// <summary>Lines, shipping, and duties that we collect (DDP): what is due.</summary>
    public required Money Total { get; init; }

    public required PaymentMethod PaymentMethod { get; init; }

    /// <summary>
    /// The name of the payment provider that collects for it, chosen when it was placed: refunds and webhooks stay with that one, whatever
    /// the settings say later.
    /// </summary>
    public required string PaymentProvider { get; init; }

    public required OutOfStockChoice OutOfStock { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>The windows in force when it was placed; later changes of configuration do not move them.</summary>
    public required OrderWindows Windows { get; init; }

    /// <summary>
    /// What a parcel's way back costs if it could not be handed over and that was the customer's doing, in minor units of the order's
    /// currency; as it was when the order was placed.
    /// </summary>
    public long ReturnToSenderFee { get; init; }

    /// <summary>True if something has to be packed and carried.</summary>
    public bool NeedsParcel => Lines.Any(line => line.Kind == ProductKind.Physical);

    /// <summary>What a product of the order is called in the customer's language; one that it does not have by its SKU.</summary>
    public string NameOf(string sku) => Lines.FirstOrDefault(line => line.Sku == sku)?.Name.In(Locale) ?? sku;

    /// <summary>The order as it stands after changes; as placed if there were none.</summary>
    public Order As(OrderTerms? terms) =>
        terms is null
            ? this
            : this with
            {
                Lines = terms.Lines,
                Country = terms.Country,
                Territory = terms.Territory,
                TimeZone = terms.TimeZone,
                ShippingClass = terms.ShippingClass,
                ShippingFee = terms.ShippingFee,
                Duties = terms.Duties,
                Total = terms.Total,
            };
}

/// <summary>What was agreed, where it differs from what was placed: after a change, a substitution, a line that was dropped.</summary>
public sealed record OrderTerms(
    IReadOnlyList<OrderLine> Lines,
    string Country,
    ShippingClass ShippingClass,
    Money ShippingFee,
    Money Total,
    DutiesQuote? Duties = null
)
{
    /// <inheritdoc cref="Order.Territory"/>
    public string? Territory { get; init; }

    /// <inheritdoc cref="Order.TimeZone"/>
    public string? TimeZone { get; init; }

    public static OrderTerms Of(Order order) =>
        new(order.Lines, order.Country, order.ShippingClass, order.ShippingFee, order.Total, order.Duties)
        {
            Territory = order.Territory,
            TimeZone = order.TimeZone,
        };
}

/// <param name="UnitPrice">From the catalogue, never from the storefront.</param>
/// <param name="WeightGrams">Of one unit, packed.</param>
public sealed record OrderLine(string Sku, LocalizedText Name, ProductKind Kind, int Quantity, Money UnitPrice, int WeightGrams)
{
    public Money Price => UnitPrice * Quantity;

    /// <summary>Of one unit, packed; 0 where it was never measured.</summary>
    public long CubicMillimetres { get; init; }

    /// <summary><see cref="Product.Hazard"/> when it was ordered.</summary>
    public string? Hazard { get; init; }
}

/// <summary>A text in the two languages of the shop.</summary>
public sealed record LocalizedText(string En, string Zh)
{
    public string In(string locale) => locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Zh : En;
}

public enum ProductKind
{
    Physical,
    Digital,
}

public enum ShippingClass
{
    Economy,
    Standard,
    Express,
}

public enum PaymentMethod
{
    Card,
    Wallet,
    Transfer,
    Crypto,
}

/// <summary>What the customer wants when a line is short.</summary>
public enum OutOfStockChoice
{
    Ask,
    Refund,
    Substitute,
    Split,
    Wait,
}

/// <summary>
/// Who a person is and where the parcel goes: personal data, kept in one place per customer, never in orchestration inputs, logs or spans.
/// </summary>
public sealed record Contact(string Name, string Email, string Phone, bool Verified, Address ShipTo);

/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Region">State, province or prefecture; may be absent.</param>
public sealed record Address(
    string Recipient,
    string Phone,
    string Country,
    string? Region,
    string City,
    string Line1,
    string? Line2,
    string? PostalCode
);

/// <summary>How long each wait of an order lasts; the settings <c>Orders:Windows:*</c> as they were when the order was placed.</summary>
public sealed record OrderWindows
{
    public required TimeSpan Payment { get; init; }

    public required TimeSpan PaymentCrypto { get; init; }

    public required TimeSpan CryptoGrace { get; init; }

    /// <summary>Confirmations after which a crypto payment counts.</summary>
    public required int CryptoConfirmations { get; init; }

    public required Window Review { get; init; }

    public required TimeSpan StockDecision { get; init; }

    /// <summary>How long goods that are out of stock are waited for, unless the customer names a date.</summary>
    public TimeSpan Restock { get; init; } = TimeSpan.FromDays(30);

    public required TimeSpan ChangeOffer { get; init; }

    public required Window HandOver { get; init; }

    public required TimeSpan Silence { get; init; }

    public required TimeSpan Claim { get; init; }

    public required TimeSpan Return { get; init; }

    public required TimeSpan ReturnParcel { get; init; }

    public required Window Answer { get; init; }

    /// <summary>How long a parcel is kept where it can be collected.</summary>
    public TimeSpan Collection { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a parcel may be with customs before a person looks after it.</summary>
    public TimeSpan Customs { get; init; } = TimeSpan.FromDays(5);

    public TimeSpan PaymentFor(PaymentMethod method) => method == PaymentMethod.Crypto ? PaymentCrypto : Payment;
}

/// <summary>A length of time, or a number of business days of the warehouse's calendar; one of the two is set.</summary>
public readonly record struct Window(TimeSpan? Duration, int? BusinessDays);
