using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Orders.Functions.Http.Operations;

/// <summary>The key of operations, setting <c>Ops:Key</c>; without it nobody gets in.</summary>
public sealed class OpsKey(IConfiguration configuration)
{
    /// <summary>True if the caller sends the key: in the header <c>x-functions-key</c>, or as <c>?code=</c>.</summary>
    public bool IsHeldBy(HttpRequest request)
    {
        var sent = request.Headers["x-functions-key"].ToString();
        if (sent.Length == 0)
            sent = request.Query["code"].ToString();
        return configuration["Ops:Key"] is { Length: > 0 } key
            && sent.Length > 0
            && CryptographicOperations.FixedTimeEquals(Hash(sent), Hash(key));
    }

    // Hashed first, so that the comparison takes as long for keys of any length.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
