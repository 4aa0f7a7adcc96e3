using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;

namespace Orders.Functions.Http.Sandbox;

/// <summary>Reads what is posted to the sandbox's companies.</summary>
internal static class SandboxRequest
{
    /// <summary>A body that is signed with the sandbox's secret.</summary>
    /// <returns>The body, or the answer that refuses it.</returns>
    public static async Task<(T? Body, IResult? Refusal)> ReadSignedAsync<T>(
        HttpRequest request,
        SandboxSettings settings,
        DateTimeOffset now,
        CancellationToken cancellation
    )
        where T : class
    {
        if (!settings.Enabled)
            return (null, Problem.NotFound("page"));
        if (await RawBody.ReadAsync(request, JsonRequest.Limit, cancellation) is not { } bytes)
            return (null, RawBody.TooLarge);
        return TimedSignature.Refusal(settings.Secrets, request.Headers[SandboxSettings.SignatureHeader], bytes, now) is { } reason
            ? (null, new Problem("urn:orders:signature", StatusCodes.Status401Unauthorized, "The signature does not hold.", Reason: reason))
            : Parse<T>(bytes, OrderJson.Options);
    }

    /// <summary>A body that a person posts by hand, with a function key.</summary>
    /// <inheritdoc cref="ReadSignedAsync"/>
    public static async Task<(T? Body, IResult? Refusal)> ReadAsync<T>(
        HttpRequest request,
        SandboxSettings settings,
        CancellationToken cancellation
    )
        where T : class
    {
        if (!settings.Enabled)
            return (null, Problem.NotFound("page"));
        return await RawBody.ReadAsync(request, JsonRequest.Limit, cancellation) is { } bytes
            ? Parse<T>(bytes, OrderJson.Strict)
            : (null, RawBody.TooLarge);
    }

    // What is signed is what we wrote: it leaves nulls out, which the strict options would miss.
    private static (T? Body, IResult? Refusal) Parse<T>(byte[] bytes, JsonSerializerOptions options)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, options) is { } body
                ? (body, null)
                : (null, Problem.Invalid("$", "Must not be null."));
        }
        catch (JsonException exception)
        {
            return (null, Problem.Invalid(exception.Path ?? "$", "Not understood."));
        }
    }
}
