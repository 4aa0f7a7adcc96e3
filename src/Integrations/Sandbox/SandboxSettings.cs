using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>
/// The settings of the sandbox: companies of our own making that take payments, carry parcels and keep mails, for local runs, tests and
/// staging.
/// </summary>
public sealed record SandboxSettings
{
    /// <summary>The header in which calls and webhooks of the sandbox's companies are signed: <see cref="Webhooks.TimedSignature"/>.</summary>
    public const string SignatureHeader = "Sandbox-Signature";

    /// <summary><c>Sandbox:Enabled</c>; when false, everything under <c>/api/sandbox</c> answers 404.</summary>
    public required bool Enabled { get; init; }

    /// <summary><c>Sandbox:Secret</c>: signs the calls and webhooks of the sandbox's companies, both ways.</summary>
    public required string Secret { get; init; }

    /// <summary>
    /// <c>Sandbox:SecretBefore</c>: while the secret is being changed, the one that was before it. What is signed with it still holds;
    /// nothing is signed with it any more.
    /// </summary>
    public string? SecretBefore { get; init; }

    /// <summary>The secrets with which a signature holds.</summary>
    public IReadOnlyList<string> Secrets => SecretBefore is null ? [Secret] : [Secret, SecretBefore];

    /// <summary><c>Sandbox:Autopilot</c>: orders are paid and parcels carried by themselves.</summary>
    public required bool Autopilot { get; init; }

    /// <summary><c>Sandbox:Intercept</c>: the carrier brings parcels back that are on their way, if it is asked to.</summary>
    public bool Intercept { get; init; }

    /// <summary><c>Sandbox:Pace</c>: the time between two steps of the autopilot.</summary>
    public required TimeSpan Pace { get; init; }

    /// <summary>
    /// <c>Sandbox:RefundsSettle</c>: <c>at_once</c> (the default), or <c>later</c>: a refund has arrived when a webhook of type
    /// <c>refunded</c> says so.
    /// </summary>
    public bool RefundsSettleLater { get; init; }

    /// <summary><c>App:Url</c>: where this app answers; ends with a slash.</summary>
    public required Uri AppUrl { get; init; }

    /// <summary>The API key that the sandbox's mailbox accepts; follows from the secret, and does not give it away.</summary>
    public string MailboxKey => "SG.sandbox." + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), "mailbox"u8));

    /// <exception cref="SettingException">A setting is missing or wrong; the message says which.</exception>
    public static SandboxSettings From(IConfiguration configuration)
    {
        var enabled = Flag("Sandbox:Enabled");
        var secret = configuration["Sandbox:Secret"] ?? "";
        return enabled && secret.Length == 0
            ? throw new SettingException("The setting Sandbox:Secret is missing: Sandbox:Enabled needs a secret to sign with.")
            : new SandboxSettings
            {
                Enabled = enabled,
                Secret = secret,
                SecretBefore = configuration["Sandbox:SecretBefore"] is { Length: > 0 } before ? before : null,
                Autopilot = enabled && Flag("Sandbox:Autopilot"),
                Intercept = Flag("Sandbox:Intercept"),
                RefundsSettleLater = Later(),
                Pace = Pace(),
                AppUrl = Url(),
            };

        bool Flag(string name) =>
            configuration[name] is { Length: > 0 } text && (bool.TryParse(text, out var flag) ? flag : throw Wrong(name, "true or false"));

        bool Later() =>
            configuration["Sandbox:RefundsSettle"] switch
            {
                null or "" or "at_once" => false,
                "later" => true,
                _ => throw Wrong("Sandbox:RefundsSettle", "at_once or later"),
            };

        TimeSpan Pace()
        {
            try
            {
                return configuration["Sandbox:Pace"] is { Length: > 0 } text ? XmlConvert.ToTimeSpan(text) : TimeSpan.FromSeconds(2);
            }
            catch (FormatException)
            {
                throw Wrong("Sandbox:Pace", "an ISO 8601 duration such as PT2S");
            }
        }

        Uri Url()
        {
            var text = configuration["App:Url"] is { Length: > 0 } url ? url : "http://127.0.0.1:7071";
            return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")
                ? uri
                : throw Wrong("App:Url", "an http or https address");
        }

        static SettingException Wrong(string name, string expected) => new($"The setting {name} is not {expected}.");
    }
}
