using System.Net.Http.Headers;
using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Webhooks;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>Posts signed JSON to an address of the app itself, as one company posts to another.</summary>
public sealed class SandboxClient(HttpClient http, SandboxSettings settings, TimeProvider clock)
{
    /// <param name="path">Below <c>App:Url</c>: <c>api/webhooks/carriers/sandbox</c>.</param>
    /// <param name="idempotencyKey">Sent as <c>Idempotency-Key</c> unless null.</param>
    /// <exception cref="HttpRequestException">No answer.</exception>
    /// <exception cref="TaskCanceledException">No answer in time.</exception>
    public async Task<HttpResponseMessage> PostAsync<T>(string path, T body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, OrderJson.Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.AppUrl, path))
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SandboxSettings.SignatureHeader, TimedSignature.Sign(settings.Secret, bytes, clock.GetUtcNow()));
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await http.SendAsync(request, cancellationToken);
    }

    /// <summary>Reads a page that anybody may read.</summary>
    /// <inheritdoc cref="PostAsync" path="/exception"/>
    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken) =>
        http.GetAsync(new Uri(settings.AppUrl, path), cancellationToken);
}
