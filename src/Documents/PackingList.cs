namespace Orders.Functions.Documents;

/// <summary>What is printed to be laid into a parcel: for whoever packs it and whoever opens it. No prices, and no address.</summary>
/// <param name="Waybill">Null until the parcel is booked.</param>
public sealed record PackingList(
    string OrderNumber,
    int ParcelNumber,
    int Parcels,
    string? Waybill,
    int WeightGrams,
    IReadOnlyList<PackingLine> Lines
);

/// <param name="Name">In the customer's language.</param>
public sealed record PackingLine(string Sku, string Name, int Quantity);
