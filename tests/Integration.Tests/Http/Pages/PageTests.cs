using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Integration.Tests.Integrations.Mail;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Commands;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Http;
using Orders.Functions.Http.Pages;
using Orders.Functions.Http.Storefront;

namespace Integration.Tests.Http.Pages;

public sealed partial class PageTests
{
    private static readonly PageRenderer _renderer = new(new ShopName(MailSample.Options.Shop));

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public void Page_shows_every_status_in_words(string language)
    {
        foreach (var status in Enum.GetValues<OrderStatus>())
        {
            var html = Render(MailSample.State(status), language);

            Assert.Contains(WebUtility.HtmlEncode(StatusTexts.For(status, language)), html, StringComparison.Ordinal);
            Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Address_that_is_no_web_address_is_no_link()
    {
        var html = Render(
            MailSample.State() with
            {
                PaymentUrl = "javascript:alert(1)",
            },
            "en",
            MailSample.Parcel() with
            {
                TrackingUrl = "data:text/html,x",
            }
        );

        Assert.DoesNotContain("javascript:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data:text", html, StringComparison.Ordinal);
        Assert.Contains("SBX000000000017", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Part of it was delivered", "Hardware wallet Pro × 1: sent as soon as we have it", "Tell us of damage or loss by:")]
    [InlineData("zh-CN", "部分已送达", "硬件钱包 Pro × 1：到货后立即寄出", "索赔申请截止：")]
    public void Page_of_a_split_order_speaks_per_parcel(string language, string status, string rest, string claim)
    {
        var html = WebUtility.HtmlDecode(
            Render(MailSample.State(OrderStatus.Shipped) with { Short = [new("HW-PRO", 2, 1, [])] }, language, MailSample.Parcel())
        );

        Assert.All([status, rest, claim], said => Assert.Contains(said, html, StringComparison.Ordinal));
        Assert.DoesNotContain(StatusTexts.For(OrderStatus.Shipped, language), html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Import duties and taxes")]
    [InlineData("zh-CN", "进口关税和税费")]
    public void Duties_that_the_shop_collects_are_shown_once(string language, string label)
    {
        var duties = new DutiesQuote("2026-11", DutyTerms.Ddp, new Money(1234, "USD"), [], Accepted: true);

        var html = Render(MailSample.Order() with { Duties = duties }, MailSample.State(), language);

        Assert.Single(Regex.Matches(html, Regex.Escape(label), RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Single(Regex.Matches(html, @"12\.34", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("en", "2 of 3 confirmations", "Seen, with confirmations 2/3")]
    [InlineData("zh-CN", "2/3 次确认", "已检测到，确认数 2/3")]
    public void Seen_coins_are_shown_with_their_confirmations_and_no_button(string language, string next, string row)
    {
        var order = MailSample.Order() with { PaymentMethod = PaymentMethod.Crypto };
        var state = MailSample.State();

        var html = Render(
            order,
            state with
            {
                Payments = [new("sandbox/tx-1", order.Total, PaymentStatus.Seen, 2, MailSample.Noon)],
            },
            language
        );

        Assert.Contains("pay.example", Render(order, state, language), StringComparison.Ordinal);
        Assert.DoesNotContain("pay.example", html, StringComparison.Ordinal);
        Assert.Contains(next, html, StringComparison.Ordinal);
        Assert.Contains(row, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Hardware wallet Pro is not taken back.")]
    [InlineData("zh-CN", "商品 硬件钱包 Pro 不支持退货。")]
    public void Refused_return_names_the_product(string language, string sentence)
    {
        var reason = new Reason(ReasonCode.NotReturnable, "HW-PRO");
        var refusal = new Refusal(Refused.Return, reason) { Lines = [(0, reason)], Names = new(MailSample.Order().Lines) };

        Assert.Equal([sentence], PageTexts.Of(FailureProblem.Of(refusal), language));
    }

    [Fact]
    public void Text_cannot_break_out_of_an_attribute_or_element()
    {
        const string hostile = "x\" onmouseover=\"alert(1)'><script>";
        var parcel = MailSample.Parcel() with
        {
            Waybill = hostile,
            TrackingUrl = "https://track.example/" + hostile,
            Scans = [new("s-1", MailSample.Noon, ParcelStatus.PickedUp, null, hostile, null)],
        };

        var html = Render(MailSample.State(), "en", parcel);

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\" onmouseover", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Hardware wallet Pro × 2", "write RMA-7K3Q9-M2XWD on the parcel", "16 March 2026")]
    [InlineData("zh-CN", "硬件钱包 Pro × 2", "并在包裹上注明 RMA-7K3Q9-M2XWD", "2026年3月16日")]
    public void Granted_return_shows_address_instructions_date_and_a_waybill_field(
        string language,
        string goods,
        string instruction,
        string day
    )
    {
        var filed = MailSample.Content(MailKind.ReturnGranted, language).Case!;
        var open = filed with { Status = CaseStatus.Open, EndedAt = null, Return = filed.Return! with { Parcel = null, Verdict = null } };

        var html = WebUtility.HtmlDecode(Render(Delivered(open), language, []));

        Assert.All(
            [goods, instruction, day, "1 Warehouse Road", "/return-waybill?lang=", "name=\"waybill\"", "name=\"carrier\""],
            part => Assert.Contains(part, html, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("en", "We accepted it, and pay 12.50 USD back to you.")]
    [InlineData("zh-CN", "申请已通过，我们将退还 12.50 USD。")]
    public void Settled_claim_shows_its_decision_and_the_answer_of_a_person(string language, string decision)
    {
        var verdict = new ClaimVerdict(ClaimOutcome.Refund, new Money(1250, "USD"), Liability.Carrier, "Mei", MailSample.Noon);
        var claim = new CaseState
        {
            Kind = CaseKind.Claim,
            CaseId = "c-81f0",
            Status = CaseStatus.Accepted,
            Lines = [new("HW-PRO", 1)],
            FiledAt = MailSample.Noon,
            DueBy = MailSample.Noon.AddDays(2),
            EndedAt = MailSample.Noon,
            Claim = new ClaimPart(ClaimKind.Damaged, [], new Money(12900, "USD"), Verdict: verdict),
        };

        var html = WebUtility.HtmlDecode(
            Render(
                Delivered(claim, new CaseRefund(new Money(1250, "USD"))),
                language,
                new() { ["c-81f0"] = new("It is broken.", "So sorry.\n<b>Mei</b>") }
            )
        );

        Assert.Contains(decision, html, StringComparison.Ordinal);
        Assert.Contains("<blockquote><p>It is broken.</p></blockquote>", html, StringComparison.Ordinal);
        Assert.Contains("<blockquote><p>So sorry.</p><p><b>Mei</b></p></blockquote>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("c-81f0", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Refund under way")]
    [InlineData("zh-CN", "退款处理中")]
    public void Refund_under_way_stands_in_the_figures_until_it_arrived(string language, string label)
    {
        LedgerEntry[] ledger =
        [
            new("capture:1", LedgerKind.Captured, Samples.Usd(32700), MailSample.Noon, null),
            new("capture:2", LedgerKind.Captured, Samples.Usd(32700), MailSample.Noon, null),
            RefundEntries.Requested("excess:2", Samples.Usd(32700), MailSample.Noon),
        ];
        var record = new OrderRecord(MailSample.Order(), MailSample.State(OrderStatus.Preparing, 65400), [], ledger);
        var settled = record with { Ledger = [.. ledger, RefundEntries.Settled("excess:2", Samples.Usd(32700), MailSample.Noon, "re-1")] };

        Assert.Contains($"{label}</th><td>327.00 USD", WebUtility.HtmlDecode(Render(record, language, [])), StringComparison.Ordinal);
        Assert.DoesNotContain(label, WebUtility.HtmlDecode(Render(settled, language, [])), StringComparison.Ordinal);
    }

    private static OrderRecord Delivered(CaseState filed, CaseRefund? refund = null)
    {
        var state = MailSample.State(OrderStatus.Delivered);
        if (refund is not null)
            state = state with { CaseRefunds = new Dictionary<string, CaseRefund> { [filed.CaseId] = refund } };
        return new(MailSample.Order(), state, [MailSample.Parcel()], []) { Cases = [filed] };
    }

    [Theory]
    [InlineData("en", "Please do not pay anything for it now.")]
    [InlineData("zh-CN", "请勿再为此订单付款。")]
    public void Stopped_order_asks_for_no_money_and_has_no_pay_link(string language, string text)
    {
        var record = new OrderRecord(MailSample.Order(), MailSample.State(), [], []);

        var running = WebUtility.HtmlDecode(Render(record, language, []));
        var held = WebUtility.HtmlDecode(Render(record with { Standing = OrderStanding.OnHold }, language, []));
        var stopped = WebUtility.HtmlDecode(Render(record with { Standing = OrderStanding.Stopped }, language, []));

        Assert.Contains("https://pay.example/", running, StringComparison.Ordinal);
        Assert.Contains(language == "en" ? "The order is on hold." : "订单已暂停处理。", held, StringComparison.Ordinal);
        Assert.Contains(text, stopped, StringComparison.Ordinal);
        Assert.DoesNotContain("https://pay.example/", stopped, StringComparison.Ordinal);
        Assert.DoesNotContain(language == "en" ? "Please pay" : "请在", stopped, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", stopped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_choice_that_the_page_offers_is_one_that_the_api_takes()
    {
        var substitute = new SubstituteOffer(
            new OrderLine("HW-MINI", new("Hardware wallet Mini", "硬件钱包 Mini"), ProductKind.Physical, 1, new(7900, "USD"), 90),
            new Money(-5000, "USD")
        );
        ShortLine[] missing = [new("HW-PRO", 2, 1, [substitute])];
        var html = Render(MailSample.State(OrderStatus.AwaitingStockDecision, captured: 32700) with { Short = missing }, "en");
        var unpaid = Render(MailSample.State(OrderStatus.AwaitingStockDecision) with { Short = missing }, "en");
        var offered = Radio()
            .Matches(html)
            .Select(radio =>
                (Name: WebUtility.HtmlDecode(radio.Groups["name"].Value), Value: WebUtility.HtmlDecode(radio.Groups["value"].Value))
            )
            .ToList();
        Assert.Equal(["refund", "substitute:HW-MINI", "split", "wait"], offered.Select(radio => radio.Value));
        Assert.Contains("50.00 USD back", html, StringComparison.Ordinal);
        Assert.Contains("50.00 USD less", unpaid, StringComparison.Ordinal);
        Assert.DoesNotContain("you paid for it is refunded", unpaid, StringComparison.Ordinal);

        foreach (var (name, value) in offered)
        {
            var form = await PageForm.ReadAsync(Post($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}"), default);
            using var body = JsonDocument.Parse(PageChoices.StockDecision(form!).ToJsonString());
            var errors = new FieldErrors();
            var choice = Assert.Single(StockChoiceReader.Read(JsonInput.Of(body, errors)).For(missing, MailSample.Noon, errors));

            Assert.False(errors.Any);
            Assert.Equal(value, choice.Substitute is null ? OrderJson.Name(choice.Choice) : $"substitute:{choice.Substitute}");
        }
    }

    [Theory]
    [InlineData(0, -2000, "Less to pay")]
    [InlineData(0, 13000, "More to pay")]
    [InlineData(32700, -2000, "Refunded to you")]
    [InlineData(32700, 13000, "To be paid in addition")]
    public void Offer_promises_no_refund_of_what_was_not_paid(long paid, long difference, string label)
    {
        var terms = OrderTerms.Of(MailSample.Order());
        var offered = new ChangeOffer(
            "ch-1",
            new OrderChange([]),
            terms with
            {
                Total = new Money(terms.Total.Amount + difference, "USD"),
            },
            new Money(difference, "USD"),
            AsksDuties: false,
            MailSample.Noon.AddHours(1)
        );

        var html = Render(MailSample.State(captured: paid) with { Offer = offered }, "en");

        string[] labels = ["Less to pay", "More to pay", "Refunded to you", "To be paid in addition"];
        Assert.Equal([label], labels.Where(one => html.Contains(one, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(OrderStatus.InReview)]
    [InlineData(OrderStatus.AwaitingPayment)]
    [InlineData(OrderStatus.AwaitingStockDecision)]
    public void Page_says_what_is_out_of_stock_before_it_is_paid(OrderStatus status)
    {
        ShortLine[] missing = [new("HW-PRO", 2, 1, []) { ExpectedOn = new DateOnly(2027, 1, 4) }];

        var html = Render(MailSample.State(status) with { Short = missing }, "en");

        Assert.Contains("1 of 2 missing, more expected on 4 January 2027", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_that_is_none_too_large_or_endless_is_not_read()
    {
        Assert.Null(await PageForm.ReadAsync(Post("{}", "application/json"), default));
        Assert.Null(await PageForm.ReadAsync(Post("reason=" + new string('x', 70_000)), default));
        Assert.Null(await PageForm.ReadAsync(Post(string.Join('&', Enumerable.Range(0, 300).Select(i => $"f{i}=x"))), default));
    }

    [Theory]
    [InlineData("en", "Your refund: 327.00 USD", "We have your address", "send your crypto back to it by hand")]
    [InlineData("zh-CN", "退款金额： 327.00 USD", "我们已收到您的收款地址。退款", "我们已收到您的收款地址，将人工退回")]
    public void Address_for_coins_that_was_given_is_known_to_the_page(string language, string amount, string form, string next)
    {
        var refund = new RefundState("cancel", new(32700, "USD"), RefundStatus.InKind, null, MailSample.Noon);
        var record = new OrderRecord(
            MailSample.Order() with
            {
                PaymentMethod = PaymentMethod.Crypto,
            },
            MailSample.State(OrderStatus.Cancelling) with
            {
                Refunds = [refund],
            },
            [],
            [RefundEntries.Requested(refund.Key, refund.Amount, MailSample.Noon)]
        );

        var asked = WebUtility.HtmlDecode(Render(record, language, []));
        var given = WebUtility.HtmlDecode(Render(record with { HasRefundAddress = true }, language, []));

        Assert.Contains(amount, asked, StringComparison.Ordinal);
        Assert.DoesNotContain(form, asked, StringComparison.Ordinal);
        Assert.DoesNotContain(next, asked, StringComparison.Ordinal);
        Assert.Contains(form, given, StringComparison.Ordinal);
        Assert.Contains(next, given, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Get your refund 327.00 USD", "say which address it should go to")]
    [InlineData("zh-CN", "领取退款 327.00 USD", "请打开退款链接")]
    public void Refund_that_waits_for_the_customer_has_a_link_on_the_page(string language, string button, string next)
    {
        const string link = "https://btcpay.example/pull-payments/PP1";
        var refund = new RefundState("cancel", new(32700, "USD"), RefundStatus.Sent, "PP1", MailSample.Noon) { Link = link };
        OrderRecord Record(RefundState known) =>
            new(
                MailSample.Order() with
                {
                    PaymentMethod = PaymentMethod.Crypto,
                },
                MailSample.State(OrderStatus.Cancelling) with
                {
                    Refunds = [known],
                },
                [],
                [
                    RefundEntries.Requested(refund.Key, refund.Amount, MailSample.Noon),
                    RefundEntries.Sent(refund.Key, refund.Amount, MailSample.Noon, "PP1", link),
                ]
            );

        var html = WebUtility.HtmlDecode(Render(Record(refund), language, []));
        var settled = WebUtility.HtmlDecode(Render(Record(refund with { Status = RefundStatus.Settled }), language, []));

        Assert.Contains($"href=\"{link}\"", html, StringComparison.Ordinal);
        Assert.Contains(button, html, StringComparison.Ordinal);
        Assert.Contains(next, html, StringComparison.Ordinal);
        Assert.DoesNotContain("refund-address", html, StringComparison.Ordinal);
        Assert.DoesNotContain(link, settled, StringComparison.Ordinal);
    }

    private static string Render(OrderState state, string language, params ParcelState[] parcels) =>
        Render(MailSample.Order(), state, language, parcels);

    private static string Render(Order order, OrderState state, string language, params ParcelState[] parcels)
    {
        var record = new OrderRecord(order, state, parcels, []);
        return Render(record, language, []);
    }

    private static string Render(OrderRecord record, string language, Dictionary<string, PageWords> words) =>
        _renderer.Order(
            PageModels.Of(
                record,
                [new(MailSample.Noon, TimelineKind.Placed, Actor.Customer)],
                words,
                language,
                "/api/page/x",
                MailSample.Noon
            )
        );

    private static HttpRequest Post(string body, string type = "application/x-www-form-urlencoded")
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = type;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return http.Request;
    }

    [GeneratedRegex(
        "<input type=\"radio\" id=\"[^\"]+\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Radio();
}
