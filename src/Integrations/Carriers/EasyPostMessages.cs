using System.Text.Json;

namespace Orders.Functions.Integrations.Carriers;

// What is sent to EasyPost and read from it, in its own words (https://docs.easypost.com/docs/shipments). Numbers go there as numbers, and
// come back as texts.

internal sealed record EasyPostNewShipment(EasyPostShipmentDraft Shipment);

internal sealed record EasyPostShipmentDraft(
    EasyPostAddress ToAddress,
    EasyPostAddress FromAddress,
    EasyPostParcel Parcel,
    EasyPostCustoms? CustomsInfo,
    EasyPostOptions Options,
    string Reference
);

internal sealed record EasyPostAddress(
    string Name,
    string? Company,
    string Street1,
    string? Street2,
    string City,
    string? State,
    string? Zip,
    string Country,
    string Phone,
    string? Email
);

/// <summary>Inches, and ounces, of which there is one decimal.</summary>
internal sealed record EasyPostParcel(decimal? Length, decimal? Width, decimal? Height, decimal Weight);

internal sealed record EasyPostCustoms(
    string ContentsType,
    bool CustomsCertify,
    string CustomsSigner,
    string NonDeliveryOption,
    string RestrictionType,
    IReadOnlyList<EasyPostCustomsItem> CustomsItems
);

/// <param name="Weight">Ounces.</param>
internal sealed record EasyPostCustomsItem(
    string Description,
    int Quantity,
    decimal Value,
    string Currency,
    decimal Weight,
    string? HsTariffNumber,
    string? OriginCountry,
    string Code
);

internal sealed record EasyPostOptions(string LabelFormat, string Incoterm, string InvoiceNumber);

internal sealed record EasyPostRateChoice(EasyPostRateId Rate);

internal sealed record EasyPostRateId(string Id);

internal sealed record EasyPostShipment
{
    public string? Id { get; init; }

    public string? TrackingCode { get; init; }

    public IReadOnlyList<EasyPostRate>? Rates { get; init; }

    public EasyPostRate? SelectedRate { get; init; }

    public EasyPostLabel? PostageLabel { get; init; }

    public EasyPostTracker? Tracker { get; init; }

    /// <summary>submitted, refunded, rejected, not_applicable; null if nobody asked.</summary>
    public string? RefundStatus { get; init; }

    public IReadOnlyList<EasyPostMessage>? Messages { get; init; }

    public EasyPostError? Error { get; init; }
}

internal sealed record EasyPostRates(IReadOnlyList<EasyPostRate>? Rates, EasyPostError? Error);

internal sealed record EasyPostRate(string Id, string Carrier, string Service, string Rate, string Currency);

internal sealed record EasyPostLabel(string? LabelPdfUrl, string? LabelUrl);

/// <summary>Why a carrier gave no rate.</summary>
internal sealed record EasyPostMessage(string? Carrier, string? Type);

internal sealed record EasyPostTracker
{
    public string? TrackingCode { get; init; }

    public string? PublicUrl { get; init; }

    public IReadOnlyList<EasyPostTrackingDetail>? TrackingDetails { get; init; }
}

internal sealed record EasyPostTrackingDetail
{
    public DateTimeOffset? Datetime { get; init; }

    public string? Status { get; init; }

    public string? StatusDetail { get; init; }

    public string? Message { get; init; }

    public EasyPostPlace? TrackingLocation { get; init; }
}

internal sealed record EasyPostPlace(string? City, string? State, string? Country, string? Zip);

/// <param name="Code">In capitals, with points: <c>SHIPMENT.POSTAGE.EXISTS</c>.</param>
/// <param name="Errors">Objects, or texts.</param>
internal sealed record EasyPostError(string? Code, string? Message, JsonElement? Errors);

/// <param name="Description">What happened: <c>tracker.updated</c>.</param>
/// <param name="Mode"><c>test</c> or <c>production</c>.</param>
/// <param name="Result">What it happened to, as it is now.</param>
internal sealed record EasyPostEvent(string? Id, string? Description, string? Mode, JsonElement? Result);
