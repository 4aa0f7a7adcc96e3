using Orders.Functions.Domain.Shipping;

namespace Lives.Machine;

/// <summary>
/// The warehouse with books of its own: what came in, and what was found in parcels that came back. Both are decided once: whoever asks
/// again finds the same.
/// </summary>
internal sealed class Warehouse
{
    /// <summary>Goods that came in from suppliers, by delivery.</summary>
    public Dictionary<string, Delivery> Deliveries { get; } = new(StringComparer.Ordinal);

    /// <summary>Parcels that were opened, by waybill or RMA.</summary>
    public Dictionary<string, Inspection> Inspections { get; } = new(StringComparer.Ordinal);

    /// <summary>What somebody wrote down who did it once more, by waybill.</summary>
    public Dictionary<string, IReadOnlyList<InspectedLine>> WrittenAgain { get; } = new(StringComparer.Ordinal);

    internal sealed class Delivery(string sku, int quantity)
    {
        public string Sku { get; } = sku;

        public int Quantity { get; } = quantity;

        /// <summary>Whether the shop said that it has it; null: nobody knows.</summary>
        public bool? IsTaken { get; set; }
    }

    internal sealed class Inspection(string orderId, string key, IReadOnlyList<InspectedLine> lines)
    {
        public string OrderId { get; } = orderId;

        public string Key { get; } = key;

        /// <summary>All that was expected, each unit with its condition.</summary>
        public IReadOnlyList<InspectedLine> Lines { get; } = lines;

        /// <summary>Whether the shop said that it took it down; null: nobody knows, or it was not told.</summary>
        public bool? IsTaken { get; set; }
    }
}
