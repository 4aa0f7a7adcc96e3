using System.Globalization;
using System.Security.Cryptography;

namespace Orders.Functions.Integrations.Webhooks;

/// <summary>
/// The signature that Stripe and Shippo send in a header, and the sandbox's companies too:
/// <c>t=&lt;unix seconds&gt;,v1=&lt;hex HMAC-SHA256(secret, t + "." + raw body)&gt;</c>, the whole text of the secret as UTF-8 being the
/// key (https://docs.stripe.com/webhooks#verify-manually). A receiver takes the parts in any order, with spaces around them; several
/// <c>v1</c>, of which one has to hold (the sender is changing its secret); and passes over schemes that it does not know (<c>v0</c>).
/// </summary>
public static class TimedSignature
{
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
    /// <param name="secrets">Any of them will do: two while the secret is being changed.</param>
    /// <param name="header">The header as posted; null or empty when absent.</param>
    /// <param name="receivedAt">When the body came in.</param>
    public static string? Refusal(IReadOnlyList<string> secrets, string? header, ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        if (string.IsNullOrEmpty(header))
            return "signature_missing";

        if (!TryParse(header, out var seconds, out var signatures))
            return "signature_malformed";

        if (!Holds(secrets, seconds, signatures, body))
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

    // Every pair is compared, and each in constant time: how long it takes does not tell which was nearly right.
    private static bool Holds(IReadOnlyList<string> secrets, string seconds, IReadOnlyList<byte[]> signatures, ReadOnlySpan<byte> body)
    {
        var holds = false;
        foreach (var secret in secrets)
        {
            var right = Compute(secret, seconds, body);
            foreach (var signature in signatures)
                holds |= CryptographicOperations.FixedTimeEquals(right, signature);
        }

        return holds;
    }

    /// <returns>False unless there is one time, and a <c>v1</c> at least that can be one.</returns>
    private static bool TryParse(string header, out string seconds, out IReadOnlyList<byte[]> signatures)
    {
        const string time = "t=";
        const string version = "v1=";
        var parts = header.Split(',').Select(part => part.Trim(' ', '\t')).ToArray();
        string[] times = [.. parts.Where(part => part.StartsWith(time, StringComparison.Ordinal)).Select(part => part[time.Length..])];
        signatures =
        [
            .. parts
                .Where(part => part.StartsWith(version, StringComparison.Ordinal))
                .Select(part => Signature(part.AsSpan(version.Length)))
                .OfType<byte[]>(),
        ];
        seconds = times is [var only] ? only : "";
        return seconds.Length is > 0 and <= 11 && seconds.All(char.IsAsciiDigit) && signatures.Count > 0;
    }

    private static byte[]? Signature(ReadOnlySpan<char> hex)
    {
        var signature = new byte[HMACSHA256.HashSizeInBytes];
        return
            hex.Length == 2 * signature.Length && Convert.FromHexString(hex, signature, out _, out _) == System.Buffers.OperationStatus.Done
            ? signature
            : null;
    }
}
