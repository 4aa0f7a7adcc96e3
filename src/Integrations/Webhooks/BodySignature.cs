using System.Buffers;
using System.Security.Cryptography;

namespace Orders.Functions.Integrations.Webhooks;

/// <summary>A signature that several companies send in a header: a scheme, and the HMAC-SHA256 over the raw body in hexadecimal.</summary>
public static class BodySignature
{
    /// <summary>
    /// Why the signature does not hold, or null if it does: <c>signature_missing</c>, <c>signature_malformed</c>, <c>signature_wrong</c>.
    /// </summary>
    /// <param name="keys">Any of them will do: two while the secret is being changed.</param>
    /// <param name="scheme">What stands before the signature: <c>sha256=</c>.</param>
    /// <param name="header">The header as posted; null or empty when absent.</param>
    public static string? Refusal(IEnumerable<byte[]> keys, string scheme, string? header, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(header))
            return "signature_missing";
        var signature = new byte[HMACSHA256.HashSizeInBytes];
        if (
            !header.StartsWith(scheme, StringComparison.Ordinal)
            || header.Length != scheme.Length + (2 * signature.Length)
            || Convert.FromHexString(header.AsSpan(scheme.Length), signature, out _, out _) != OperationStatus.Done
        )
            return "signature_malformed";

        // Each is compared, in constant time.
        var holds = false;
        foreach (var key in keys)
            holds |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, body), signature);
        return holds ? null : "signature_wrong";
    }
}
