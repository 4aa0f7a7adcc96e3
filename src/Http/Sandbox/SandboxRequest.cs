using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Orders;
using Orders.Functions.Payments;
using Orders.Functions.Sandbox;

namespace Orders.Functions.Http.Sandbox;

/// <summary>Reads what is posted to the sandbox's companies.</summary>
internal static class SandboxRequest
{
    private const int Limit = 64 * 1024;

    /// <summary>A body that is signed with the sandbox's secret.</summary>
    /// <returns>The body, or the answer that refuses it.</returns>
    public static async Task<(T? Body, IResult? Refusal)> ReadSignedAsync<T>(HttpRequest request, SandboxSettings settings, DateTimeOffset now, CancellationToken cancellation)
        where T : class
    {
        if (!settings.Enabled)
            return (null, Problem.NotFound("page"));
        if (await ReadAsync(request, Limit, cancellation) is not { } bytes)
            return (null, TooLarge);
        return SandboxSignature.Refusal(settings.Secret, request.Headers[SandboxSignature.Header], bytes, now) is { } reason
            ? (null, new Problem("urn:orders:signature", StatusCodes.Status401Unauthorized, "The signature does not hold.", Reason: reason))
            : Parse<T>(bytes);
    }

    /// <summary>A body that a person posts by hand, with a function key.</summary>
    /// <inheritdoc cref="ReadSignedAsync"/>
    public static async Task<(T? Body, IResult? Refusal)> ReadAsync<T>(HttpRequest request, SandboxSettings settings, CancellationToken cancellation)
        where T : class
    {
        if (!settings.Enabled)
            return (null, Problem.NotFound("page"));
        return await ReadAsync(request, Limit, cancellation) is { } bytes ? Parse<T>(bytes) : (null, TooLarge);
    }

    /// <returns>Null if there is more than the limit.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
            return null;

        using var copy = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (copy.Length + read > limit)
                return null;
            await copy.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return copy.ToArray();
    }

    private static Problem TooLarge => new("urn:orders:too-large", StatusCodes.Status413PayloadTooLarge, "The body is too large.");

    private static (T? Body, IResult? Refusal) Parse<T>(byte[] bytes)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, OrderJson.Strict) is { } body ? (body, null) : (null, Problem.Invalid("$", "Must not be null."));
        }
        catch (JsonException exception)
        {
            return (null, Problem.Invalid(exception.Path ?? "$", "Not understood."));
        }
    }
}
