using System.Globalization;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Review;

/// <summary>The settings <c>Orders:Risk:*</c>: what the risk rules weigh, and from which score on somebody or nobody decides.</summary>
public sealed record RiskSettings
{
    private const string Section = "Orders:Risk";

    /// <summary>From this score on a person decides.</summary>
    public int ReviewAt { get; init; } = 60;

    /// <summary>From this score on the order is refused.</summary>
    public int RefuseAt { get; init; } = 120;

    /// <summary>An order of this much is of high value: minor units of the catalogue's currency.</summary>
    public long HighValue { get; init; } = 200_000;

    /// <summary>So many orders of a customer within <see cref="ManyOrdersWithin"/>, this one included, are many.</summary>
    public int ManyOrders { get; init; } = 5;

    public TimeSpan ManyOrdersWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>So many cancelled or refunded orders of a customer are many.</summary>
    public int ManyCancelled { get; init; } = 3;

    /// <summary>So many other customers at one address are many.</summary>
    public int SharedAddress { get; init; } = 5;

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> HighRiskCountries { get; init; } = [];

    /// <summary>With all domains below them.</summary>
    public IReadOnlyList<string> BlockedEmailDomains { get; init; } = ["10minutemail.com", "guerrillamail.com", "mailinator.com"];

    /// <summary>Of each rule; 0 switches it off.</summary>
    public IReadOnlyDictionary<string, int> Weights { get; init; } = RiskRules.Weights;

    /// <exception cref="SettingException">Settings are wrong or not known; all of them are named.</exception>
    public static RiskSettings Read(IConfiguration configuration)
    {
        var reader = new Reader(configuration.GetSection(Section));
        var defaults = new RiskSettings();
        var settings = new RiskSettings
        {
            ReviewAt = (int)reader.Whole(nameof(ReviewAt), defaults.ReviewAt, 1, 100_000),
            RefuseAt = (int)reader.Whole(nameof(RefuseAt), defaults.RefuseAt, 1, 100_000),
            HighValue = reader.Whole(nameof(HighValue), defaults.HighValue, 1, 1_000_000_000_000),
            ManyOrders = (int)reader.Whole(nameof(ManyOrders), defaults.ManyOrders, 2, 50),
            ManyOrdersWithin = reader.Duration(nameof(ManyOrdersWithin), defaults.ManyOrdersWithin),
            ManyCancelled = (int)reader.Whole(nameof(ManyCancelled), defaults.ManyCancelled, 1, 50),
            SharedAddress = (int)reader.Whole(nameof(SharedAddress), defaults.SharedAddress, 1, 50),
            HighRiskCountries = reader.List(
                nameof(HighRiskCountries),
                defaults.HighRiskCountries,
                text => text.Length == 2 && text.All(char.IsAsciiLetterUpper),
                "two capital letters"
            ),
            BlockedEmailDomains = reader.List(
                nameof(BlockedEmailDomains),
                defaults.BlockedEmailDomains,
                text => Uri.CheckHostName(text) == UriHostNameType.Dns,
                "the name of a domain"
            ),
            Weights = reader.Weights(),
        };
        if (settings.RefuseAt < settings.ReviewAt)
            reader.Errors.Add(
                $"The setting {Section}:{nameof(RefuseAt)} is less than {nameof(ReviewAt)}: nothing would ever wait for a person."
            );
        reader.RefuseUnknown();
        return reader.Errors.Count == 0 ? settings : throw new SettingException(string.Join(' ', reader.Errors));
    }

    private sealed class Reader(IConfigurationSection section)
    {
        public List<string> Errors { get; } = [];

        public long Whole(string name, long otherwise, long min, long max)
        {
            if (section[name] is not { Length: > 0 } text)
                return otherwise;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
                return value;
            Errors.Add($"The setting {Section}:{name} is \"{text}\": it should be a whole number from {min} to {max}.");
            return otherwise;
        }

        public TimeSpan Duration(string name, TimeSpan otherwise)
        {
            if (section[name] is not { Length: > 0 } text)
                return otherwise;
            if (WindowText.TryParse(text, WindowForm.Duration, out var window) is { } error)
                Errors.Add($"The setting {Section}:{name} {error}.");
            return window.Duration ?? otherwise;
        }

        /// <summary>Separated by commas; an empty text is an empty list.</summary>
        public IReadOnlyList<string> List(string name, IReadOnlyList<string> otherwise, Func<string, bool> isValid, string should)
        {
            if (section[name] is not { } text)
                return otherwise;
            var items = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Errors.AddRange(
                items
                    .Where(item => !isValid(item))
                    .Select(item => $"The setting {Section}:{name} holds \"{item}\": each entry should be {should}.")
            );
            return items;
        }

        public Dictionary<string, int> Weights()
        {
            var weights = new Dictionary<string, int>(RiskRules.Weights, StringComparer.Ordinal);
            foreach (var weight in section.GetSection(nameof(Weights)).GetChildren())
            {
                if (!weights.TryGetValue(weight.Key, out var otherwise))
                    Errors.Add($"The setting {weight.Path} is not known: the rules are {string.Join(", ", RiskRules.Weights.Keys)}.");
                else
                    weights[weight.Key] = (int)Whole($"{nameof(Weights)}:{weight.Key}", otherwise, 0, 100_000);
            }

            return weights;
        }

        public void RefuseUnknown()
        {
            var known = typeof(RiskSettings).GetProperties().Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            Errors.AddRange(
                section
                    .GetChildren()
                    .Where(setting => !known.Contains(setting.Key))
                    .Select(setting => $"The setting {setting.Path} is not known.")
            );
        }
    }
}
