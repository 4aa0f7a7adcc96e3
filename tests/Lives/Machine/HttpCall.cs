using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;

namespace Lives.Machine;

/// <summary>A request as the host would hand it to a function, and the answer as it would leave.</summary>
internal sealed class HttpCall
{
    private readonly DefaultHttpContext _http;

    private HttpCall(AppProcess app)
    {
        _http = new DefaultHttpContext { RequestServices = app.Services };
        _http.Response.Body = new MemoryStream();
    }

    public static HttpCall To(AppProcess app) => new(app);

    public HttpCall Query(string query)
    {
        _http.Request.QueryString = new QueryString(query);
        return this;
    }

    public HttpCall Header(string name, string value)
    {
        _http.Request.Headers[name] = value;
        return this;
    }

    /// <summary>With the key of operations.</summary>
    public HttpCall AsOperations() => Header("x-functions-key", _http.RequestServices.GetRequiredService<IConfiguration>()["Ops:Key"]!);

    public HttpCall Json(string json) => Body("application/json; charset=utf-8", Encoding.UTF8.GetBytes(json));

    public HttpCall Signed(string secret, byte[] body, DateTimeOffset now) =>
        Body("application/json", body).Header(SandboxSettings.SignatureHeader, TimedSignature.Sign(secret, body, now));

    public HttpCall Body(string contentType, byte[] body)
    {
        _http.Request.Method = "POST";
        _http.Request.ContentType = contentType;
        _http.Request.ContentLength = body.Length;
        _http.Request.Body = new MemoryStream(body);
        return this;
    }

    public async Task<Answer> SendAsync(Func<HttpRequest, Task<IResult>> function)
    {
        var result = await function(_http.Request);
        await result.ExecuteAsync(_http);
        var body = (MemoryStream)_http.Response.Body;
        var isJson = body.Length > 0 && _http.Response.ContentType?.Contains("json", StringComparison.Ordinal) == true;
        var isPage = _http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true;
        return new Answer(_http.Response.StatusCode, isJson ? JsonElement.Parse(body.GetBuffer().AsSpan(0, (int)body.Length)) : default)
        {
            Html = isPage ? Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length) : null,
        };
    }
}
