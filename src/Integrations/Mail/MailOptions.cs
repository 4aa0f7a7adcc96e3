using System.Xml;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Sandbox;

namespace Orders.Functions.Integrations.Mail;

/// <summary>How mails go out.</summary>
public sealed record MailOptions
{
    /// <summary><c>Mail:From</c>: the sender's address.</summary>
    public required string From { get; init; }

    /// <summary><c>Mail:Shop</c>: the shop's name, beside the address and in every mail.</summary>
    public required string Shop { get; init; }

    public required string ApiKey { get; init; }

    /// <summary>Where the v3 API is; null for SendGrid itself.</summary>
    public string? Host { get; init; }

    /// <summary><c>Mail:WhenUnsure</c>: what to do with a mail of which nobody can tell whether it went out.</summary>
    public required WhenUnsure WhenUnsure { get; init; }

    /// <summary>
    /// How long after an attempt without an answer the provider is asked whether it has the mail (<c>Mail:AskAfter</c>). SendGrid's
    /// activity feed lags by minutes; the sandbox's mailbox knows at once, and only the attempt itself has to be over.
    /// </summary>
    public required TimeSpan AskAfter { get; init; }

    /// <summary>No attempt lasts longer than this.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(10);

    /// <exception cref="SettingException">A setting is missing or wrong; the message says which.</exception>
    public static MailOptions Read(IConfiguration configuration, SandboxSettings sandbox)
    {
        var key = configuration["Mail:SendGridApiKey"];
        var real = key is { Length: > 0 };
        if (!real && !sandbox.Enabled)
            throw new SettingException(
                "There is no way to send mail: set Mail:SendGridApiKey, or Sandbox:Enabled to true for the local mailbox."
            );

        var from = configuration["Mail:From"];
        if (from is null || !System.Net.Mail.MailAddress.TryCreate(from, out _))
            throw new SettingException("The setting Mail:From is missing or not a mail address.");

        var unsure = configuration["Mail:WhenUnsure"] is { Length: > 0 } text ? text : "resend";
        return new MailOptions
        {
            From = from,
            Shop = ShopName.Read(configuration).Text,
            ApiKey = real ? key! : sandbox.MailboxKey,
            Host = real ? null : new Uri(sandbox.AppUrl, "api/sandbox/mailbox").ToString(),
            WhenUnsure =
                Enum.TryParse<WhenUnsure>(unsure, ignoreCase: true, out var choice) && Enum.IsDefined(choice)
                    ? choice
                    : throw new SettingException("The setting Mail:WhenUnsure is not resend or hold."),
            AskAfter = AskAfter(),
        };

        TimeSpan AskAfter()
        {
            try
            {
                return configuration["Mail:AskAfter"] is { Length: > 0 } after ? XmlConvert.ToTimeSpan(after)
                    : real ? TimeSpan.FromMinutes(15)
                    : Timeout + TimeSpan.FromSeconds(2);
            }
            catch (FormatException exception)
            {
                throw new SettingException("The setting Mail:AskAfter is not an ISO 8601 duration such as PT15M.", exception);
            }
        }
    }
}

public enum WhenUnsure
{
    /// <summary>Send it, perhaps for a second time.</summary>
    Resend,

    /// <summary>Keep it, and tell operations.</summary>
    Hold,
}
