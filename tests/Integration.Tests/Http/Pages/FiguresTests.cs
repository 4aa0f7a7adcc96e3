using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Integration.Tests.Integrations.Mail;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Http.Pages;
using Orders.Functions.Integrations.Mail;

namespace Integration.Tests.Http.Pages;

/// <summary>What a customer adds up on the page, in an offer and in a mail is the total that stands below it.</summary>
public sealed partial class FiguresTests
{
    private static readonly PageRenderer _pages = new(new ShopName(MailSample.Options.Shop));
    private static readonly MailRenderer _mails = new(MailSample.Options);
    private static readonly string[] _totals = ["Total", "New total", "合计", "变更后合计"];
    private static readonly string[] _paid = ["Paid so far", "已付"];
    private static readonly string[] _due = ["To be paid", "应付"];

    public static TheoryData<string, string> Orders()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in _orders.Keys)
        {
            data.Add(name, "en");
            data.Add(name, "zh-CN");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Page_shows_lines_that_add_up_to_the_total(string name, string locale)
    {
        var order = _orders[name] with { Locale = locale };
        var state = MailSample.State() with
        {
            Captured = order.Total,
            Refunded = order.Total with { Amount = 500 },
            Offer = new ChangeOffer(
                "ch-1",
                new OrderChange([]),
                OrderTerms.Of(order),
                Money.Zero("USD"),
                false,
                MailSample.Noon.AddHours(1)
            ),
        };

        var record = new OrderRecord(order, state, [], []);
        var html = _pages.Order(PageModels.Of(record, [], new Dictionary<string, PageWords>(), locale, "/api/page/x", MailSample.Noon));

        var tables = Table().Matches(html).Select(table => Rows(table.Value)).Where(rows => rows.Any(IsTotal)).ToList();
        Assert.Equal(2, tables.Count);
        Assert.All(tables, rows => AssertAddsUp(rows, order.Total));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Mails_show_lines_that_add_up_to_the_total(string name, string locale)
    {
        var order = _orders[name] with { Locale = locale };
        var state = MailSample.State() with { Captured = order.Total with { Amount = 1500 }, Refunded = order.Total with { Amount = 500 } };
        foreach (var kind in Enum.GetValues<MailKind>())
        {
            var mail = _mails.Render(MailSample.Content(kind, locale, state: state) with { Order = order });
            var rows = TextRow().Matches(mail.Text).Select(row => (row.Groups["label"].Value, row.Groups["amount"].Value)).ToList();
            if (!rows.Any(IsTotal))
                continue;

            AssertAddsUp(rows, order.Total);
            if (rows.Find(row => _due.Contains(row.Item1)) is { Item2: { } due })
                Assert.Equal(Number($"{order.Total}"), Number(rows.Find(row => _paid.Contains(row.Item1)).Item2) + Number(due));
        }
    }

    private static readonly Order _plain = MailSample.Order();
    private static readonly Order _ddp = Having(_plain, Duties(DutyTerms.Ddp));

    private static readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal)
    {
        ["plain"] = _plain,
        ["duties prepaid"] = _ddp,
        ["duties on delivery"] = Having(_plain, Duties(DutyTerms.Dap)),
        ["licences only"] = Dropped(_ddp, "HW-PRO", 2),
        ["one unit dropped"] = Dropped(_ddp, "HW-PRO", 1),
        ["licence dropped"] = Dropped(_plain, "SW-PLUS", 1),
        ["substituted"] = Substituted(_ddp),
        ["changed"] = _ddp.As(
            ChangeReducer.Apply(
                OrderTerms.Of(_ddp),
                new([
                    new(ChangeKind.Quantity, "HW-PRO", 3),
                    new(ChangeKind.ShippingFee) { Fee = new Money(0, "USD") },
                    new(ChangeKind.Duties) { Duties = Duties(DutyTerms.Ddp) with { Amount = new Money(5199, "USD") } },
                ]),
                new FieldErrors()
            )!
        ),
    };

    private static DutiesQuote Duties(DutyTerms terms) =>
        new(
            "2026-11",
            terms,
            new Money(3501, "USD"),
            [
                new DutyLine
                {
                    Sku = "HW-PRO",
                    Value = new(25800, "USD"),
                    DutyBasisPoints = 0,
                    Duty = new(0, "USD"),
                    DutyFree = false,
                    TaxBasisPoints = 1357,
                    Tax = new(3501, "USD"),
                    TaxFree = false,
                },
            ],
            Accepted: true
        );

    private static Order Having(Order order, DutiesQuote duties) =>
        order with
        {
            Duties = duties,
            Total = order.Total + duties.DueToUs("USD"),
        };

    private static Order Dropped(Order order, string sku, int units) => Left(order, new(sku, units));

    private static Order Substituted(Order order) =>
        Left(
            order,
            new("HW-PRO", 1),
            new OrderLine("HW-MINI", new("Hardware wallet Mini", "硬件钱包 Mini"), ProductKind.Physical, 1, new(7900, "USD"), 90)
        );

    private static Order Left(Order order, ParcelLine gone, params OrderLine[] instead) =>
        order.As(
            ShortagePricing.Price(
                new GoodsLeft(OrderTerms.Of(order), [.. StockRules.Without(order.Lines, [gone]), .. instead]),
                new Destination(order.Country, null),
                [],
                PriceTables.Read()
            )
        );

    private static bool IsTotal((string Label, string Amount) row) => _totals.Contains(row.Label);

    private static void AssertAddsUp(List<(string Label, string Amount)> rows, Money total)
    {
        var end = rows.FindIndex(IsTotal);

        Assert.Equal(Number($"{total}"), Number(rows[end].Amount));
        Assert.Equal(Number($"{total}"), rows.Take(end).Sum(row => Number(row.Amount)));
    }

    private static decimal Number(string amount) =>
        amount is null or "" ? 0 : decimal.Parse(amount.Split(' ')[0], NumberStyles.Number, CultureInfo.InvariantCulture);

    private static List<(string Label, string Amount)> Rows(string table) =>
        [
            .. PageRow()
                .Matches(table)
                .Select(row => (WebUtility.HtmlDecode(row.Groups["label"].Value), WebUtility.HtmlDecode(row.Groups["amount"].Value))),
        ];

    [GeneratedRegex("<table>.*?</table>", RegexOptions.Singleline, 1000)]
    private static partial Regex Table();

    [GeneratedRegex("""<th scope="row">(?<label>[^<]*)</th><td>(?<amount>-?[\d,.]+ [A-Z]{3})</td>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PageRow();

    [GeneratedRegex(@"^  (?<label>[^\n]+): (?<amount>-?[\d,.]+ [A-Z]{3})$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex TextRow();
}
