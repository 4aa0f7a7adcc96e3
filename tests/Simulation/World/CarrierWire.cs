using Orders.Functions.Domain.Shipping;
using Simulation.Storage;

namespace Simulation.World;

/// <summary>The carrier as one process of the app sees it.</summary>
internal sealed class CarrierWire(CarrierCompany company, IGate gate) : Wire("carrier", gate), ICarrier
{
    public string Name => "sandbox";

    public string ContactText => "carrier@example.com";

    public Task<Booking> BookAsync(string idempotencyKey, ParcelBooking booking, CancellationToken cancellationToken) =>
        CallAsync($"book:{idempotencyKey}", () => company.Book(idempotencyKey, booking));

    public Task<bool> VoidAsync(string waybill, CancellationToken cancellationToken) =>
        CallAsync($"void:{waybill}", () => company.Void(waybill));

    public Task<bool> InterceptAsync(string waybill, CancellationToken cancellationToken) =>
        CallAsync($"intercept:{waybill}", () => company.Intercept(waybill));

    public Task<IReadOnlyList<Scan>> TrackAsync(string waybill, CancellationToken cancellationToken) =>
        CallAsync($"track:{waybill}", () => company.Track(waybill));

    public string TrackingUrl(string waybill) => $"https://track.example/{waybill}";
}
