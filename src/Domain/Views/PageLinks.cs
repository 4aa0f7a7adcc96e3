using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Views;

/// <summary>
/// The links that open a customer's order page: <c>{order id}.{expiry in Unix seconds}.{HMAC-SHA256 of both}</c>. Who holds one sees that
/// one order until it expires; each mail brings a fresh one.
/// </summary>
public sealed class PageLinks
{
    private const string Setting = "App:LinkKey";
    private const int KeyBytes = 32;

    private readonly byte[] _key;
    private readonly Uri _app;

    private PageLinks(byte[] key, Uri app) => (_key, _app) = (key, app);

    /// <summary>How long a link opens the page: longer than a claim or return of an order takes.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(90);

    /// <param name="app">Where this app answers; ends with a slash.</param>
    /// <exception cref="SettingException">The setting <c>App:LinkKey</c> is missing or wrong; the message never shows the key.</exception>
    public static PageLinks Read(IConfiguration configuration, Uri app)
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(configuration[Setting] ?? "", key, out var length) && length == key.Length
            ? new PageLinks(key, app)
            : throw new SettingException(
                $"The setting {Setting} is missing or not the base64 of {KeyBytes} bytes (openssl rand -base64 32 makes one): it "
                    + "signs the links to customers' order pages."
            );
    }

    /// <summary>Opens the page of an order from now until <see cref="Lifetime"/> has passed.</summary>
    public Uri UrlOf(string orderId, DateTimeOffset now) => new(_app, $"api/page/{TokenOf(orderId, now + Lifetime)}");

    /// <summary>The order that a token opens; null if it is no token of ours, or an expired one.</summary>
    public string? OrderOf(string token, DateTimeOffset now)
    {
        if (
            token.Length > 200
            || token.Split('.') is not [var orderId, var expiry, var signature]
            || !long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        )
            return null;

        // Compared whole, in constant time: signature and expiry are looked at only together.
        var known = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature),
            Encoding.UTF8.GetBytes(SignatureOf(orderId, expiry))
        );
        return known && now.ToUnixTimeSeconds() < seconds ? orderId : null;
    }

    private string TokenOf(string orderId, DateTimeOffset expiry)
    {
        var seconds = expiry.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{orderId}.{seconds}.{SignatureOf(orderId, seconds)}";
    }

    private string SignatureOf(string orderId, string expiry) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"order page\n{orderId}\n{expiry}")));
}
