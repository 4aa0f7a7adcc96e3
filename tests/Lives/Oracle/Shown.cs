using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Orders.Functions.Http.Pages;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>What a customer reads, on the page of an order or in a mail: figures, times, sentences.</summary>
internal static partial class Shown
{
    // What people wrote has no figures and no dates of ours.
    private static readonly Dictionary<string, PageWords> _noWords = [];

    /// <summary>The page as the app would show it now, made from what is stored; nobody is asked, and nothing is disturbed.</summary>
    public static string? Page(Life life, string orderId, string language) =>
        OrderFile.Of(life, [.. life.World.Tables.Rows(StorageSchema.Orders, orderId)]) is { } order
            ? life.World.Pages.Order(
                PageModels.Of(order.Record, order.Timeline, _noWords, language, "/api/page/simulated", life.World.Clock.Now)
            )
            : null;

    /// <summary>The rows of amounts on a page, table by table.</summary>
    public static IEnumerable<IReadOnlyList<Row>> TablesIn(string html) =>
        Table().Matches(html).Select(table => (IReadOnlyList<Row>)[.. TableRow().Matches(table.Value).Select(Read).OfType<Row>()]);

    /// <summary>The rows of amounts in a mail's plain text; one list.</summary>
    public static IReadOnlyList<Row> RowsIn(string text) => [.. TextRow().Matches(text).Select(Read).OfType<Row>()];

    /// <summary>The moments on a page.</summary>
    public static IEnumerable<DateTimeOffset> TimesIn(string html) =>
        Time()
            .Matches(html)
            .Select(match => DateTimeOffset.Parse(match.Groups["at"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    /// <summary>What stands under the heading of a page.</summary>
    public static string StatusIn(string html) => WebUtility.HtmlDecode(Status().Match(html).Groups["text"].Value);

    /// <summary>A page without its markup.</summary>
    public static string TextOf(string html) => WebUtility.HtmlDecode(Tag().Replace(Style().Replace(html, ""), " "));

    private static Row? Read(Match match)
    {
        var amount = Amount().Match(match.Groups["amount"].Value.Trim());
        if (!amount.Success)
            return null;
        var digits = string.Concat(amount.Groups["value"].Value.Where(char.IsAsciiDigit));
        var minor = long.Parse(digits, CultureInfo.InvariantCulture) * (amount.Groups["sign"].Length > 0 ? -1 : 1);
        return new Row(WebUtility.HtmlDecode(match.Groups["label"].Value).Trim(), minor, amount.Groups["currency"].Value);
    }

    [GeneratedRegex("<table.*?</table>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Table();

    [GeneratedRegex(
        "<tr[^>]*><th[^>]*>(?<label>[^<]*)</th><td[^>]*>(?<amount>[^<]*)</td></tr>",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^ +(?<label>[^\n]*?): (?<amount>[^\n:]*)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TextRow();

    [GeneratedRegex(
        @"^(?<sign>[-−]?)(?<value>[0-9][0-9.,]*)[ \u00A0](?<currency>[A-Z]{3})$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Amount();

    [GeneratedRegex("<time datetime=\"(?<at>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();

    [GeneratedRegex("<p class=\"status\">(?<text>[^<]*)</p>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Status();

    [GeneratedRegex("<style.*?</style>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Style();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    /// <param name="Amount">In the currency's smallest unit.</param>
    internal sealed record Row(string Label, long Amount, string Currency);
}
