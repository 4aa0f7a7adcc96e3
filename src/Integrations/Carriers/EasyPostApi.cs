using System.Net;
using System.Net.Http.Headers;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Partners;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>EasyPost's API (https://docs.easypost.com): it knows no idempotency keys, so that what it did is looked up.</summary>
public sealed class EasyPostApi(IHttpClientFactory clients, EasyPostSettings settings)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "easypost";

    // What it says no to for good would be answered so again; these come with the same status codes, and may have been done.
    private static readonly string[] _unknown =
    [
        "SHIPMENT.PURCHASE.IN_PROGRESS",
        "SHIPMENT.POSTAGE.NO_RESPONSE",
        "SHIPMENT.POSTAGE.TIMED_OUT",
        "SHIPMENT.POSTAGE.EXISTS",
    ];

    private readonly CarrierApi _api = new(clients, Client);

    internal Task<EasyPostShipment> CreateAsync(EasyPostShipmentDraft shipment, CancellationToken cancellation) =>
        CallAsync(
            CarrierApi.Json(HttpMethod.Post, Url("shipments"), new EasyPostNewShipment(shipment), CarrierApi.SnakeCase),
            cancellation
        );

    internal Task<EasyPostShipment> GetAsync(string id, CancellationToken cancellation) => CallAsync(Get($"shipments/{id}"), cancellation);

    /// <summary>The rates as they are now: those of the day before are not honoured.</summary>
    internal Task<EasyPostShipment> RerateAsync(string id, CancellationToken cancellation) =>
        CallAsync(new HttpRequestMessage(HttpMethod.Post, Url($"shipments/{id}/rerate")), cancellation);

    internal Task<EasyPostShipment> BuyAsync(string id, string rate, CancellationToken cancellation) =>
        CallAsync(
            CarrierApi.Json(
                HttpMethod.Post,
                Url($"shipments/{id}/buy"),
                new EasyPostRateChoice(new EasyPostRateId(rate)),
                CarrierApi.SnakeCase
            ),
            cancellation
        );

    /// <summary>Has the label made as a PDF.</summary>
    internal Task<EasyPostShipment> LabelAsync(string id, CancellationToken cancellation) =>
        CallAsync(Get($"shipments/{id}/label?file_format=PDF"), cancellation);

    internal Task<byte[]> FetchAsync(Uri url, CancellationToken cancellation) => _api.FetchAsync(url, cancellation);

    /// <summary>Asks for a label's money back, which voids it.</summary>
    /// <returns>Null if the parcel has moved.</returns>
    internal async Task<EasyPostShipment?> RefundAsync(string id, CancellationToken cancellation)
    {
        var (status, answer) = await SendAsync(new HttpRequestMessage(HttpMethod.Post, Url($"shipments/{id}/refund")), cancellation);
        return answer.Error?.Code == "SHIPMENT.REFUND.UNAVAILABLE" ? null : Checked(status, answer);
    }

    private async Task<EasyPostShipment> CallAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var (status, answer) = await SendAsync(request, cancellation);
        return Checked(status, answer);
    }

    private static EasyPostShipment Checked(HttpStatusCode status, EasyPostShipment answer)
    {
        var code = answer.Error?.Code ?? $"{(int)status}";
        return (int)status is >= 200 and < 300 ? answer
            : PartnerHttp.IsRefusal(status) && !_unknown.Contains(code) ? throw new CarrierRefusedException($"EasyPost refused: {code}.")
            : throw new HttpRequestException($"EasyPost did not answer as it should: {code}.", null, status);
    }

    private async Task<(HttpStatusCode Status, EasyPostShipment Answer)> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellation
    )
    {
        using (request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.ApiKey);
            return await _api.SendAsync<EasyPostShipment>(request, CarrierApi.SnakeCase, cancellation);
        }
    }

    private HttpRequestMessage Get(string path) => new(HttpMethod.Get, Url(path));

    private Uri Url(string path) => new($"{settings.ApiUrl.AbsoluteUri.TrimEnd('/')}/{path}");
}
