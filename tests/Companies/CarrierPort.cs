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

    public Task<bool> VoidAsync(ParcelWaybill waybill, CancellationToken cancellationToken) =>
        line.CallAsync(Company, $"void:{waybill.Number}", () => company.Void(waybill.Number));

    public Task<bool> InterceptAsync(ParcelWaybill waybill, CancellationToken cancellationToken) =>
        line.CallAsync(Company, $"intercept:{waybill.Number}", () => company.Intercept(waybill.Number));

    public Task<IReadOnlyList<Scan>> TrackAsync(ParcelWaybill waybill, CancellationToken cancellationToken) =>
        line.CallAsync(Company, $"track:{waybill.Number}", () => company.Track(waybill.Number));
}
