using System.Globalization;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>The settings <c>Orders:Claims:*</c>.</summary>
/// <param name="AutoApproveUpTo">
/// A claim whose lines cost no more is granted by rule and refunded at once; minor units of the order's currency, 0 for none.
/// </param>
public sealed record ClaimOptions(long AutoApproveUpTo)
{
    private const string Section = "Orders:Claims";
    private const long Most = 100_000_000;

    /// <exception cref="SettingException">Settings are wrong or not known; all of them are named.</exception>
    public static ClaimOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        List<string> errors =
        [
            .. section
                .GetChildren()
                .Where(setting => !setting.Key.Equals(nameof(AutoApproveUpTo), StringComparison.OrdinalIgnoreCase))
                .Select(setting => $"The setting {setting.Path} is not known."),
        ];
        var text = section[nameof(AutoApproveUpTo)] is { Length: > 0 } set ? set : "0";
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit > Most)
            errors.Add(
                $"The setting {Section}:{nameof(AutoApproveUpTo)} is \"{text}\": it should be a whole number of minor units from 0 "
                    + $"(none) to {Most}."
            );
        return errors.Count == 0 ? new ClaimOptions(limit) : throw new SettingException(string.Join(' ', errors));
    }

    /// <summary>The limit for an order; null if no claim is granted by rule.</summary>
    public Money? LimitIn(string currency) => AutoApproveUpTo > 0 ? new Money(AutoApproveUpTo, currency) : null;
}
