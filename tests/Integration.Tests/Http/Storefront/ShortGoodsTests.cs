using System.Text.Json;
using Orders.Functions.Http.Operations;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Stock;

namespace Integration.Tests.Http.Storefront;

/// <summary>One safe is left, and two are asked for.</summary>
public sealed class ShortGoodsTests(Face face) : IClassFixture<Face>
{
    private const string Sku = "AC-SAFE";

    [Fact]
    public async Task Quote_and_order_say_what_is_missing_and_what_can_be_chosen()
    {
        await LeaveOneAsync();
        var expected = await ExpectAsync("""{ "expectedOn": "2027-01-04" }""");

        var quote = await QuoteAsync(
            $$"""{ "lines": [ { "sku": "{{Sku}}", "quantity": 2 }, { "sku": "AC-CASE", "quantity": 1 } ], "shipTo": { "country": "CN", "postalCode": "518000" } }"""
        );
        var placed = await face.PlaceAsync(
            OrderRequests
                .Example(AzuriteFixture.NewId("c"))
                .With("lines[0].sku", $"\"{Sku}\"")
                .With("lines[0].quantity", "2")
                .With("expectedTotal", null)
                .ToJsonString(),
            AzuriteFixture.NewId("k")
        );

        Assert.Equal("2027-01-04", expected.Body.GetProperty("stock").GetProperty("expectedOn").GetString());
        var lines = quote.Body.GetProperty("lines");
        Assert.False(lines[1].TryGetProperty("short", out _));
        var missing = lines[0].GetProperty("short");
        Assert.Equal((1, 1), (missing.GetProperty("available").GetInt32(), missing.GetProperty("missing").GetInt32()));
        Assert.Equal(["refund", "split", "wait"], Texts(missing.GetProperty("options")));
        Assert.Equal(
            "Of Home safe 1 are in stock, 1 are missing, more expected on 4 January 2027.",
            missing.GetProperty("text").GetString()
        );
        Assert.Equal(202, placed.Status);
        var short1 = Assert.Single(placed.Body.GetProperty("short").EnumerateArray());
        Assert.Equal(
            (Sku, 2, 1, "2027-01-04"),
            (
                short1.GetProperty("sku").GetString(),
                short1.GetProperty("ordered").GetInt32(),
                short1.GetProperty("missing").GetInt32(),
                short1.GetProperty("expectedOn").GetString()
            )
        );

        // A delivery ends the expectation.
        await face.Get<StockStore>().ReceiveAsync(AzuriteFixture.NewId("d"), Sku, 1);
        Assert.Null((await face.Get<StockStore>().LevelAsync(Sku)).ExpectedOn);
    }

    [Theory]
    [InlineData("""{ "expectedOn": "soon" }""", 400)]
    [InlineData("""{ "expectedOn": null }""", 200)]
    [InlineData("""{}""", 200)]
    [InlineData("""{ "day": "2027-01-04" }""", 400)]
    public async Task Expectation_is_a_day_or_nothing(string json, int status) => Assert.Equal(status, (await ExpectAsync(json)).Status);

    [Fact]
    public async Task Nothing_is_expected_of_what_is_not_sold() => Assert.Equal(404, (await ExpectAsync("{}", "NONE")).Status);

    [Fact]
    public void Day_that_is_over_is_not_told_to_customers()
    {
        var level = new StockLevel(Sku, 0, 0) { ExpectedOn = new DateOnly(2027, 1, 4) };

        Assert.Equal(level.ExpectedOn, level.ExpectedSince(new DateTimeOffset(2027, 1, 4, 23, 0, 0, TimeSpan.FromHours(8))));
        Assert.Null(level.ExpectedSince(new DateTimeOffset(2027, 1, 5, 1, 0, 0, TimeSpan.FromHours(8))));
    }

    private async Task LeaveOneAsync()
    {
        var stock = face.Get<StockStore>();
        var sold = AzuriteFixture.NewId("sold-elsewhere");
        await stock.ReserveAsync(sold, "order", [new(Sku, (await stock.LevelAsync(Sku)).Available - 1)]);
        await stock.ShipAsync(sold, "order");
    }

    [Theory]
    [InlineData("2020-01-01")]
    [InlineData("2099-01-01")]
    public async Task Day_on_which_nothing_can_come_is_refused(string day)
    {
        var answer = await ExpectAsync($$"""{ "expectedOn": "{{day}}" }""");

        Assert.Equal(400, answer.Status);
        Assert.Equal(["expectedOn"], answer.Errors);
    }

    private async Task<Face.Answer> QuoteAsync(string json)
    {
        var request = face.Request("post", json);
        return await face.AnswerAsync(await face.Get<GetQuote>().RunAsync(request, default), request, "/api/quotes");
    }

    private async Task<Face.Answer> ExpectAsync(string json, string sku = Sku)
    {
        var request = face.Request("post", json, headers: ("x-functions-key", "ops"));
        return await face.BehindDoorAsync(
            nameof(ExpectStock),
            request,
            "/api/ops/stock/{sku}/expect",
            () => face.Get<ExpectStock>().RunAsync(request, sku, default)
        );
    }

    private static IEnumerable<string?> Texts(JsonElement array) => array.EnumerateArray().Select(text => text.GetString());
}
