using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Partners;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>
/// EasyPost, which books with many carriers. A shipment is made first, which costs nothing, and bought then: whatever happens in between,
/// it can be bought once only, and its number tells whether it was.
/// </summary>
public sealed class EasyPostCarrier(EasyPostApi easyPost, EasyPostDrafts drafts, EasyPostSettings settings, OnceOnly once) : ICarrier
{
    public const string CarrierName = "easypost";

    private const string Bookings = $"{CarrierName}/book:";

    public string Name => CarrierName;

    /// <summary>Their labels say it.</summary>
    public string ContactText => "";

    public async Task<Booking> BookAsync(string idempotencyKey, ParcelBooking booking, CancellationToken cancellationToken)
    {
        // A draft that was made twice, since the first answer was lost, is never bought.
        var draft = await once.AskAsync<string, EasyPostDraft>(
            booking.OrderId,
            $"{CarrierName}/draft:{idempotencyKey}",
            () => Task.FromResult(idempotencyKey),
            _ => Task.FromResult<EasyPostDraft?>(null),
            async (_, reference) => new EasyPostDraft(IdOf(await easyPost.CreateAsync(drafts.Of(booking, reference), cancellationToken))),
            cancellation: cancellationToken
        );
        var bought = await once.AskAsync(
            booking.OrderId,
            Bookings + idempotencyKey,
            () => Task.FromResult(draft),
            async _ => BoughtIn(await easyPost.GetAsync(draft.Shipment, cancellationToken)),
            async (_, asked) => await BuyAsync(asked.Shipment, booking.Class, cancellationToken),
            cancellation: cancellationToken
        );
        return new Booking(bought.Waybill, bought.TrackingUrl) { Label = await LabelAsync(bought.Shipment, cancellationToken) };
    }

    public async Task<bool> VoidAsync(ParcelWaybill waybill, CancellationToken cancellationToken)
    {
        var shipment = await easyPost.GetAsync(await ShipmentOfAsync(waybill, cancellationToken), cancellationToken);
        if (shipment.RefundStatus is null or "rejected")
            shipment = await easyPost.RefundAsync(shipment.Id!, cancellationToken);

        // Not applicable: it is paid for when it is scanned, and will not be.
        return shipment?.RefundStatus is "submitted" or "refunded" or "not_applicable";
    }

    /// <summary>EasyPost has no such call.</summary>
    public Task<bool> InterceptAsync(ParcelWaybill waybill, CancellationToken cancellationToken) => Task.FromResult(false);

    public async Task<IReadOnlyList<Scan>> TrackAsync(ParcelWaybill waybill, CancellationToken cancellationToken)
    {
        var shipment = await easyPost.GetAsync(await ShipmentOfAsync(waybill, cancellationToken), cancellationToken);
        return shipment.Tracker is { } tracker ? EasyPostScans.Of(tracker) : [];
    }

    private async Task<EasyPostBought> BuyAsync(string id, ShippingClass shippingClass, CancellationToken cancellation)
    {
        var shipment = await easyPost.RerateAsync(id, cancellation);
        var rate =
            Cheapest(shipment.Rates ?? [], shippingClass)
            ?? throw new CarrierRefusedException($"EasyPost has no service for this parcel: {WhyNone(shipment)}.");
        return BoughtIn(await easyPost.BuyAsync(id, rate.Id, cancellation))
            ?? throw new HttpRequestException("EasyPost sold a label without a tracking code.");
    }

    private EasyPostRate? Cheapest(IEnumerable<EasyPostRate> rates, ShippingClass shippingClass)
    {
        var services = settings.Services.GetValueOrDefault(shippingClass, "").Split(',', StringSplitOptions.TrimEntries);
        return rates
            .Where(rate =>
                services.Contains(rate.Carrier, StringComparer.OrdinalIgnoreCase)
                || services.Contains($"{rate.Carrier}/{rate.Service}", StringComparer.OrdinalIgnoreCase)
            )
            .OrderBy(rate => decimal.Parse(rate.Rate, NumberStyles.Number, CultureInfo.InvariantCulture))
            .FirstOrDefault();
    }

    // Their messages may repeat the address: who said it, and of what kind, is enough.
    private static string WhyNone(EasyPostShipment shipment) =>
        shipment.Messages is { Count: > 0 } messages
            ? string.Join(", ", messages.Select(message => $"{message.Carrier} {message.Type}").Distinct(StringComparer.Ordinal))
            : "none of those that are set up gave a rate";

    private async Task<CarrierLabel> LabelAsync(string id, CancellationToken cancellation)
    {
        var shipment = await easyPost.LabelAsync(id, cancellation);
        return Uri.TryCreate(shipment.PostageLabel?.LabelPdfUrl, UriKind.Absolute, out var url)
            ? new CarrierLabel(await easyPost.FetchAsync(url, cancellation))
            : throw new HttpRequestException("EasyPost has no PDF of the label yet.");
    }

    private async Task<string> ShipmentOfAsync(ParcelWaybill waybill, CancellationToken cancellation) =>
        (
            await once.FindAnswerAsync<EasyPostBought>(waybill.OrderId, Bookings, bought => bought.Waybill == waybill.Number, cancellation)
        )?.Shipment
        ?? throw new CarrierRefusedException($"The waybill {waybill.Number} was not booked with EasyPost.");

    private static EasyPostBought? BoughtIn(EasyPostShipment shipment) =>
        shipment.TrackingCode is { Length: > 0 } code
            ? new EasyPostBought(
                IdOf(shipment),
                code,
                shipment.SelectedRate?.Carrier,
                shipment.SelectedRate?.Service,
                shipment.Tracker?.PublicUrl
            )
            : null;

    private static string IdOf(EasyPostShipment shipment) =>
        shipment.Id is { Length: > 0 } id ? id : throw new HttpRequestException("EasyPost answered a shipment without an id.");
}

/// <summary>A shipment that is not bought yet.</summary>
internal sealed record EasyPostDraft(string Shipment);

internal sealed record EasyPostBought(string Shipment, string Waybill, string? Carrier, string? Service, string? TrackingUrl);
