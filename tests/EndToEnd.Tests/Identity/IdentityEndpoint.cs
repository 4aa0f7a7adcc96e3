using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace EndToEnd.Tests.Identity;

/// <summary>
/// Gives out the tokens of a managed identity, as a function app on Azure finds it: at <c>IDENTITY_ENDPOINT</c>, to who knows
/// <c>IDENTITY_HEADER</c>.
/// </summary>
internal sealed class IdentityEndpoint : IAsyncDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    private readonly HttpListener _listener = new();
    private readonly string _header = Guid.NewGuid().ToString("N");
    private readonly string _url = $"http://127.0.0.1:{App.FreePort().ToString(CultureInfo.InvariantCulture)}/";
    private readonly Task _answering;
    private int _given;

    public IdentityEndpoint()
    {
        _listener.Prefixes.Add(_url);
        _listener.Start();
        _answering = AnswerAllAsync();
    }

    /// <summary>How many tokens were given out.</summary>
    public int Given => Volatile.Read(ref _given);

    public IEnumerable<KeyValuePair<string, string>> Settings => [new("IDENTITY_ENDPOINT", _url), new("IDENTITY_HEADER", _header)];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answering;
        _listener.Close();
    }

    private async Task AnswerAllAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException && !_listener.IsListening)
            {
                return;
            }
        }
    }

    private void Answer(HttpListenerContext call)
    {
        if (call.Request.Headers["X-IDENTITY-HEADER"] != _header)
        {
            call.Response.StatusCode = (int)HttpStatusCode.Unauthorized;
            call.Response.Close();
            return;
        }

        Interlocked.Increment(ref _given);
        var resource = call.Request.QueryString["resource"]!;
        var expires = DateTimeOffset.UtcNow + Validity;
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["access_token"] = Token(resource.TrimEnd('/'), expires),
                ["expires_on"] = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ["resource"] = resource,
                ["token_type"] = "Bearer",
            }
        );
        call.Response.ContentType = "application/json";
        call.Response.Close(answer, willBlock: true);
    }

    private static string Token(string audience, DateTimeOffset expires)
    {
        var begins = (expires - Validity).AddMinutes(-1).ToUnixTimeSeconds();
        var head = new { alg = "none", typ = "JWT" };
        var claims = new
        {
            aud = audience,
            iss = "https://sts.windows.net/7f1d3f0e-6d55-4a5b-9d3f-1f1e3c2b4a59/",
            iat = begins,
            nbf = begins,
            exp = expires.ToUnixTimeSeconds(),
        };
        return $"{Part(head)}.{Part(claims)}.none";

        static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
    }
}
