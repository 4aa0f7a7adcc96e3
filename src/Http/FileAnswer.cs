using Microsoft.AspNetCore.Http;
using Orders.Functions.Cases;
using Orders.Functions.Orders;

namespace Orders.Functions.Http;

/// <summary>Gives out a file that a customer sent, so that no browser runs, guesses at or keeps it.</summary>
internal static class FileAnswer
{
    /// <param name="name">Ours, never the customer's.</param>
    public static IResult Of(HttpResponse response, FileKind kind, byte[] content, string name)
    {
        var headers = response.Headers;
        headers.CacheControl = "private, no-store";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Results.Bytes(content, kind.MediaType(), $"{name}.{kind.Extension()}");
    }
}
