using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Orders.Functions.Http.Operations;

/// <summary>The key of operations, setting <c>Ops:Key</c>; without it nobody gets in.</summary>
public sealed class OpsKey(IConfiguration configuration)
{
    /// <returns>The problem to answer with; null if the caller holds the key.</returns>
    public IResult? Refuse(HttpRequest request)
    {
        var sent = request.Headers["x-functions-key"].ToString();
        if (sent.Length == 0)
            sent = request.Query["code"].ToString();
        return configuration["Ops:Key"] is { Length: > 0 } key && sent.Length > 0 && CryptographicOperations.FixedTimeEquals(Hash(sent), Hash(key))
            ? null
            : new Problem("urn:orders:unauthorized", StatusCodes.Status401Unauthorized, "This call needs the key of operations.");
    }

    // Hashed first, so that the comparison takes as long for keys of any length.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
