namespace Orders.Functions.Documents;

/// <summary>
/// What is printed to be laid into a parcel: for whoever packs it and whoever opens it. No prices, and nothing of who gets it.
/// </summary>
public sealed record PackingList
{
    public required string OrderNumber { get; init; }

    public required int ParcelNumber { get; init; }

    /// <summary>How many parcels the order has.</summary>
    public required int Parcels { get; init; }

    /// <summary>Null until the parcel is booked.</summary>
    public string? Waybill { get; init; }

    public required int WeightGrams { get; init; }

    /// <summary>The warehouse's day on which the carrier takes it over; null until the parcel is booked.</summary>
    public DateOnly? ShipDate { get; init; }

    /// <summary>The sender's address.</summary>
    public required IReadOnlyList<string> Sender { get; init; }

    public required IReadOnlyList<PackingLine> Lines { get; init; }
}

/// <param name="Name">In the customer's language.</param>
public sealed record PackingLine(string Sku, string Name, int Quantity);
