using System.Globalization;
using System.Security.Cryptography;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>
/// The header <c>Sandbox-Signature: t=&lt;unix seconds&gt;,v1=&lt;hex HMAC-SHA256(secret, t + "." + raw body)&gt;</c> of the sandbox's
/// payments and carrier, both ways.
/// </summary>
public static class SandboxSignature
{
    public const string Header = "Sandbox-Signature";

    /// <summary>How far the header's time may be from the receiver's, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The header's value for a body sent now.</summary>
    public static string Sign(string secret, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(Compute(secret, seconds, body))}";
    }

    /// <summary>
    /// Why the signature does not hold, or null if it does: <c>signature_missing</c>, <c>signature_malformed</c>, <c>signature_wrong</c>,
    /// <c>signature_stale</c>, <c>signature_early</c>.
    /// </summary>
    /// <param name="header">The header as posted; null or empty when absent.</param>
    /// <param name="receivedAt">When the body came in.</param>
    public static string? Refusal(string secret, string? header, ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        if (string.IsNullOrEmpty(header))
            return "signature_missing";

        if (!TryParse(header, out var seconds, out var signature))
            return "signature_malformed";

        if (!CryptographicOperations.FixedTimeEquals(Compute(secret, seconds, body), signature))
            return "signature_wrong";

        // Only now is the time the sender's word.
        var age = receivedAt - DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
        return age > Tolerance ? "signature_stale"
            : age < -Tolerance ? "signature_early"
            : null;
    }

    private static byte[] Compute(string secret, string seconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, System.Text.Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(System.Text.Encoding.ASCII.GetBytes(seconds));
        hmac.AppendData("."u8);
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    private static bool TryParse(string header, out string seconds, out byte[] signature)
    {
        const string time = "t=";
        const string version = ",v1=";
        var comma = header.IndexOf(version, StringComparison.Ordinal);
        seconds = header.StartsWith(time, StringComparison.Ordinal) && comma > 0 ? header[time.Length..comma] : "";
        signature = [];
        if (seconds.Length is 0 or > 11 || !seconds.All(char.IsAsciiDigit))
            return false;

        var hex = header.AsSpan(comma + version.Length);
        signature = new byte[HMACSHA256.HashSizeInBytes];
        return hex.Length == 2 * signature.Length
            && Convert.FromHexString(hex, signature, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}
