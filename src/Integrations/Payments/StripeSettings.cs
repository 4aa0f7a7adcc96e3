using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Payments;

/// <summary>The settings <c>Payments:Stripe:…</c>. Stripe takes payments if there are any.</summary>
public sealed record StripeSettings
{
    /// <summary>Where they lie within the section of payments.</summary>
    public const string Company = "Stripe";

    private const string Section = $"Payments:{Company}";

    private static readonly string[] _known = ["ApiUrl", "SecretKey", "WebhookSecret", "WebhookSecretBefore"];

    /// <summary><c>SecretKey</c>: of the account, <c>sk_…</c> or a restricted key <c>rk_…</c>.</summary>
    public required string SecretKey { get; init; }

    /// <summary>
    /// <c>WebhookSecret</c> of our endpoint, and <c>WebhookSecretBefore</c> while it is being rolled: a signature by either holds.
    /// </summary>
    public required IReadOnlyList<string> WebhookSecrets { get; init; }

    /// <summary><c>ApiUrl</c>: <c>https://api.stripe.com</c> unless said otherwise.</summary>
    public required Uri ApiUrl { get; init; }

    /// <summary>A key for tests moves no real money; its events are not ours if the key is a live one, and the other way round.</summary>
    public bool IsLive => !SecretKey.Contains("_test_", StringComparison.Ordinal);

    /// <summary>Reads them.</summary>
    /// <returns>Null if nothing of Stripe is set.</returns>
    /// <exception cref="SettingException">Something is missing or wrong; all of it is named, and no secret is shown.</exception>
    public static StripeSettings? Read(IConfiguration configuration)
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
        var key = section["SecretKey"] ?? "";
        if (!key.StartsWith("sk_", StringComparison.Ordinal) && !key.StartsWith("rk_", StringComparison.Ordinal))
            errors.Add($"The setting {Section}:SecretKey is missing, or no secret key of Stripe (sk_… or rk_…).");
        var secret = section["WebhookSecret"] ?? "";
        if (!secret.StartsWith("whsec_", StringComparison.Ordinal))
            errors.Add($"The setting {Section}:WebhookSecret is missing, or no signing secret of a webhook endpoint (whsec_…).");
        if (section["WebhookSecretBefore"] is { Length: > 0 } old && !old.StartsWith("whsec_", StringComparison.Ordinal))
            errors.Add($"The setting {Section}:WebhookSecretBefore is no signing secret of a webhook endpoint (whsec_…).");
        var text = section["ApiUrl"] is { Length: > 0 } url ? url : "https://api.stripe.com";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var api) || !(api.Scheme == Uri.UriSchemeHttps || api.IsLoopback))
            errors.Add($"The setting {Section}:ApiUrl is no https address, nor one of this machine.");
        return errors.Count > 0
            ? throw new SettingException(string.Join(' ', errors))
            : new StripeSettings
            {
                SecretKey = key,
                WebhookSecrets = section["WebhookSecretBefore"] is { Length: > 0 } before ? [secret, before] : [secret],
                ApiUrl = api!,
            };
    }
}
