using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orders.Functions.Domain.Storefront;

/// <summary>
/// The symmetric secret of an endpoint and its signatures, by Standard Webhooks 1.0
/// (https://github.com/standard-webhooks/standard-webhooks, "Symmetric").
/// </summary>
public static class WebhookSecret
{
    /// <summary>Within the 24 to 64 of the standard.</summary>
    public const int Bytes = 32;

    public const string Prefix = "whsec_";

    /// <summary>As it is shown: <c>whsec_</c> and the key in base64.</summary>
    public static string Text(ReadOnlySpan<byte> key) => Prefix + Convert.ToBase64String(key);

    /// <summary>The key of a secret as it is shown: what the base64 stands for, and never its letters.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var decoded = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], decoded, out var length) || length is < 24 or > 64)
            return false;
        key = decoded[..length];
        return true;
    }

    /// <summary>
    /// The header <c>webhook-signature</c>: for each key <c>v1,</c> and the base64 of HMAC-SHA256 over id, time and body, joined by dots;
    /// several are separated by spaces.
    /// </summary>
    /// <param name="at">Of this try; counted in whole seconds.</param>
    public static string Sign(IEnumerable<byte[]> keys, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{Seconds(at)}."), .. body];
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }

    /// <summary>The three headers of a try.</summary>
    /// <inheritdoc cref="Sign" path="/param"/>
    public static IReadOnlyList<(string Name, string Value)> Headers(
        IEnumerable<byte[]> keys,
        string id,
        DateTimeOffset at,
        ReadOnlySpan<byte> body
    ) => [("webhook-id", id), ("webhook-timestamp", Seconds(at)), ("webhook-signature", Sign(keys, id, at, body))];

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
