using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>The customer's page behind the link of their mails, in a real browser.</summary>
public sealed partial class OrderPageTests(SharedShop shared, Browser browser)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Link_of_a_mail_opens_that_order_only_and_nothing_else_does()
    {
        var (placed, link) = await PlaceAsync(new OrderForm());
        var (other, _) = await PlaceAsync(new OrderForm());

        var page = await GetAsync(link);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.ContentType));
        Assert.Contains(placed.Number, page.Text, StringComparison.Ordinal);
        Assert.All(OrderForm.PersonalTraces, trace => Assert.DoesNotContain(trace, page.Text, StringComparison.Ordinal));

        var token = link.Segments[^1];
        foreach (
            var forged in new[]
            {
                token[..^1],
                token.Replace(placed.Id, other.Id, StringComparison.Ordinal),
                token.Replace('.', '-'),
                $"{placed.Id}.99999999999.x",
                "x",
            }
        )
        {
            var answer = await GetAsync(new Uri(_shop.App.Url, $"api/page/{forged}"));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.DoesNotContain(placed.Number, answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(other.Number, answer.Text, StringComparison.Ordinal);
        }

        // The link is a key: it stands in no log.
        Assert.DoesNotContain(_shop.App.Output, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_is_kept_by_nobody_framed_by_nobody_and_runs_nothing()
    {
        var (_, link) = await PlaceAsync(new OrderForm());

        using var http = new HttpClient();
        using var answer = await http.GetAsync(link);

        string Header(string name) => string.Join(' ', answer.Headers.GetValues(name));
        Assert.Equal(
            ("no-store", "no-referrer", "nosniff"),
            (Header("Cache-Control"), Header("Referrer-Policy"), Header("X-Content-Type-Options"))
        );
        var policy = Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_that_another_site_sends_is_refused()
    {
        var (placed, link) = await PlaceAsync(new OrderForm());

        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example") })
        {
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Add(header, value);
            using var answer = await http.PostAsync(new Uri($"{link}/cancel"), new FormUrlEncodedContent([new("reason", "")]));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.NotEqual("cancelled", (await _shop.Storefront.GetAsync(placed.Id)).Status);
    }

    [Fact]
    public async Task Customer_reads_their_order_in_either_language_and_cancels_it()
    {
        var (placed, link) = await PlaceAsync(OrderForm.English());
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");
        await using var page = await browser.OpenAsync(link);
        Assert.Equal($"Order {placed.Number}", await page.TextAsync("h1"));
        Assert.Contains("Waiting for payment", await page.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("rgb(29, 39, 51)", (string?)await page.EvaluateAsync("getComputedStyle(document.body).color"));
        await page.FollowAsync("nav a");
        Assert.Equal(
            ("zh-CN", $"订单 {placed.Number}"),
            ((string?)await page.EvaluateAsync("document.documentElement.lang"), await page.TextAsync("h1"))
        );
        Assert.Contains("等待付款", await page.TextAsync(), StringComparison.Ordinal);
        await page.FollowAsync("nav a");

        await page.ClickAsync("details:has(form[action*='/cancel']) summary");
        await page.TypeAsync("#cancel-reason", "found it\nelsewhere");
        await page.FollowAsync("form[action*='/cancel'] button");

        Assert.Contains("Thank you", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Equal("cancelled", (await _shop.Storefront.WaitForAsync(placed.Id, "cancelled")).Status);
        Assert.Equal("found it elsewhere", (string?)(await _shop.Operations.GetAsync($"orders/{placed.Id}")).Json["cancelReason"]);
        await page.GoAsync(link);
        Assert.Contains("Cancelled", await page.TextAsync(".status"), StringComparison.Ordinal);
        Assert.Equal(0, (int?)await page.EvaluateAsync("document.forms.length"));
    }

    [Fact]
    public async Task Customer_confirms_the_change_that_the_shop_priced()
    {
        var (placed, link) = await PlaceAsync(new OrderForm());
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");
        (await _shop.Storefront.ChangeAsync(placed.Id, """{ "lines": [{ "sku": "HW-PRO", "quantity": 2 }] }""")).Expect(
            HttpStatusCode.Created
        );
        await using var page = await browser.OpenAsync(link);
        Assert.Contains("129.00 USD", await page.TextAsync("section:has(form[action*='/change-confirm'])"), StringComparison.Ordinal);
        await page.FollowAsync("form[action*='/change-confirm'] button");

        Assert.Contains("已收到", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Equal(28800, (await _shop.Storefront.GetAsync(placed.Id)).Total);
        Assert.Equal(0, (int?)await page.EvaluateAsync("document.querySelectorAll('form[action*=\"/change-\"]').length"));
    }

    [Fact]
    public async Task Page_that_came_too_late_says_why_in_the_readers_language()
    {
        var (placed, link) = await PlaceAsync(new OrderForm());
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");
        await using var page = await browser.OpenAsync(link);
        await _shop.Walker.WalkAsync(placed.Id, "shipped", "in_transit");

        await page.ClickAsync("details:has(form[action*='/cancel']) summary");
        await page.FollowAsync("form[action*='/cancel'] button");

        Assert.Contains("承运商已取走包裹", await page.TextAsync("[role=alert]"), StringComparison.Ordinal);
        Assert.Contains("运单号", await page.TextAsync(), StringComparison.Ordinal);
        Assert.StartsWith(
            "http",
            (string?)await page.EvaluateAsync("[...document.links].find(link => link.rel.includes('noopener')).href"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_somebody_wrote_stays_text()
    {
        const string hostile = "<script>document.title='owned'</script><img id=owned src=x onerror=\"document.title='owned'\">";
        var (placed, link) = await PlaceAsync(OrderForm.English() with { Name = hostile });
        await _shop.Walker.WalkAsync(placed.Id, "preparing");
        var waybill = (
            await Eventually.GetAsync(() => _shop.Storefront.GetAsync(placed.Id), order => order.Waybill is not null, "a waybill")
        ).Waybill!;
        (await _shop.Company.ScanAsync(waybill, "picked_up", place: hostile)).Expect(HttpStatusCode.OK);
        await _shop.Storefront.WaitForAsync(placed.Id, "shipped");
        await using var page = await browser.OpenAsync(link);

        Assert.Contains("onerror", (string?)await page.EvaluateAsync("document.body.textContent"), StringComparison.Ordinal);
        Assert.StartsWith(placed.Number, (string?)await page.EvaluateAsync("document.title"), StringComparison.Ordinal);
        Assert.True((bool?)await page.EvaluateAsync("document.getElementById('owned') === null && document.scripts.length === 0"));
    }

    [Fact]
    public async Task Page_can_be_used_without_sight_mouse_or_scripts()
    {
        var (placed, link) = await PlaceAsync(OrderForm.English());
        await _shop.Walker.WalkAsync(placed.Id, "awaiting_payment");
        await using var page = await browser.OpenAsync(link);

        Assert.Equal("[]", (await page.EvaluateAsync(Unlabelled))!.ToJsonString());
        Assert.Equal("[]", (await page.EvaluateAsync(SkippedHeadings))!.ToJsonString());
        Assert.Equal(
            "1 h1, skip link to main, en",
            (string?)
                await page.EvaluateAsync(
                    "`${document.querySelectorAll('h1').length} h1, skip link to "
                        + "${document.querySelector(document.links[0].hash).localName}, ${document.documentElement.lang}`"
                )
        );
        var pairs = (JsonArray)(await page.EvaluateAsync(TextColours))!;
        Assert.NotEmpty(pairs);
        Assert.All(pairs, pair => Assert.True(Contrast((string)pair![0]!, (string)pair[1]!) >= 4.5, $"{pair[2]}: {pair[0]} on {pair[1]}"));
        await page.ClickAsync("details:has(form[action*='/cancel']) summary");
        await page.TypeAsync("#cancel-reason", "x");
        Assert.Equal("solid", (string?)await page.EvaluateAsync("getComputedStyle(document.activeElement).outlineStyle"));
    }

    // What a person can fill in or press, and what names it.
    private const string Unlabelled =
        "[...document.querySelectorAll('input:not([type=hidden]),select,textarea,button,a,summary')].filter(e => "
        + "!(e.labels?.length || e.innerText?.trim() || e.textContent.trim() || e.ariaLabel)).map(e => e.outerHTML)";

    private const string SkippedHeadings =
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(e => +e.localName[1]).filter((level, i, all) => level > (i ? all[i - 1] "
        + ": 0) + 1)";

    // The colour of each text with the colour behind it.
    private const string TextColours = """
        [...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(e => {
          let behind = e;
          while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
          return [getComputedStyle(e).color, behind ? getComputedStyle(behind).backgroundColor : 'rgb(255, 255, 255)', e.localName + '.' + e.className];
        }).filter(x => x[2] !== 'title.' && x[2] !== 'style.')
        """;

    /// <summary>WCAG's contrast of two colours written as <c>rgb(r, g, b)</c>.</summary>
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

        static double Luminance(string colour)
        {
            var parts = Number()
                .Matches(colour)
                .Take(3)
                .Select(part => int.Parse(part.Value, CultureInfo.InvariantCulture) / 255.0)
                .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))
                .ToArray();
            return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
        }
    }

    private async Task<(OrderSeen Placed, Uri Link)> PlaceAsync(OrderForm form)
    {
        var placed = await _shop.Storefront.PlaceAsync(form);
        return (placed, (await _shop.Mailbox.WaitForAsync(placed.Id, "received")).PageLink);
    }

    private static async Task<Answer> GetAsync(Uri link)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(link);
        return await Answer.ReadAsync(answer);
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
