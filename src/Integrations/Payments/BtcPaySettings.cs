using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Payments;

/// <summary>The settings <c>Payments:BtcPay:…</c>. BTCPay Server takes payments if there are any.</summary>
public sealed record BtcPaySettings
{
    /// <summary>Where they lie within the section of payments.</summary>
    public const string Company = "BtcPay";

    private const string Section = $"Payments:{Company}";

    private static readonly string[] _known =
    [
        "ApiKey",
        "ApiUrl",
        "Currencies",
        "SpeedPolicy",
        "StoreId",
        "WebhookSecret",
        "WebhookSecretBefore",
    ];

    // By how many confirmations a payment counts: none, 1, 2, 6 (Greenfield API, checkout.speedPolicy).
    private static readonly string[] _speeds = ["HighSpeed", "MediumSpeed", "LowMediumSpeed", "LowSpeed"];

    /// <summary><c>ApiUrl</c>: where the server is; there is none for everybody.</summary>
    public required Uri ApiUrl { get; init; }

    /// <summary><c>StoreId</c>: the store that takes the payments.</summary>
    public required string StoreId { get; init; }

    /// <summary><c>ApiKey</c>: of a user of that store.</summary>
    public required string ApiKey { get; init; }

    /// <summary>
    /// <c>WebhookSecret</c> of our webhook, and <c>WebhookSecretBefore</c> while it is being changed: a signature by either holds.
    /// </summary>
    public required IReadOnlyList<string> WebhookSecrets { get; init; }

    /// <summary><c>SpeedPolicy</c>: how deep coins have to be; the store's own setting unless said otherwise.</summary>
    public string? SpeedPolicy { get; init; }

    /// <summary><c>Currencies</c>: ISO 4217 codes that the store has rates for, with commas between them; empty: all.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = [];

    /// <summary>Reads them.</summary>
    /// <returns>Null if nothing of BTCPay is set.</returns>
    /// <exception cref="SettingException">Something is missing or wrong; all of it is named, and no secret is shown.</exception>
    public static BtcPaySettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (!section.GetChildren().Any(setting => setting.Value is { Length: > 0 }))
            return null;

        List<string> errors =
        [
            .. section
                .GetChildren()
                .Where(setting => !_known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                .Select(setting => $"The setting {setting.Path} is not known."),
        ];
        if (!Uri.TryCreate(section["ApiUrl"], UriKind.Absolute, out var api) || !(api.Scheme == Uri.UriSchemeHttps || api.IsLoopback))
            errors.Add($"The setting {Section}:ApiUrl is missing, or no https address, nor one of this machine.");
        var store = section["StoreId"] ?? "";
        if (store.Length == 0 || !store.All(char.IsAsciiLetterOrDigit))
            errors.Add($"The setting {Section}:StoreId is missing, or no id of a store (letters and digits).");
        var key = section["ApiKey"] ?? "";
        if (key.Length == 0 || !key.All(letter => letter is > ' ' and < (char)127))
            errors.Add($"The setting {Section}:ApiKey is missing, or no key of the Greenfield API.");
        var secret = section["WebhookSecret"] ?? "";
        if (secret.Length < 8)
            errors.Add($"The setting {Section}:WebhookSecret is missing, or too short to be the secret of a webhook.");
        if (section["WebhookSecretBefore"] is { Length: > 0 and < 8 })
            errors.Add($"The setting {Section}:WebhookSecretBefore is too short to be the secret of a webhook.");
        var speed = section["SpeedPolicy"] is { Length: > 0 } named ? named : null;
        if (speed is not null && !_speeds.Contains(speed))
            errors.Add($"The setting {Section}:SpeedPolicy is none of {string.Join(", ", _speeds)}.");
        string[] currencies = (section["Currencies"] ?? "").Split(
            ',',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        if (Array.Exists(currencies, code => !Domain.Ordering.Currencies.IsKnown(code)))
            errors.Add($"The setting {Section}:Currencies is no list of ISO 4217 codes with commas between them.");
        return errors.Count > 0
            ? throw new SettingException(string.Join(' ', errors))
            : new BtcPaySettings
            {
                ApiUrl = api!,
                StoreId = store,
                ApiKey = key,
                WebhookSecrets = section["WebhookSecretBefore"] is { Length: > 0 } before ? [secret, before] : [secret],
                SpeedPolicy = speed,
                Currencies = currencies,
            };
    }
}
