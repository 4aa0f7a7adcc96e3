using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Storefront;

/// <summary>The settings <c>Storefront:Webhooks:*</c>.</summary>
/// <param name="AllowLocal">
/// For local runs and tests: plain http, and addresses of this machine and of private networks, can be posted to.
/// </param>
public sealed record WebhookPostOptions(bool AllowLocal)
{
    /// <summary>From the call to the last byte that is kept of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static WebhookPostOptions Read(IConfiguration configuration)
    {
        const string Setting = "Storefront:Webhooks:AllowLocal";
        var text = configuration[Setting];
        return string.IsNullOrEmpty(text) ? new(AllowLocal: false)
            : bool.TryParse(text, out var allow) ? new(allow)
            : throw new SettingException($"The setting {Setting} is \"{text}\": it should be true or false.");
    }
}
