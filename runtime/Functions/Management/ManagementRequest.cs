using System.Globalization;
using System.Text.Json;
using LocalRuntime.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Functions.Management;

/// <summary>Reads what a call to the management API asks for.</summary>
internal sealed class ManagementRequest(HttpContext http)
{
    /// <summary>Larger bodies are refused with 413.</summary>
    private const long MaxBody = 4 * 1024 * 1024;

    /// <summary>Segments of the path before <c>instances</c> or <c>orchestrators</c>.</summary>
    private const int BaseSegments = 3;

    public HttpRequest Http => http.Request;

    public CancellationToken Cancellation => http.RequestAborted;

    /// <summary>
    /// A segment after <c>instances</c> or <c>orchestrators</c>, counted from 0, exactly as the caller meant it: routing leaves an escaped slash escaped, and an id may hold both.
    /// </summary>
    public string? Segment(int index)
    {
        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var segments = target.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length > BaseSegments + 1 + index ? Uri.UnescapeDataString(segments[BaseSegments + 1 + index]) : null;
    }

    public string? Text(string name) => http.Request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    public bool Flag(string name, bool whenMissing) =>
        Text(name) is not { } text ? whenMissing : bool.TryParse(text, out var flag) ? flag : throw Invalid(name, "true or false");

    public int? Number(string name) =>
        Text(name) is not { } text ? null : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : throw Invalid(name, "a number");

    public DateTimeOffset? Time(string name) =>
        Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw Invalid(name, "a time in ISO 8601");

    public IReadOnlyList<OrchestrationRuntimeStatus>? Statuses(string name) =>
        Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : throw Invalid(name, "a list of runtime statuses"))
            .ToList();

    /// <returns>The body's JSON; null when it is empty.</returns>
    /// <exception cref="RequestException">It is not JSON.</exception>
    public async Task<JsonElement?> BodyAsync()
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBody;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, Cancellation);
        if (body.Length == 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, "body", "The body is not JSON.", e);
        }
    }

    private static RequestException Invalid(string name, string expected) => new(StatusCodes.Status400BadRequest, name, $"'{name}' must be {expected}.");
}
