using System.Globalization;

namespace Orders.Functions.Domain.Views;

/// <summary>Times and names as a customer reads them.</summary>
internal static class CustomerFormat
{
    private static readonly TimeSpan _beijing = TimeSpan.FromHours(8);

    /// <summary>Whether the customer reads Chinese; English otherwise.</summary>
    public static bool IsChinese(string locale) => locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    /// <summary>A moment, with the clock it is told by: Chinese customers read Beijing time, the others UTC.</summary>
    public static string Moment(DateTimeOffset time, string locale) =>
        IsChinese(locale)
            ? time.ToOffset(_beijing).ToString("yyyy'年'M'月'd'日 'HH:mm'（北京时间）'", CultureInfo.InvariantCulture)
            : time.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The days from one moment to another, such as a promise; null if there is none.</summary>
    public static string? Days(DateTimeOffset? from, DateTimeOffset? to, string locale) =>
        (from, to) switch
        {
            (null, null) => null,
            ({ } only, null) => Day(only, locale),
            (null, { } only) => Day(only, locale),
            ({ } first, { } last) when first.Date == last.Date => Day(first, locale),
            ({ } first, { } last) => $"{Day(first, locale)} – {Day(last, locale)}",
        };

    /// <summary>One line, whatever somebody typed as their name.</summary>
    public static string OneLine(string text) =>
        string.Join(
            ' ',
            string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

    private static string Day(DateTimeOffset day, string locale) =>
        IsChinese(locale)
            ? day.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture)
            : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
