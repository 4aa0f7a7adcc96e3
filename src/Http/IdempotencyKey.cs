using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>The header <c>Idempotency-Key</c>: 1 to 200 visible ASCII characters.</summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";

    /// <returns>The key; null if there is none; empty if it is wrong, and then <paramref name="errors"/> says so.</returns>
    public static string? ReadOptional(HttpRequest request, FieldErrors errors) =>
        request.Headers.ContainsKey(Header) ? Read(request, errors) : null;

    /// <returns>The key; empty if it is missing or wrong, and then <paramref name="errors"/> says so.</returns>
    public static string Read(HttpRequest request, FieldErrors errors)
    {
        var values = request.Headers[Header];
        if (values.Count == 0)
            errors.Add(Header, "The header is missing: send a key of your own, the same for each try of one order.");
        else if (values.Count > 1 || values[0] is not { Length: >= 1 and <= 200 } key || key.Any(c => c is < '!' or > '~'))
            errors.Add(Header, "The header should be one key of 1 to 200 visible ASCII characters.");
        else
            return key;
        return "";
    }
}
