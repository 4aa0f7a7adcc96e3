using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>Reads one company's settings below <c>Carriers</c>, and gathers what is wrong with them.</summary>
internal sealed class CompanySettings
{
    private readonly IConfigurationSection _section;
    private readonly List<string> _errors;

    private CompanySettings(IConfigurationSection section, IReadOnlyCollection<string> known)
    {
        _section = section;
        _errors =
        [
            .. section
                .GetChildren()
                .Where(setting => !known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                .Select(setting => $"The setting {setting.Path} is not known."),
        ];
    }

    /// <param name="company">Its name in the section of carriers.</param>
    /// <param name="known">The names of its settings.</param>
    /// <returns>Null if nothing of it is set.</returns>
    public static CompanySettings? Of(IConfiguration configuration, string company, params IReadOnlyCollection<string> known)
    {
        var section = configuration.GetSection($"Carriers:{company}");
        return section.AsEnumerable().Any(setting => setting.Value is { Length: > 0 }) ? new CompanySettings(section, known) : null;
    }

    public string Text(string name)
    {
        if (Optional(name) is { } text)
            return text;
        _errors.Add($"The setting {_section.Path}:{name} is missing.");
        return "";
    }

    public string? Optional(string name) => _section[name] is { Length: > 0 } text ? text : null;

    /// <summary>A secret, and the one before it while it is being rolled: <c>{name}Before</c>.</summary>
    public IReadOnlyList<string> Secrets(string name) => Optional($"{name}Before") is { } before ? [Text(name), before] : [Text(name)];

    /// <summary>An https address, or one of this machine.</summary>
    public Uri Url(string name, string otherwise)
    {
        if (
            Uri.TryCreate(Optional(name) ?? otherwise, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)
        )
            return url;
        _errors.Add($"The setting {_section.Path}:{name} is no https address, nor one of this machine.");
        return new Uri(otherwise);
    }

    /// <summary>A text for each shipping class, or for some of them: <c>{name}:express</c>.</summary>
    public IReadOnlyDictionary<ShippingClass, string> ByClass(string name)
    {
        Dictionary<ShippingClass, string> texts = [];
        foreach (var setting in _section.GetSection(name).GetChildren())
        {
            if (!OrderJson.TryParse<ShippingClass>(setting.Key.ToLowerInvariant(), out var shippingClass))
                _errors.Add($"The setting {setting.Path} is not known: {setting.Key} is no shipping class.");
            else if (setting.Value is { Length: > 0 } text)
                texts[shippingClass] = text;
        }

        if (texts.Count == 0)
            _errors.Add($"The settings {_section.Path}:{name}:… are missing: by class what to book, like {name}:express.");
        return texts;
    }

    /// <summary>The groups of settings below one name: <c>{name}:{group}:…</c>.</summary>
    public IEnumerable<IConfigurationSection> Groups(string name) => _section.GetSection(name).GetChildren();

    public void Refuse(string name, string why) => _errors.Add($"The setting {_section.Path}:{name} {why}");

    /// <exception cref="SettingException">Something is missing or wrong.</exception>
    public void ThrowIfWrong()
    {
        if (_errors.Count > 0)
            throw new SettingException(string.Join(' ', _errors));
    }
}
