using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>The settings <c>Carriers:EasyPost:…</c>. EasyPost books parcels if there are any.</summary>
public sealed record EasyPostSettings
{
    /// <summary>Where they lie within the section of carriers.</summary>
    public const string Company = "EasyPost";

    /// <summary><c>ApiKey</c>: one for tests (<c>EZTK…</c>) books nothing real.</summary>
    public required string ApiKey { get; init; }

    /// <summary>
    /// <c>WebhookSecret</c> of our endpoint, and <c>WebhookSecretBefore</c> while it is being rolled: a signature by either holds.
    /// </summary>
    public required IReadOnlyList<string> WebhookSecrets { get; init; }

    /// <summary><c>ApiUrl</c>: <c>https://api.easypost.com/v2</c> unless said otherwise.</summary>
    public required Uri ApiUrl { get; init; }

    /// <summary>
    /// <c>Services:{class}</c>: of which services the cheapest is bought, separated by commas, each <c>carrier/service</c> or
    /// <c>carrier</c> for all of it, as EasyPost calls them: <c>DHLExpress/ExpressWorldwide,FedEx</c>.
    /// </summary>
    public required IReadOnlyDictionary<ShippingClass, string> Services { get; init; }

    /// <summary><c>CustomsSigner</c>: who signs what customs are told.</summary>
    public required string CustomsSigner { get; init; }

    /// <summary>
    /// <c>CustomsValueOf</c>: whether an item's value and weight are those of the whole line or of one unit. Their documents can be read
    /// either way.
    /// </summary>
    public CustomsValueOf CustomsValueOf { get; init; }

    public bool IsLive => !ApiKey.StartsWith("EZTK", StringComparison.Ordinal);

    /// <returns>Null if nothing of EasyPost is set.</returns>
    /// <exception cref="SettingException">Something is missing or wrong; all of it is named, and no secret is shown.</exception>
    public static EasyPostSettings? Read(IConfiguration configuration)
    {
        var settings = CompanySettings.Of(
            configuration,
            Company,
            nameof(ApiKey),
            nameof(ApiUrl),
            "WebhookSecret",
            "WebhookSecretBefore",
            nameof(Services),
            nameof(CustomsSigner),
            nameof(CustomsValueOf)
        );
        if (settings is null)
            return null;
        var valueOf = CustomsValueOf.Line;
        if (
            settings.Optional(nameof(CustomsValueOf)) is { } said
            && !OrderJson.TryParse<CustomsValueOf>(said.ToLowerInvariant(), out valueOf)
        )
            settings.Refuse(nameof(CustomsValueOf), "should be line or unit.");
        var read = new EasyPostSettings
        {
            ApiKey = settings.Text(nameof(ApiKey)),
            WebhookSecrets = settings.Secrets("WebhookSecret"),
            ApiUrl = settings.Url(nameof(ApiUrl), "https://api.easypost.com/v2"),
            Services = settings.ByClass(nameof(Services)),
            CustomsSigner = settings.Text(nameof(CustomsSigner)),
            CustomsValueOf = valueOf,
        };
        settings.ThrowIfWrong();
        return read;
    }
}

/// <summary>What the value of a customs item is of.</summary>
public enum CustomsValueOf
{
    Line,
    Unit,
}
