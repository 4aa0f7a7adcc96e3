using System.Net;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Integrations.Mail;

namespace Integration.Tests.Integrations.Mail;

public sealed class MailRendererTests
{
    private static readonly MailRenderer _renderer = new(MailSample.Options);

    public static TheoryData<MailKind, string> KindsAndLocales()
    {
        var data = new TheoryData<MailKind, string>();
        foreach (var kind in Enum.GetValues<MailKind>())
        {
            data.Add(kind, "en");
            data.Add(kind, "zh-CN");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(KindsAndLocales))]
    public void Mail_of_each_kind_and_language_has_subject_html_and_text_alike(MailKind kind, string locale)
    {
        var mail = _renderer.Render(MailSample.Content(kind, locale));
        if (Environment.GetEnvironmentVariable("MAIL_DUMP") is { } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{kind}.{locale}.html"), mail.Html);
            File.WriteAllText(Path.Combine(folder, $"{kind}.{locale}.txt"), mail.Subject + "\n\n" + mail.Text);
        }

        Assert.Contains("R-7K3Q9-M2XWD", mail.Subject, StringComparison.Ordinal);
        Assert.Equal(locale == "zh-CN", mail.Subject.Any(character => character > '\u2E80'));
        Assert.StartsWith("<!DOCTYPE html>", mail.Html, StringComparison.Ordinal);
        Assert.Contains($"lang=\"{locale}\"", mail.Html, StringComparison.Ordinal);
        foreach (var part in new[] { mail.Html, mail.Text })
        {
            Assert.Contains("R-7K3Q9-M2XWD", part, StringComparison.Ordinal);
            Assert.DoesNotContain("{{", part, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("\n\n\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DutyTerms.Ddp, 3500L, "进口关税和税费: 35.00 USD", "派送时海关")]
    [InlineData(DutyTerms.Dap, 3500L, "派送时海关将向收件人收取进口关税及税费，预计 35.00 USD。", "进口关税和税费: ")]
    [InlineData(DutyTerms.Dap, null, "派送时海关可能向收件人收取进口关税及税费。", "预计")]
    public void Mail_says_who_pays_customs_and_how_much(DutyTerms terms, long? amount, string there, string absent)
    {
        var content = MailSample.Content(MailKind.Received, "zh-CN");
        var duties = new DutiesQuote("2026-11", terms, amount is { } known ? new Money(known, "USD") : null, [], Accepted: true);

        var mail = _renderer.Render(content with { Order = content.Order with { Duties = duties } });

        Assert.Contains(there, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(absent, mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "2 March 2026, 20:00 (Beijing time)", "3 March 2026, 20:00 (Beijing time)")]
    [InlineData("zh-CN", "2026年3月2日 20:00（北京时间）", "2026年3月3日 20:00（北京时间）")]
    public void Payment_reminder_names_lines_total_amount_due_deadline_and_link(string locale, string placed, string deadline)
    {
        var mail = _renderer.Render(MailSample.Content(MailKind.PaymentReminder, locale));

        Assert.Contains(locale == "en" ? "Hardware wallet Pro × 2" : "硬件钱包 Pro × 2", mail.Text, StringComparison.Ordinal);
        Assert.Contains("258.00 USD", mail.Text, StringComparison.Ordinal);
        Assert.Contains("327.00 USD", mail.Text, StringComparison.Ordinal);
        Assert.Contains(deadline, mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://pay.example/o-1?a=1&b=2", mail.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"https://pay.example/o-1?a=1&b=2\"", WebUtility.HtmlDecode(mail.Html), StringComparison.Ordinal);
        Assert.Contains(placed, _renderer.Render(MailSample.Content(MailKind.Received, locale)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_name_is_text_in_html_and_one_line_in_text()
    {
        var mail = _renderer.Render(
            MailSample.Content(MailKind.Received, name: "</p><script>alert('x')</script> \"&\r\nBcc: all@example.com {{total}}")
        );

        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", mail.Html, StringComparison.Ordinal);
        Assert.Contains("{{total}}", mail.Html, StringComparison.Ordinal);
        Assert.Contains("</script> \"& Bcc: all@example.com", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_payment_url_stays_inside_its_attribute()
    {
        var mail = _renderer.Render(
            MailSample.Content(
                MailKind.PaymentReminder,
                state: MailSample.State() with
                {
                    PaymentUrl = "https://pay.example/\" onclick=\"alert(1)",
                }
            )
        );

        Assert.DoesNotContain("\" onclick", mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "2 March 2026", "3 March 2026, 20:00 (Beijing time)", "accepted your order")]
    [InlineData("zh-CN", "2026年3月2日", "2026年3月3日 20:00（北京时间）", "已通过审核")]
    public void Request_to_pay_names_amount_link_and_date(string locale, string placed, string deadline, string accepted)
    {
        var mail = _renderer.Render(MailSample.Content(MailKind.PaymentRequested, locale));

        Assert.Contains("327.00 USD", mail.Subject, StringComparison.Ordinal);
        Assert.All(
            [deadline, accepted, "327.00 USD", "https://pay.example/o-1?a=1&b=2"],
            part => Assert.Contains(part, mail.Text, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(placed, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Paid_promises_no_parcel_before_the_goods_are_there()
    {
        var state = MailSample.State(OrderStatus.CheckingStock, captured: 32700) with { Refunded = new Money(7000, "USD") };
        var facts = new Dictionary<string, string> { [MailFacts.Amount] = new Money(32700, "USD").ToString() };

        var text = _renderer.Render(MailSample.Content(MailKind.Paid, state: state, facts: facts)).Text;

        Assert.Contains("received 327.00 USD", text, StringComparison.Ordinal);
        Assert.DoesNotContain("more than was due", text, StringComparison.Ordinal);
        Assert.DoesNotContain("now preparing", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reason_names_a_product_that_is_off_the_order()
    {
        var facts = new Dictionary<string, string> { [MailFacts.Reason] = "out_of_stock:HW-PRO", [MailFacts.Amount] = "258.00 USD" };
        var content = MailSample.Content(MailKind.Refunded, facts: facts);
        var dropped = content with { Order = content.Order with { Lines = [content.Order.Lines[1]] }, Names = new(content.Order.Lines) };

        Assert.Contains("Hardware wallet Pro is out of stock.", _renderer.Render(dropped).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Payment_short_names_what_came_and_what_is_missing()
    {
        var text = _renderer.Render(MailSample.Content(MailKind.PaymentShort, state: MailSample.State(captured: 30000))).Text;

        Assert.Contains("300.00 USD of 327.00 USD", text, StringComparison.Ordinal);
        Assert.Contains("27.00 USD are still missing", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "27.00 USD are due", "100.00 USD")]
    [InlineData("zh-CN", "应付金额：27.00 USD", "100.00 USD")]
    public void Failed_payment_says_what_is_due_with_the_link(string locale, string due, string amount)
    {
        var facts = new Dictionary<string, string> { ["amount"] = amount, ["missing"] = "27.00 USD" };

        var text = _renderer.Render(MailSample.Content(MailKind.PaymentFailed, locale, facts: facts)).Text;

        Assert.Contains(due, text, StringComparison.Ordinal);
        Assert.Contains(amount, text, StringComparison.Ordinal);
        Assert.Contains("https://pay.example/o-1", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "all of it goes back to you", "27.00 USD are still due")]
    [InlineData("zh-CN", "全额退还", "仍需支付 27.00 USD")]
    public void Wrong_currency_says_what_came_and_what_is_still_due(string locale, string back, string due)
    {
        var facts = new Dictionary<string, string> { ["amount"] = "15.00 EUR", ["missing"] = "27.00 USD" };

        var text = _renderer.Render(MailSample.Content(MailKind.PaymentWrongCurrency, locale, facts: facts)).Text;

        Assert.Contains("15.00 EUR", text, StringComparison.Ordinal);
        Assert.Contains(back, text, StringComparison.Ordinal);
        Assert.Contains(due, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Your bank has taken 327.00 USD back", "We pay")]
    [InlineData("zh-CN", "您的银行已因付款争议收回 327.00 USD", "原路退还")]
    public void Cancelled_promises_no_refund_of_what_the_bank_took(string locale, string taken, string promise)
    {
        var state = MailSample.State(OrderStatus.Cancelled, captured: 32700) with { RefundedByBank = new(32700, "USD") };

        var text = _renderer.Render(MailSample.Content(MailKind.Cancelled, locale, state: state)).Text;

        Assert.Contains(taken, text, StringComparison.Ordinal);
        Assert.DoesNotContain(promise, text, StringComparison.Ordinal);
        Assert.DoesNotContain("owe nothing", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "to the address that you give us", "5 to 10 days")]
    [InlineData("zh-CN", "您提供的收款地址", "5 至 10 天")]
    public void Refund_of_crypto_goes_to_the_address_that_customers_give(string locale, string where, string days)
    {
        foreach (var kind in new[] { MailKind.Cancelled, MailKind.Refunded, MailKind.ClaimAnswered, MailKind.ReturnSettled })
        {
            var facts = new Dictionary<string, string> { ["amount"] = "20.00 USD" };
            var verdict = new ClaimVerdict(ClaimOutcome.Refund, Samples.Usd(2000), Liability.Shop, "mei", MailSample.Noon);
            var content = MailSample.Content(kind, locale, facts: facts);
            if (kind == MailKind.ClaimAnswered)
            {
                var claim = new ClaimPart(ClaimKind.Damaged, [], Samples.Usd(2000), Verdict: verdict);
                content = content with { Case = MailSample.Return() with { Kind = CaseKind.Claim, Return = null, Claim = claim } };
            }

            var card = _renderer.Render(content with { Order = content.Order with { PaymentMethod = PaymentMethod.Card } }).Text;
            var crypto = _renderer.Render(content with { Order = content.Order with { PaymentMethod = PaymentMethod.Crypto } }).Text;

            Assert.Contains(days, card, StringComparison.Ordinal);
            Assert.Contains(where, crypto, StringComparison.Ordinal);
            Assert.DoesNotContain(days, crypto, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cancelled_says_what_becomes_of_coins_that_were_seen()
    {
        var state = MailSample.State(OrderStatus.Cancelled) with
        {
            Payments = [new("sandbox/tx-1", new(32700, "USD"), PaymentStatus.Seen, 1, MailSample.Noon)],
        };

        var text = _renderer.Render(MailSample.Content(MailKind.Cancelled, state: state)).Text;

        Assert.Contains("payment of 327.00 USD was seen", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "to the address that you gave us", "that you give us")]
    [InlineData("zh-CN", "已由人工退至您提供的收款地址", "另发邮件")]
    public void Refund_that_a_person_sent_names_its_transaction(string locale, string said, string unsaid)
    {
        var facts = new Dictionary<string, string> { ["amount"] = "20.00 USD", ["transfer"] = "tx-0xabc" };
        var content = MailSample.Content(MailKind.Refunded, locale, facts: facts);

        var text = _renderer.Render(content with { Order = content.Order with { PaymentMethod = PaymentMethod.Crypto } }).Text;

        Assert.Contains("tx-0xabc", text, StringComparison.Ordinal);
        Assert.Contains("20.00 USD", text, StringComparison.Ordinal);
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.DoesNotContain(unsaid, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Your bank has taken that money back", "the other 20.00 USD")]
    [InlineData("zh-CN", "不再重复退款", "其余 20.00 USD")]
    public void Refund_names_the_part_that_the_bank_made(string locale, string bank, string rest)
    {
        var facts = new Dictionary<string, string> { ["amount"] = "20.00 USD", ["bank"] = "100.00 USD" };

        var text = _renderer.Render(MailSample.Content(MailKind.Refunded, locale, facts: facts)).Text;

        Assert.Contains(bank, text, StringComparison.Ordinal);
        Assert.Contains(rest, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", false, "We have not asked you for money yet", "reserved for you")]
    [InlineData("en", true, "reserved for you", "not asked you for money")]
    [InlineData("zh-CN", false, "您尚未付款", "已为您预留")]
    [InlineData("zh-CN", true, "已为您预留", "您尚未付款")]
    public void Stock_question_says_whether_the_order_is_paid(string locale, bool isPaid, string said, string unsaid)
    {
        var state = MailSample.State() with { StockHeld = isPaid, Short = [new("HW-PRO", 2, 1, [])] };

        var text = _renderer.Render(MailSample.Content(MailKind.StockQuestion, locale, state: state)).Text;

        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.DoesNotContain(unsaid, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "20.00 USD of yours have reached us already", "not asked you for money")]
    [InlineData("zh-CN", "已收到您的付款 20.00 USD", "您尚未付款")]
    public void Stock_question_knows_of_money_that_came_early(string locale, string said, string unsaid)
    {
        var state = MailSample.State(captured: 2000) with { Short = [new("HW-PRO", 2, 1, [])] };

        var text = _renderer.Render(MailSample.Content(MailKind.StockQuestion, locale, state: state)).Text;

        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.DoesNotContain(unsaid, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", 0, "you pay 50.00 USD less", "refund")]
    [InlineData("en", 32700, "we refund 50.00 USD", "you pay")]
    [InlineData("zh-CN", 0, "应付减少 50.00 USD", "退")]
    [InlineData("zh-CN", 32700, "退还差价 50.00 USD", "应付减少")]
    public void Substitute_refunds_nothing_that_was_not_paid(string locale, long paid, string said, string unsaid)
    {
        var mini = new OrderLine("HW-MINI", new("Mini", "Mini"), ProductKind.Physical, 1, new(7900, "USD"), 90);
        var state = MailSample.State(captured: paid) with
        {
            Short = [new("HW-PRO", 2, 1, [new SubstituteOffer(mini, new Money(-5000, "USD"))])],
        };

        var text = _renderer.Render(MailSample.Content(MailKind.StockQuestion, locale, state: state)).Text;

        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.DoesNotContain(unsaid, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MailKind.PaymentRequested, StockChoice.Wait, "en", "the whole order waits")]
    [InlineData(MailKind.PaymentRequested, StockChoice.Split, "zh-CN", "到货后另行发出")]
    [InlineData(MailKind.PaymentReminder, StockChoice.Split, "en", "sent when it is here")]
    [InlineData(MailKind.PaymentReminder, StockChoice.Wait, "zh-CN", "整单等待到货")]
    public void Nobody_is_asked_to_pay_without_hearing_what_is_missing(MailKind kind, StockChoice choice, string locale, string said)
    {
        var state = MailSample.State() with
        {
            Short = [new("HW-PRO", 2, 1, []) { Choice = choice, ExpectedOn = new DateOnly(2027, 1, 4) }],
        };

        var text = _renderer.Render(MailSample.Content(kind, locale, state: state)).Text;

        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Contains(locale == "en" ? "expected on 4 January 2027" : "预计 2027年1月4日到货", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MailKind.PaymentReminder)]
    [InlineData(MailKind.PaymentShort)]
    [InlineData(MailKind.PaymentFailed)]
    [InlineData(MailKind.Changed)]
    public void Order_that_was_paid_before_an_increase_is_not_called_cancelled(MailKind kind)
    {
        var state = MailSample.State(captured: 15900) with { DueBeforeIncrease = new Money(15900, "USD") };

        var english = _renderer.Render(MailSample.Content(kind, "en", state: state)).Text;
        var chinese = _renderer.Render(MailSample.Content(kind, "zh-CN", state: state)).Text;

        Assert.Contains("stays as it was before the change", english, StringComparison.Ordinal);
        Assert.DoesNotContain("cancelled", english, StringComparison.Ordinal);
        Assert.Contains("保持修改前的内容", chinese, StringComparison.Ordinal);
        Assert.DoesNotContain("取消", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Shipped_names_parcel_waybill_promise_and_tracking_link()
    {
        var mail = _renderer.Render(MailSample.Content(MailKind.Shipped));

        Assert.Contains("SBX000000000017", mail.Text, StringComparison.Ordinal);
        Assert.Contains("5 March 2026 – 7 March 2026", mail.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"https://track.example/SBX000000000017\"", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Delivered_names_the_end_of_the_claim_window()
    {
        Assert.Contains(
            "2026年3月13日 20:00（北京时间）",
            _renderer.Render(MailSample.Content(MailKind.Delivered, "zh-CN")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("en", "we wait for it until 22 March 2026, more expected on 10 March 2026")]
    [InlineData("zh-CN", "等待期限为 2026年3月22日，预计 2026年3月10日到货")]
    public void Delivered_part_tells_the_warehouses_day_and_the_limit(string locale, string said)
    {
        var part = MailSample.State(OrderStatus.Shipped) with
        {
            Short = [new("HW-PRO", 2, 1, []) { ExpectedOn = new DateOnly(2026, 3, 10) }],
            Deadlines = new Dictionary<OrderDeadline, DateTimeOffset> { [OrderDeadline.Restock] = MailSample.Noon.AddDays(20) },
        };

        Assert.Contains(said, _renderer.Render(MailSample.Content(MailKind.Delivered, locale, state: part)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "A part of your order", "Hardware wallet Pro × 1: sent as soon as we have it", "13 March 2026")]
    [InlineData("zh-CN", "部分已送达", "硬件钱包 Pro × 1：到货后立即寄出", "2026年3月13日")]
    public void Delivered_part_says_what_is_still_to_come(string locale, string subject, string rest, string claimBy)
    {
        var part = MailSample.State(OrderStatus.Shipped) with
        {
            Short = [new("HW-PRO", 2, 1, [])],
            Deadlines = new Dictionary<OrderDeadline, DateTimeOffset> { [OrderDeadline.Restock] = MailSample.Noon.AddDays(20) },
        };

        var mail = _renderer.Render(MailSample.Content(MailKind.Delivered, locale, state: part));
        var all = _renderer.Render(MailSample.Content(MailKind.Delivered, locale, state: MailSample.State(OrderStatus.Delivered)));

        Assert.Contains(subject, mail.Subject, StringComparison.Ordinal);
        Assert.All([rest, claimBy], said => Assert.Contains(said, mail.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(subject, all.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(rest, all.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "parcel")]
    [InlineData("zh-CN", "包裹")]
    public void Delivered_speaks_of_a_parcel_only_if_there_was_one(string locale, string parcel)
    {
        var content = MailSample.Content(MailKind.Delivered, locale);
        var licences = content with { Order = content.Order with { Lines = [content.Order.Lines[1]] }, Parcels = [] };

        Assert.Contains(parcel, _renderer.Render(content).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(parcel, _renderer.Render(licences).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "10.00 USD of it is our goodwill")]
    [InlineData("zh-CN", "其中 10.00 USD 为商品价款之外的额外补偿")]
    public void Goodwill_is_named_in_the_answer_to_a_claim(string locale, string said)
    {
        Dictionary<string, string> facts = new() { ["amount"] = "139.00 USD", ["goodwill"] = "10.00 USD" };
        var verdict = new ClaimVerdict(ClaimOutcome.Refund, Samples.Usd(13900), Liability.Shop, "mei", MailSample.Noon, Samples.Usd(1000));
        var claim = MailSample.Return() with
        {
            Kind = CaseKind.Claim,
            Return = null,
            Claim = new ClaimPart(ClaimKind.Damaged, [], Samples.Usd(12900), Verdict: verdict),
        };

        var mail = _renderer.Render(MailSample.Content(MailKind.ClaimAnswered, locale, facts: facts) with { Case = claim });
        facts.Remove("goodwill");
        var without = _renderer.Render(MailSample.Content(MailKind.ClaimAnswered, locale, facts: facts) with { Case = claim });

        Assert.Contains(said, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(said[^5..], without.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Licences_shows_every_key()
    {
        var mail = _renderer.Render(
            MailSample.Content(MailKind.Licences) with
            {
                Licences = [new("SW-PLUS", 1, "AAAAA-1"), new("SW-PLUS", 2, "BBBBB-2")],
            }
        );

        Assert.All(
            ["AAAAA-1", "BBBBB-2"],
            key => Assert.All([mail.Html, mail.Text], part => Assert.Contains(key, part, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Cancelled_after_payment_says_reasons_in_words_and_the_refund()
    {
        var text = _renderer
            .Render(
                MailSample.Content(
                    MailKind.Cancelled,
                    state: MailSample.State(OrderStatus.Cancelling, captured: 65400),
                    facts: new Dictionary<string, string> { ["amount"] = "327.00 USD" }
                )
            )
            .Text;

        Assert.Contains("The payment did not arrive in time.", text, StringComparison.Ordinal);
        Assert.Contains("Hardware wallet Pro is out of stock.", text, StringComparison.Ordinal);
        Assert.Contains("We refund 327.00 USD to you", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "nothing is sent until that is cleared up", "pack them")]
    [InlineData("zh-CN", "我们不会发货", "备货打包")]
    public void Paid_while_the_order_is_held_promises_no_goods(string locale, string held, string promise)
    {
        var state = MailSample.State(OrderStatus.CheckingStock, captured: 32700) with { HeldSince = MailSample.Noon };

        var text = _renderer.Render(MailSample.Content(MailKind.Paid, locale, state: state)).Text;

        Assert.Contains(held, text, StringComparison.Ordinal);
        Assert.DoesNotContain(promise, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "69.00 USD are yours already", "5 to 10 days")]
    [InlineData("zh-CN", "其中 69.00 USD 您的银行已因付款争议收回", "5 至 10 天")]
    public void Answers_promise_no_second_refund_while_the_bank_has_it(string locale, string bank, string promise)
    {
        var state = MailSample.State(OrderStatus.Delivered, captured: 32700) with { Disputed = new(32700, "USD") };
        var facts = new Dictionary<string, string> { [MailFacts.ByBank] = "69.00 USD" };
        var verdict = new ClaimVerdict(ClaimOutcome.Refund, Samples.Usd(6900), Liability.Shop, "mei", MailSample.Noon);
        var claim = MailSample.Return() with
        {
            Kind = CaseKind.Claim,
            Return = null,
            Claim = new ClaimPart(ClaimKind.Damaged, [], Samples.Usd(6900), Verdict: verdict),
        };

        foreach (var kind in new[] { MailKind.ClaimAnswered, MailKind.ReturnSettled })
        {
            var content = MailSample.Content(kind, locale, state: state, facts: facts);
            var text = _renderer.Render(kind == MailKind.ClaimAnswered ? content with { Case = claim } : content).Text;

            Assert.Contains(bank, text, StringComparison.Ordinal);
            Assert.DoesNotContain(promise, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public void Answer_shows_what_was_asked(string locale)
    {
        var mail = _renderer.Render(
            MailSample.Content(MailKind.RequestAnswered, locale) with
            {
                Question = "Does it fit?\nMy phone is old.",
                Answer = "It does.",
            }
        );

        Assert.Contains("> Does it fit?\n> My phone is old.\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("My phone is old.", mail.Html, StringComparison.Ordinal);
        Assert.True(mail.Text.IndexOf("It does.", StringComparison.Ordinal) > mail.Text.IndexOf("fit?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MailKind.Received)]
    [InlineData(MailKind.Changed)]
    [InlineData(MailKind.DeliveryProblem)]
    public void Address_is_printed_as_one_writes_it(MailKind kind)
    {
        var mail = _renderer.Render(MailSample.Content(kind));

        var lines = mail.Text.Split('\n');
        var name = Array.FindIndex(lines, line => line == "  " + Samples.Contact().ShipTo.Recipient);
        Assert.True(name > 0, mail.Text);
        Assert.StartsWith("  ", lines[name + 1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.TrimStart().StartsWith(':'));
    }

    [Fact]
    public void Cancelled_after_all_was_refunded_promises_no_second_refund()
    {
        var state = MailSample.State(OrderStatus.Cancelled, captured: 32700) with { Refunded = new(32700, "USD") };

        var text = _renderer.Render(MailSample.Content(MailKind.Cancelled, state: state)).Text;

        Assert.Contains("was refunded before", text, StringComparison.Ordinal);
        Assert.DoesNotContain("We refund", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not paid anything", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_unpaid_says_that_nothing_is_owed()
    {
        var text = _renderer.Render(MailSample.Content(MailKind.Cancelled, "zh-CN", state: MailSample.State(OrderStatus.Cancelled))).Text;

        Assert.Contains("您尚未付款", text, StringComparison.Ordinal);
        Assert.DoesNotContain("退还", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Refunded_names_its_own_amount_and_the_reason()
    {
        var facts = new Dictionary<string, string>
        {
            [MailFacts.Amount] = new Money(1250, "USD").ToString(),
            [MailFacts.Reason] = "overpaid",
        };

        var text = _renderer.Render(MailSample.Content(MailKind.Refunded, facts: facts)).Text;

        Assert.Contains("12.50 USD", text, StringComparison.Ordinal);
        Assert.Contains("More was paid than was due.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "16 March 2026, 20:00 (Beijing time)", "seal intact")]
    [InlineData("zh-CN", "2026年3月16日 20:00（北京时间）", "封条完好")]
    public void Granted_return_names_its_number_address_goods_deadline_and_terms(string locale, string until, string terms)
    {
        var mail = _renderer.Render(MailSample.Content(MailKind.ReturnGranted, locale));

        Assert.All(
            ["RMA-7K3Q9-M2XWD", "1 Warehouse Road", until, terms, locale == "en" ? "Hardware wallet Pro × 2" : "硬件钱包 Pro × 2"],
            part => Assert.Contains(part, mail.Text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Settled_return_names_revoked_licence_keys_and_the_refund()
    {
        var mail = _renderer.Render(
            MailSample.Content(MailKind.ReturnSettled) with
            {
                Licences = [new("SW-PLUS", 1, "AAAAA-1", "return:RMA-7K3Q9-M2XWD")],
            }
        );

        Assert.Contains("no longer valid", mail.Text, StringComparison.Ordinal);
        Assert.Contains("AAAAA-1", mail.Text, StringComparison.Ordinal);
        Assert.Contains("could not take these back", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_to_a_request_keeps_its_paragraphs_and_stays_text()
    {
        var mail = _renderer.Render(MailSample.Content(MailKind.RequestAnswered) with { Answer = "Hold the button.\n<b>Then</b> wait." });

        Assert.Contains("Hold the button.\n\n<b>Then</b> wait.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Then", mail.Html, StringComparison.Ordinal);
    }
}
