using System.Text.Json;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalRuntime.Functions.Http;

/// <summary>Reads a request's JSON body into a parameter marked FromBody.</summary>
internal static class JsonBody
{
    /// <exception cref="RequestException">The body is missing, is not JSON, or does not fit the type.</exception>
    public static async ValueTask<object?> ReadAsync(HttpContext http, Type type, string name)
    {
        if (!http.Request.HasJsonContentType())
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, name, "The body must be JSON (content type application/json).");
        try
        {
            var value = http.RequestServices.GetService<IOptions<WorkerOptions>>()?.Value.Serializer is { } serializer
                ? await ReadAsync(serializer, http, type)
                : await http.Request.ReadFromJsonAsync(type, http.RequestServices.GetService<IOptions<JsonOptions>>()?.Value.SerializerOptions ?? JsonSerializerOptions.Web, http.RequestAborted);
            return value ?? throw new RequestException(StatusCodes.Status400BadRequest, name, "The body must not be null.");
        }
        catch (JsonException e)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, e.Path is { Length: > 0 } path ? path : name, "The body is not JSON of the expected form.", e);
        }
    }

    private static async Task<object?> ReadAsync(ObjectSerializer serializer, HttpContext http, Type type)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        body.Position = 0;
        return await serializer.DeserializeAsync(body, type, http.RequestAborted);
    }
}
