using System.Net;
using System.Net.Http.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>The carrier of local runs, tests and staging, spoken to over signed HTTP like any other company.</summary>
public sealed class SandboxCarrier(SandboxClient company, SandboxSettings settings) : ICarrier
{
    public const string CarrierName = "sandbox";

    public string Name => CarrierName;

    public string ContactText => "support@carrier.example, +86 400 000 0000";

    public async Task<Booking> BookAsync(string idempotencyKey, ParcelBooking booking, CancellationToken cancellationToken)
    {
        using var answer = await company.PostAsync("api/sandbox/carrier/waybills", Of(booking), idempotencyKey, cancellationToken);
        Check(answer, "book the parcel");
        return await answer.Content.ReadFromJsonAsync<Booking>(OrderJson.Options, cancellationToken) is { Waybill.Length: > 0 } booked
            ? booked with
            {
                TrackingUrl = TrackingUrl(booked.Waybill),
            }
            : throw new HttpRequestException("The carrier's answer has no waybill.");
    }

    public async Task<bool> VoidAsync(ParcelWaybill waybill, CancellationToken cancellationToken)
    {
        using var answer = await company.PostAsync(
            $"api/sandbox/carrier/waybills/{Uri.EscapeDataString(waybill.Number)}/void",
            new { Waybill = waybill.Number },
            idempotencyKey: null,
            cancellationToken
        );
        if (answer.StatusCode == HttpStatusCode.Conflict)
            return false;

        Check(answer, "void the waybill");
        return true;
    }

    public async Task<bool> InterceptAsync(ParcelWaybill waybill, CancellationToken cancellationToken)
    {
        using var answer = await company.PostAsync(
            $"api/sandbox/carrier/waybills/{Uri.EscapeDataString(waybill.Number)}/intercept",
            new { Waybill = waybill.Number },
            idempotencyKey: null,
            cancellationToken
        );
        if (answer.StatusCode == HttpStatusCode.Conflict)
            return false;

        Check(answer, "intercept the parcel");
        return true;
    }

    public async Task<IReadOnlyList<Scan>> TrackAsync(ParcelWaybill waybill, CancellationToken cancellationToken)
    {
        using var answer = await company.GetAsync($"api/sandbox/carrier/{Uri.EscapeDataString(waybill.Number)}", cancellationToken);
        Check(answer, "track the parcel");
        var track =
            await answer.Content.ReadFromJsonAsync<SandboxTrack>(OrderJson.Options, cancellationToken)
            ?? throw new HttpRequestException("The carrier's answer is empty.");
        return [.. track.Scans.Select(ScanOf).OfType<Scan>()];
    }

    // Skips what the webhook would refuse.
    private static Scan? ScanOf(SandboxScan scan) =>
        ParcelStatuses.TryParseScan(scan.Status, out var status) && scan.TryReadTime(out var time) ? scan.Read(time, status) : null;

    private string TrackingUrl(string waybill) =>
        new Uri(settings.AppUrl, $"api/sandbox/carrier/{Uri.EscapeDataString(waybill)}").ToString();

    private static SandboxBooking Of(ParcelBooking booking)
    {
        var to = booking.ShipTo;
        return new SandboxBooking(
            booking.OrderNumber,
            booking.ParcelNumber,
            booking.Class,
            booking.WeightGrams,
            new SandboxAddress
            {
                Recipient = to.Recipient,
                Phone = to.Phone,
                Country = to.Country,
                Region = to.Region,
                City = to.City,
                Line1 = to.Line1,
                Line2 = to.Line2,
                PostalCode = to.PostalCode,
            }
        );
    }

    /// <summary>A refusal is final; anything else that is not a success may be over in a moment.</summary>
    private static void Check(HttpResponseMessage answer, string what)
    {
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity)
            throw new CarrierRefusedException($"The carrier would not {what}: {(int)answer.StatusCode}.");
        answer.EnsureSuccessStatusCode();
    }
}
