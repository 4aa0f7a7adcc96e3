using Orders.Functions.Domain.Shipping;

namespace Companies;

/// <summary>The carrier as the shop calls it.</summary>
internal sealed class CarrierPort(CarrierCompany company, ILine line) : ICarrier
{
    public const string Company = "carrier";

    public string Name => "sandbox";

    public string ContactText => "carrier@example.com";

    public Task<Booking> BookAsync(string idempotencyKey, ParcelBooking booking, CancellationToken cancellationToken) =>
        line.CallAsync(Company, $"book:{idempotencyKey}", () => company.Book(idempotencyKey, booking));

    public Task<bool> VoidAsync(string waybill, CancellationToken cancellationToken) =>
        line.CallAsync(Company, $"void:{waybill}", () => company.Void(waybill));

    public Task<bool> InterceptAsync(string waybill, CancellationToken cancellationToken) =>
        line.CallAsync(Company, $"intercept:{waybill}", () => company.Intercept(waybill));

    public Task<IReadOnlyList<Scan>> TrackAsync(string waybill, CancellationToken cancellationToken) =>
        line.CallAsync(Company, $"track:{waybill}", () => company.Track(waybill));

    public string TrackingUrl(string waybill) => $"https://track.example/{waybill}";
}
