using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http.Storefront;

namespace Integration.Tests.Http.Storefront;

public sealed class QuoteTests(Face face) : IClassFixture<Face>
{
    [Fact]
    public async Task Quote_within_china_has_three_classes_with_fee_dates_and_total()
    {
        var quote = await QuoteAsync(
            """{ "lines": [ { "sku": "HW-PRO", "quantity": 1 } ], "shipTo": { "country": "CN", "postalCode": "518000" } }"""
        );

        Assert.Equal(["economy", "standard", "express"], Classes(quote).Select(one => one.GetProperty("shippingClass").GetString()));
        Assert.Equal([13700, 14400, 15900], Classes(quote).Select(one => Amount(one, "total")));
        Assert.All(Classes(quote), one => Assert.False(one.TryGetProperty("duties", out _)));
        var promises = Classes(quote).Select(one => one.GetProperty("promise")).ToList();
        Assert.All(
            promises,
            promise => Assert.True(promise.GetProperty("from").GetDateTimeOffset() < promise.GetProperty("to").GetDateTimeOffset())
        );
        Assert.Equal(
            promises.Select(promise => promise.GetProperty("to").GetDateTimeOffset()).OrderDescending(),
            promises.Select(promise => promise.GetProperty("to").GetDateTimeOffset())
        );
        Assert.All(
            promises,
            promise =>
                Assert.Contains(promise.GetProperty("why").EnumerateArray(), why => why.GetProperty("reason").GetString() == "weekend")
        );
        Assert.StartsWith("CN-", quote.Text("calendarVersion"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_quoted_is_what_the_order_costs()
    {
        var quote = await QuoteAsync(
            """{ "lines": [ { "sku": "HW-PRO", "quantity": 1 } ], "shipTo": { "country": "GB", "postalCode": "ZE1 0AA" } }"""
        );
        var express = Classes(quote).Single(one => one.GetProperty("shippingClass").GetString() == "express");
        var total = Amount(express, "total");
        var request = OrderRequests
            .Example(AzuriteFixture.NewId("c"))
            .With("shipTo.country", "\"GB\"")
            .With("shipTo.postalCode", "\"ZE1 0AA\"")
            .With("acceptDuties", "true");

        var placed = await face.PlaceAsync(request.With("expectedTotal.amount", $"{total}").ToJsonString(), AzuriteFixture.NewId("k"));

        Assert.Equal(202, placed.Status);
        var duties = placed.Body.GetProperty("duties");
        Assert.Equal(
            ("ddp", "customer", true),
            (duties.GetProperty("terms").GetString(), duties.GetProperty("paidBy").GetString(), duties.GetProperty("accepted").GetBoolean())
        );
        Assert.Equal(Amount(express.GetProperty("duties"), "amount"), Amount(duties, "amount"));
        Assert.Equal(express.GetProperty("duties").GetProperty("version").GetString(), duties.GetProperty("version").GetString());
        Assert.Equal(12900 + Amount(express.GetProperty("fee"), "base") + 1200 + Amount(duties, "amount"), total);
        Assert.Equal(
            duties.GetProperty("amount").GetRawText(),
            JsonSerializer
                .SerializeToElement((await face.Orders.FindAsync(placed.Text("orderId")))!.Order.Duties!.Amount, OrderJson.Options)
                .GetRawText()
        );
    }

    [Fact]
    public async Task Jersey_costs_the_same_as_jersey_and_as_a_british_postal_code()
    {
        Task<Face.Answer> To(string country) =>
            QuoteAsync(
                $$"""{ "lines": [ { "sku": "HW-PRO", "quantity": 1 } ], "shipTo": { "country": "{{country}}", "postalCode": "JE2 3AB" } }"""
            );
        var (british, own) = (await To("GB"), await To("JE"));
        var request = OrderRequests
            .Example(AzuriteFixture.NewId("c"))
            .With("shipTo.country", "\"GB\"")
            .With("shipTo.postalCode", "\"JE2 3AB\"")
            .With("acceptDuties", "true")
            .With("expectedTotal.amount", $"{Amount(Classes(own).Last(), "total")}");
        var placed = await face.PlaceAsync(request.ToJsonString(), AzuriteFixture.NewId("k"));

        Assert.Equal(Classes(own).Select(one => one.GetRawText()), Classes(british).Select(one => one.GetRawText()));
        Assert.Equal("Jersey", british.Body.GetProperty("territory").GetProperty("name").GetString());
        Assert.Equal("dap", Classes(british).Last().GetProperty("duties").GetProperty("terms").GetString());
        Assert.Equal(202, placed.Status);
        Assert.Equal("GB", placed.Text("country"));
        Assert.Equal("JE", placed.Body.GetProperty("territory").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Forbidden_line_is_left_out_with_reason_in_the_customers_language()
    {
        var quote = await QuoteAsync(
            """{ "lines": [ { "sku": "HW-PRO", "quantity": 1 }, { "sku": "AC-CABLE", "quantity": 11 }, { "sku": "NONE", "quantity": 1 }, { "sku": "AC-CASE", "quantity": 2 } ], "shipTo": { "country": "DZ" }, "locale": "zh-CN" }"""
        );

        var refusals = quote
            .Body.GetProperty("lines")
            .EnumerateArray()
            .Select(line =>
                string.Join(',', line.GetProperty("refusals").EnumerateArray().Select(refusal => refusal.GetProperty("code").GetString()))
            );
        Assert.Equal(["import_forbidden", "quantity_limit", "not_sold", ""], refusals);
        Assert.Contains(
            "禁止进口",
            quote.Body.GetProperty("lines")[0].GetProperty("refusals")[0].GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(3800, Amount(quote.Body, "goods"));
        var duties = Classes(quote).First().GetProperty("duties");
        Assert.False(duties.TryGetProperty("amount", out _), "Nothing is known of what Algeria takes.");
        Assert.Equal("recipient", duties.GetProperty("paidBy").GetString());
    }

    [Fact]
    public async Task Where_no_line_may_go_there_is_no_class()
    {
        var quote = await QuoteAsync("""{ "lines": [ { "sku": "HW-PRO", "quantity": 1 } ], "shipTo": { "country": "KP" } }""");

        Assert.Empty(Classes(quote));
        Assert.Equal("export_control", quote.Body.GetProperty("lines")[0].GetProperty("refusals")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Licence_alone_costs_no_shipping_and_has_no_date()
    {
        var quote = await QuoteAsync("""{ "lines": [ { "sku": "SW-VAULT", "quantity": 1 } ], "shipTo": { "country": "DE" } }""");

        Assert.All(Classes(quote), one => Assert.Equal((3900, false), (Amount(one, "total"), one.TryGetProperty("promise", out _))));
    }

    [Fact]
    public async Task Wrong_form_is_told_in_whole()
    {
        var answer = await QuoteAsync(
            """{ "lines": [ { "sku": "HW-PRO", "quantity": 0 } ], "shipTo": { "country": "XX", "street": "1" }, "locale": "fr", "currency": "EUR", "coupon": 1 }"""
        );

        Assert.Equal(400, answer.Status);
        Assert.Equal(["lines[0].quantity", "shipTo.country", "shipTo.street", "locale", "currency", "coupon"], answer.Errors);
    }

    [Fact]
    public async Task Postal_code_that_cannot_be_is_told_with_the_quote()
    {
        var quote = await QuoteAsync(
            """{ "lines": [ { "sku": "HW-PRO", "quantity": 1 } ], "shipTo": { "country": "US", "postalCode": "1" } }"""
        );

        Assert.Equal("address_postal_code", quote.Body.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    private async Task<Face.Answer> QuoteAsync(string json)
    {
        var request = face.Request("post", json);
        return await face.AnswerAsync(await face.Get<GetQuote>().RunAsync(request, default), request, "/api/quotes");
    }

    private static IEnumerable<JsonElement> Classes(Face.Answer quote) => quote.Body.GetProperty("classes").EnumerateArray();

    private static long Amount(JsonElement element, string name) => element.GetProperty(name).GetProperty("amount").GetInt64();
}
