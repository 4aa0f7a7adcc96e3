using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>Which payment provider takes a new order: the settings <c>Payments:…</c>. The narrowest one decides.</summary>
public sealed class PaymentRouting
{
    private const string Section = "Payments";
    private const string Default = "Provider";
    private const string Rules = "ProviderFor";

    private readonly string _otherwise;
    private readonly Dictionary<(PaymentMethod Method, string? Currency), string> _rules = [];

    private PaymentRouting(string otherwise) => _otherwise = otherwise;

    /// <summary>The name of the provider that takes a new order.</summary>
    /// <param name="currency">ISO 4217.</param>
    public string ProviderFor(PaymentMethod method, string currency) =>
        _rules.GetValueOrDefault((method, currency)) ?? _rules.GetValueOrDefault((method, null)) ?? _otherwise;

    /// <summary>
    /// Reads <c>Payments:Provider</c>, which may be absent where there is one provider only, <c>Payments:ProviderFor:{method}</c> and
    /// <c>Payments:ProviderFor:{method}:{currency}</c>.
    /// </summary>
    /// <param name="providers">The names of those that are set up.</param>
    /// <param name="companies">Whose own settings lie in the same section; their adapters read them.</param>
    /// <exception cref="SettingException">There is no provider, or settings are wrong or not known; all of them are named.</exception>
    public static PaymentRouting Read(
        IConfiguration configuration,
        IReadOnlyCollection<string> providers,
        params IReadOnlyCollection<string> companies
    )
    {
        if (providers.Count == 0)
            throw new SettingException(
                "No payment provider is configured: set Payments:Stripe:… for Stripe, Payments:BtcPay:… for BTCPay Server, or Sandbox:Enabled to true for the sandbox's payments."
            );

        var (section, errors) = (configuration.GetSection(Section), new List<string>());
        var otherwise =
            section[Default] is { Length: > 0 } name ? name
            : providers.Count == 1 ? providers.First()
            : null;
        if (otherwise is null)
            errors.Add($"The setting {Section}:{Default} is missing: there are several payment providers, {string.Join(", ", providers)}.");
        else
            CheckProvider(section.GetSection(Default), otherwise);

        var routing = new PaymentRouting(otherwise ?? "");
        foreach (var setting in section.GetChildren())
        {
            if (setting.Key.Equals(Rules, StringComparison.OrdinalIgnoreCase))
                ReadRules(setting);
            else if (!companies.Append(Default).Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                errors.Add($"The setting {setting.Path} is not known.");
        }

        return errors.Count == 0 ? routing : throw new SettingException(string.Join(' ', errors));

        void ReadRules(IConfigurationSection rules)
        {
            foreach (var rule in rules.GetChildren())
            {
                if (!OrderJson.TryParse<PaymentMethod>(rule.Key.ToLowerInvariant(), out var method))
                {
                    var methods = string.Join(", ", Enum.GetValues<PaymentMethod>().Select(OrderJson.Name));
                    errors.Add($"The setting {rule.Path} is not known: the payment methods are {methods}.");
                    continue;
                }

                Add(rule, method, null);
                foreach (var narrower in rule.GetChildren())
                {
                    if (Currencies.IsKnown(narrower.Key.ToUpperInvariant()))
                        Add(narrower, method, narrower.Key.ToUpperInvariant());
                    else
                        errors.Add($"The setting {narrower.Path} is not known: {narrower.Key} is no ISO 4217 code of a currency.");
                }
            }
        }

        void Add(IConfigurationSection rule, PaymentMethod method, string? currency)
        {
            if (rule.Value is not { Length: > 0 } provider)
                return;
            CheckProvider(rule, provider);
            routing._rules[(method, currency)] = provider;
        }

        void CheckProvider(IConfigurationSection setting, string provider)
        {
            if (!providers.Contains(provider))
            {
                var known = string.Join(", ", providers);
                errors.Add($"The setting {setting.Path} names the payment provider {provider}, which is not set up: there is {known}.");
            }
        }
    }
}
