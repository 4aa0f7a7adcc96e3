using System.Globalization;

namespace Orders.Functions.Domain.Views;

/// <summary>Days and names as a customer reads them; for moments see <see cref="CustomerClock"/>.</summary>
internal static class CustomerFormat
{
    /// <summary>Whether the customer reads Chinese; English otherwise.</summary>
    public static bool IsChinese(string locale) => locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase);

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

    /// <summary>A day of the calendar.</summary>
    public static string Day(DateTimeOffset day, string locale) =>
        IsChinese(locale)
            ? day.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture)
            : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>What somebody wrote, a paragraph each; none for nothing.</summary>
    public static IReadOnlyList<string> Paragraphs(string? text) =>
        [.. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(OneLine).Where(line => line.Length > 0)];
}
