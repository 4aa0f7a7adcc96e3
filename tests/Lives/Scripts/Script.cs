using System.Text.Json;
using System.Text.Json.Serialization;
using Lives.Machine;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Lives.Scripts;

/// <summary>
/// All that is decided before a run begins: who orders what, what everybody does and when, and what goes wrong. Written from a seed, and
/// short enough to be read; a part of it can be left out, and the rest stays what it is.
/// </summary>
/// <param name="Seed">Decides what the script leaves open: the order of what happens at the same moment.</param>
/// <param name="Slow">The share of storage calls that are kept waiting, so that others come in between.</param>
/// <param name="Early">Timers fire up to a second early.</param>
/// <param name="Stock">Units at the start, by SKU; the others have plenty.</param>
/// <param name="Aim">What it is meant to show; null: nothing in particular.</param>
/// <param name="Aimed">What goes wrong at certain moments.</param>
internal sealed record Script(
    int Seed,
    DateTimeOffset Start,
    double Slow,
    bool Early,
    IReadOnlyDictionary<string, int> Stock,
    IReadOnlyList<OrderPlan> Orders,
    IReadOnlyList<Deed> Deeds,
    IReadOnlyList<Fault> Faults,
    Aim? Aim = null,
    IReadOnlyList<AimedFault>? Aimed = null
)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>The longest time for which something may not answer.</summary>
    [JsonIgnore]
    public TimeSpan LongestOutage => Aimed is { Count: > 0 } ? Aimed.Max(fault => fault.For) : TimeSpan.Zero;

    public static Script Parse(string json) =>
        JsonSerializer.Deserialize<Script>(json, _json) ?? throw new JsonException("A script is null.");

    public override string ToString() => JsonSerializer.Serialize(this, _json);
}

/// <summary>An order that somebody places.</summary>
/// <param name="At">After the start.</param>
/// <param name="Customer">Whose; customers may place several.</param>
/// <param name="Variant">Decides what the plan leaves open.</param>
/// <param name="Clock">By which its parcels' scans are dated.</param>
/// <param name="Spelling">Of its customer and address.</param>
/// <param name="House">Number of the house it goes to; 0: where its customer lives.</param>
internal sealed record OrderPlan(
    TimeSpan At,
    int Customer,
    IReadOnlyList<PlannedLine> Lines,
    string Country,
    ShippingClass Class,
    PaymentMethod Payment,
    OutOfStockChoice OutOfStock,
    Journey Journey,
    int Variant,
    CarrierClock Clock = CarrierClock.Right,
    Spelling Spelling = Spelling.Plain,
    int House = 0
);

internal sealed record PlannedLine(string Sku, int Quantity);

/// <summary>Something that somebody does about an order, once.</summary>
/// <param name="Order">Which of the script's orders.</param>
/// <param name="When">Since the order came into this status first; null: since it was placed.</param>
/// <param name="After">How long after that.</param>
/// <param name="Variant">Decides what the kind leaves open.</param>
/// <param name="Again">Since the order came into the status for the second time.</param>
/// <param name="OnPage">The customer does it on the order's page, if that has a form for it; else in the storefront.</param>
internal sealed record Deed(
    int Order,
    OrderStatus? When,
    TimeSpan After,
    DeedKind Kind,
    int Variant,
    bool Again = false,
    bool OnPage = false
)
{
    /// <summary>One whose variant decides on which way it is done, too.</summary>
    public static Deed Of(int order, OrderStatus? when, TimeSpan after, DeedKind kind, int variant, bool again = false) =>
        new(order, when, after, kind, variant, again, People.OrdersPage.IsUsed(variant));
}

/// <summary>Something that happens to an order in a status: a pair of the table of its life.</summary>
internal sealed record Aim(OrderStatus Status, Trigger On);
