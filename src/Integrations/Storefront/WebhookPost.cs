using System.Diagnostics;
using System.Net;
using System.Security.Authentication;
using System.Text;
using Orders.Functions.Domain.Storefront;

namespace Orders.Functions.Integrations.Storefront;

/// <summary>Posts over HTTPS, follows nothing, and reads no more of an answer than is kept.</summary>
public sealed class WebhookPost(IHttpClientFactory clients, WebhookAddresses addresses, WebhookPostOptions options, TimeProvider clock)
    : IWebhookPost
{
    /// <summary>The name of the client.</summary>
    public const string Client = "storefront";

    private const int MostKept = 1024;

    public string? Against(string url) => addresses.Against(url);

    public async Task<PostAnswer> PostAsync(
        string url,
        IReadOnlyList<(string Name, string Value)> headers,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        var begun = Stopwatch.GetTimestamp();
        if (addresses.Against(url) is not null)
            return new(null, PostError.AddressRefused, null, TimeSpan.Zero, null);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var answer = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var text = await BeginningAsync(answer, limit.Token, cancellation);
            return new((int)answer.StatusCode, null, text, Stopwatch.GetElapsedTime(begun), RetryAfter(answer));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(PostError.Timeout);
        }
        catch (HttpRequestException e)
        {
            return Failed(
                e.InnerException is AddressRefusedException ? PostError.AddressRefused
                : e.InnerException is AuthenticationException ? PostError.Tls
                : PostError.Connection
            );
        }

        PostAnswer Failed(PostError error) => new(null, error, null, Stopwatch.GetElapsedTime(begun), null);
    }

    /// <summary>What is read of an answer is a hint for people: that it breaks off or takes too long does not make a 2xx a failure.</summary>
    private static async Task<string?> BeginningAsync(HttpResponseMessage answer, CancellationToken limit, CancellationToken cancellation)
    {
        var kept = new byte[MostKept];
        var read = 0;
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(limit);
            read = await body.ReadAtLeastAsync(kept, kept.Length, throwOnEndOfStream: false, limit);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }

        return read == 0 ? null : Encoding.UTF8.GetString(kept, 0, read).Replace('\0', ' ');
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.StatusCode
            is HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.GatewayTimeout
                or HttpStatusCode.ServiceUnavailable
            ? answer.Headers.RetryAfter is { } after
                ? after.Delta ?? after.Date - clock.GetUtcNow()
                : null
            : null;
}
