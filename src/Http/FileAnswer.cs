using Microsoft.AspNetCore.Http;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Customers;

namespace Orders.Functions.Http;

/// <summary>Gives out a file that a customer sent, so that no browser runs it, guesses at it or keeps it.</summary>
internal static class FileAnswer
{
    /// <param name="number">1 for the case's first file.</param>
    public static async Task<IResult> OfAsync(
        HttpResponse response,
        CaseFiles files,
        string customerId,
        CaseState filed,
        int number,
        CancellationToken cancellation
    )
    {
        if (number < 1 || number > filed.Files.Count)
            return Problem.NotFound("file");
        var file = filed.Files[number - 1];
        if (await files.FindAsync(customerId, file, cancellation) is not { } content)
            return new Problem("urn:orders:erased", StatusCodes.Status410Gone, "The file was erased.");

        var headers = response.Headers;
        headers.CacheControl = "private, no-store";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // The name is ours: what the customer's file was called was never kept.
        return Results.Bytes(
            content,
            file.Kind.MediaType(),
            FormattableString.Invariant($"{OrderJson.Name(filed.Kind)}-{number}.{file.Kind.Extension()}")
        );
    }
}
