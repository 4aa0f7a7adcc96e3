using Microsoft.AspNetCore.Http;

namespace Orders.Functions.Http;

/// <summary>A request's body as it came.</summary>
internal static class RawBody
{
    public static Problem TooLarge { get; } =
        new(
            "urn:orders:too-large",
            StatusCodes.Status413PayloadTooLarge,
            "The body is too large.",
            FormattableString.Invariant($"At most {JsonRequest.Limit} bytes are taken.")
        );

    /// <param name="limit">In bytes.</param>
    /// <returns>Null if it is longer.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
            return null;
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (body.Length + read > limit)
                return null;
            await body.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return body.ToArray();
    }
}
