using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Documents;

/// <summary>What is printed on a parcel's label.</summary>
/// <param name="Waybill">Printable ASCII; drawn as Code 128 and as text.</param>
/// <param name="CarrierContact">What a finder or the recipient may call or write to.</param>
public sealed record LabelContent(
    string Carrier,
    string CarrierContact,
    string Waybill,
    string OrderNumber,
    int ParcelNumber,
    ShippingClass Class,
    int WeightGrams,
    Address ShipTo
);
