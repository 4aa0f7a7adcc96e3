using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Documents;

/// <summary>What is printed on a parcel's label.</summary>
public sealed record LabelContent
{
    public required string Carrier { get; init; }

    /// <summary>What a finder or the recipient may call or write to.</summary>
    public required string CarrierContact { get; init; }

    /// <summary>Printable ASCII; drawn as Code 128 and as text.</summary>
    public required string Waybill { get; init; }

    public required string OrderNumber { get; init; }

    public required int ParcelNumber { get; init; }

    /// <summary>How many parcels the order has.</summary>
    public required int Parcels { get; init; }

    public required ShippingClass Class { get; init; }

    public required int WeightGrams { get; init; }

    /// <summary>The warehouse's day on which the carrier takes it over.</summary>
    public required DateOnly ShipDate { get; init; }

    public required Address ShipTo { get; init; }

    /// <summary>The sender's address, where it goes back to.</summary>
    public required IReadOnlyList<string> Sender { get; init; }
}
