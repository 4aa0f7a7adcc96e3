using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// Hashes by which a person is found again without their data being kept: setting <c>Privacy:SearchKey</c>. Without the key nobody can try
/// out addresses on a stolen table.
/// </summary>
public sealed class SearchKey
{
    private const string Setting = "Privacy:SearchKey";
    private const int KeyBytes = 32;

    private readonly byte[] _key;

    private SearchKey(byte[] key) => _key = key;

    /// <exception cref="SettingException">The setting is missing or wrong; the message never shows the key.</exception>
    public static SearchKey Read(IConfiguration configuration)
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(configuration[Setting] ?? "", key, out var length) && length == key.Length
            ? new SearchKey(key)
            : throw new SettingException(
                $"The setting {Setting} is missing or not the base64 of {KeyBytes} bytes (openssl rand -base64 32 makes one): "
                    + "orders are found by e-mail through it."
            );
    }

    /// <summary>Of an e-mail address, however it is typed, cased and encoded.</summary>
    public string OfEmail(string email) => Hash("email", EmailAddresses.SearchForm(email));

    /// <summary>Of the place a parcel goes to, whoever receives it and however it is spaced, cased and punctuated.</summary>
    public string OfAddress(Address address) =>
        Hash(
            "address",
            Letters($"{address.Country}\n{address.PostalCode}\n{address.Region}\n{address.City}\n{address.Line1}\n{address.Line2}")
        );

    // By character, not by UTF-16 unit: some names of places are written in supplementary characters only.
    private static string Letters(string text) =>
        string.Concat(
            text.Normalize(NormalizationForm.FormKC)
                .EnumerateRunes()
                .Where(rune => TextInput.IsLetter(rune) || Rune.IsNumber(rune) || TextInput.IsMark(rune))
                .Select(rune => Rune.ToUpperInvariant(rune).ToString())
        );

    private string Hash(string kind, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{kind}\n{text}")));
}
