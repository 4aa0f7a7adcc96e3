using System.Text.Json;
using System.Text.Json.Serialization;
using Orders.Functions.Orders;
using Simulation.Machine;

namespace Simulation.Lives;

/// <summary>
/// All that is decided before a run begins: who orders what, what everybody does and when, and what goes wrong. Written from a seed, and short enough to be read; a part of it can be left out, and the rest
/// stays what it is.
/// </summary>
/// <param name="Seed">Decides what the script leaves open: the order of what happens at the same moment.</param>
/// <param name="Slow">The share of storage calls that are kept waiting, so that others come in between.</param>
/// <param name="Cold">Every step replays its orchestration from the stored history; otherwise only after a crash.</param>
/// <param name="Stock">Units at the start, by SKU; the others have plenty.</param>
internal sealed record Script(
    int Seed,
    DateTimeOffset Start,
    double Slow,
    bool Cold,
    IReadOnlyDictionary<string, int> Stock,
    IReadOnlyList<OrderPlan> Orders,
    IReadOnlyList<Deed> Deeds,
    IReadOnlyList<Fault> Faults)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    public static Script Parse(string json) => JsonSerializer.Deserialize<Script>(json, _json) ?? throw new JsonException("A script is null.");

    public override string ToString() => JsonSerializer.Serialize(this, _json);
}

/// <summary>An order that somebody places.</summary>
/// <param name="At">After the start.</param>
/// <param name="Customer">Whose; customers may place several.</param>
/// <param name="Variant">Decides what the plan leaves open.</param>
internal sealed record OrderPlan(
    TimeSpan At,
    int Customer,
    IReadOnlyList<PlannedLine> Lines,
    string Country,
    ShippingClass Class,
    PaymentMethod Payment,
    OutOfStockChoice OutOfStock,
    Journey Journey,
    int Variant);

internal sealed record PlannedLine(string Sku, int Quantity);

/// <summary>Something that somebody does about an order, once.</summary>
/// <param name="Order">Which of the script's orders.</param>
/// <param name="When">Since the order came into this status first; null: since it was placed.</param>
/// <param name="After">How long after that.</param>
/// <param name="Variant">Decides what the kind leaves open.</param>
internal sealed record Deed(int Order, OrderStatus? When, TimeSpan After, DeedKind Kind, int Variant);
