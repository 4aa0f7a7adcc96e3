using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>
/// Kuaidi100's calls: forms whose <c>param</c> is JSON and signed by MD5, as they want it. The HTTP status says nothing: what became of a
/// call stands in the body.
/// </summary>
public sealed class Kuaidi100Api(IHttpClientFactory clients, Kuaidi100Settings settings, TimeProvider time)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "kuaidi100";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowReadingFromString,
    };

    private readonly CarrierApi _api = new(clients, Client);

    internal static JsonSerializerOptions Options => _json;

    /// <exception cref="CarrierRefusedException">It will not be booked.</exception>
    internal async Task<Kuaidi100Waybill> OrderAsync(Kuaidi100Order order, CancellationToken cancellation)
    {
        var answer = await LabelAsync(settings.LabelUrl, "order", order, cancellation);
        return IsDone(answer)
            ? answer.Data ?? throw new HttpRequestException("Kuaidi100 booked, and answered no waybill.")
            : throw new CarrierRefusedException($"Kuaidi100 refused: {answer.Code}.");
    }

    /// <summary>False: it will not be taken back.</summary>
    internal async Task<bool> CancelAsync(Kuaidi100Stop stop, CancellationToken cancellation) =>
        IsDone(await LabelAsync(settings.CancelUrl, "cancel", stop, cancellation));

    /// <summary>False: it will not be stopped.</summary>
    internal async Task<bool> InterceptAsync(Kuaidi100Stop stop, CancellationToken cancellation) =>
        IsDone(await LabelAsync(settings.LabelUrl, "interceptOrder", stop, cancellation));

    /// <summary>Where a parcel is; a number that has not been seen yet has no scans.</summary>
    internal async Task<Kuaidi100Track> QueryAsync(Kuaidi100Question question, CancellationToken cancellation)
    {
        var param = JsonSerializer.Serialize(question, _json);
        var (_, track) = await PostAsync<Kuaidi100Track>(
            settings.QueryUrl,
            new()
            {
                ["customer"] = settings.Customer,
                ["sign"] = Md5(param + settings.Key + settings.Customer),
                ["param"] = param,
            },
            cancellation
        );
        return track.Result == false && settings.TroubleCodes.Contains(track.ReturnCode)
            ? throw new HttpRequestException($"Kuaidi100 did not say where the parcel is: {track.ReturnCode}.")
            : track;
    }

    internal Task<byte[]> FetchAsync(Uri url, CancellationToken cancellation) => _api.FetchAsync(url, cancellation);

    /// <summary>Upper-case hexadecimal MD5 of a text in UTF-8: their scheme, which they have no other of.</summary>
    internal static string Md5(string text) =>
#pragma warning disable CA5351 // Their signature is MD5.
        Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private async Task<Kuaidi100Answer> LabelAsync<T>(Uri url, string method, T asked, CancellationToken cancellation)
    {
        var param = JsonSerializer.Serialize(asked, _json);
        var t = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var (status, answer) = await PostAsync<Kuaidi100Answer>(
            url,
            new()
            {
                ["method"] = method,
                ["key"] = settings.Key,
                ["t"] = t,
                ["sign"] = Md5(param + t + settings.Key + settings.Secret),
                ["param"] = param,
            },
            cancellation
        );
        return status == HttpStatusCode.OK && answer.Code is { } code && !settings.TroubleCodes.Contains($"{code}")
            ? answer
            : throw new HttpRequestException(
                $"Kuaidi100 did not answer {method} as it should: {(int)status}, {answer.Code}.",
                null,
                status
            );
    }

    private static bool IsDone(Kuaidi100Answer answer) => answer is { Success: true, Code: 200 };

    private async Task<(HttpStatusCode Status, T Answer)> PostAsync<T>(
        Uri url,
        Dictionary<string, string> form,
        CancellationToken cancellation
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
        return await _api.SendAsync<T>(request, _json, cancellation);
    }
}
