using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Partners;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>Calls one carrier's API in JSON: what it answers, or that it did not answer as it should.</summary>
/// <param name="company">The name of its HTTP client.</param>
internal sealed class CarrierApi(IHttpClientFactory clients, string company)
{
    /// <summary>No label is larger.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>snake_case, and nothing that is null.</summary>
    public static readonly JsonSerializerOptions SnakeCase = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Sends a request; every status is an answer.</summary>
    /// <exception cref="HttpRequestException">No answer, or one that is not JSON as it should be.</exception>
    public async Task<(HttpStatusCode Status, T Answer)> SendAsync<T>(
        HttpRequestMessage request,
        JsonSerializerOptions json,
        CancellationToken cancellation
    )
    {
        using var answer = await clients.AskAsync(company, request, cancellation);
        try
        {
            return (
                answer.StatusCode,
                await answer.Content.ReadFromJsonAsync<T>(json, cancellation)
                    ?? throw new HttpRequestException($"{company} answered nothing.", null, answer.StatusCode)
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new HttpRequestException($"{company} answered {(int)answer.StatusCode}, and not in its form.", e, answer.StatusCode);
        }
    }

    /// <summary>Fetches a label from where the carrier keeps it; no secret of ours goes there.</summary>
    /// <exception cref="HttpRequestException">It is not to be had (its status says whether it is gone), or is too large for a label.</exception>
    public async Task<byte[]> FetchAsync(Uri url, CancellationToken cancellation)
    {
        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
            throw new HttpRequestException($"{company} names a label that is not to be had safely.");
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var answer = await clients.AskAsync(company, request, cancellation);
        answer.EnsureSuccessStatusCode();
        if (answer.Content.Headers.ContentLength > MostBytes)
            throw new HttpRequestException($"{company} names a label of {answer.Content.Headers.ContentLength} bytes.");
        var content = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return content.Length <= MostBytes && CarrierLabel.CanBe(content)
            ? content
            : throw new HttpRequestException($"{company} names a label that is none.");
    }

    public static HttpRequestMessage Json<T>(HttpMethod method, Uri url, T body, JsonSerializerOptions json)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(method, url) { Content = content };
    }
}
