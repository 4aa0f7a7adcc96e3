using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Http;
using Orders.Functions.Http.Operations;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Stock;

namespace Integration.Tests.Http.Storefront;

public sealed class StockDecisionTests(Face face) : IClassFixture<Face>
{
    [Theory]
    [InlineData("""{}""", "choice")]
    [InlineData("""{ "choice": "ask" }""", "choice")]
    [InlineData("""{ "choice": "wait", "until": "soon", "more": 1 }""", "more,until")]
    [InlineData("""{ "lines": [{ "sku": "HW-PRO" }, { "sku": "HW-PRO", "choice": "wait" }] }""", "lines[0].choice,lines[1].sku")]
    [InlineData("""{ "choice": "substitute", "substitutes": { "HW-PRO": 7 } }""", "substitutes.HW-PRO")]
    public async Task Ill_formed_choice_is_refused_with_every_error(string json, string fields)
    {
        var answer = await DecideAsync("nobody", json);

        Assert.Equal(400, answer.Status);
        Assert.Equal(fields.Split(','), answer.Errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Order_that_is_not_there_or_not_short_has_nothing_to_choose()
    {
        var order = await ShortAsync(OrderStatus.Preparing, []);

        Assert.Equal(404, (await DecideAsync("nobody", """{ "choice": "wait" }""")).Status);
        var answer = await DecideAsync(order.OrderId, """{ "choice": "wait" }""");

        Assert.Equal((409, "no_stock_question"), (answer.Status, answer.Text("reason")));
    }

    [Theory]
    [InlineData("""{ "choice": "substitute", "substitutes": { "HW-PRO": "NONE" } }""", "substitutes.HW-PRO")]
    [InlineData("""{ "choice": "wait", "until": "2020-01-01" }""", "until")]
    [InlineData("""{ "lines": [{ "sku": "NONE", "choice": "refund" }] }""", "lines,lines[0].sku")]
    public async Task Choice_that_cannot_be_had_is_unprocessable(string json, string fields)
    {
        var order = await ShortAsync(OrderStatus.AwaitingStockDecision, [Short()]);

        var answer = await DecideAsync(order.OrderId, json);

        Assert.Equal(422, answer.Status);
        Assert.Equal(fields.Split(','), answer.Errors.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("2026-12-24T18:00:00.000000000+08:00", "2026-12-24T10:00:00Z")]
    [InlineData("2026-12-24t10:00:00z", "2026-12-24T10:00:00Z")]
    [InlineData(" ２０２６-12-24 ", "2026-12-24T00:00:00Z")]
    [InlineData("", null)]
    [InlineData(" ", null)]
    public void Time_to_wait_is_read_in_all_its_forms(string until, string? expected)
    {
        using var document = JsonDocument.Parse($$"""{ "choice": "wait", "until": "{{until}}" }""");
        var errors = new FieldErrors();

        var choices = StockChoiceReader.Read(JsonInput.Of(document, errors));

        Assert.False(errors.Any);
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, null), choices.Until);
    }

    [Theory]
    [InlineData("2026-12-24T18:00:00")]
    [InlineData("12/24/2026")]
    [InlineData("18:00")]
    public void Time_without_an_offset_is_refused(string until)
    {
        using var document = JsonDocument.Parse($$"""{ "choice": "wait", "until": "{{until}}" }""");
        var errors = new FieldErrors();

        StockChoiceReader.Read(JsonInput.Of(document, errors));

        Assert.Equal(["until"], errors.ToDictionary().Keys);
    }

    [Fact]
    public void Choice_for_all_lines_has_exceptions_and_takes_the_only_substitute()
    {
        ShortLine[] lines = [Short(), Short("HW-LITE")];
        using var document = JsonDocument.Parse(
            """{ "choice": "substitute", "lines": [{ "sku": "HW-LITE", "choice": "wait", "until": "2026-12-24T18:00:00+08:00" }] }"""
        );
        var errors = new FieldErrors();

        var choices = StockChoiceReader
            .Read(JsonInput.Of(document, errors))
            .For(lines, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), errors);

        Assert.False(errors.Any);
        Assert.Equal(
            [
                new LineChoice("HW-PRO", StockChoice.Substitute, "AC-STEEL"),
                new LineChoice("HW-LITE", StockChoice.Wait, Until: new DateTimeOffset(2026, 12, 24, 10, 0, 0, TimeSpan.Zero)),
            ],
            choices
        );
    }

    [Fact]
    public async Task Delivery_is_received_once_and_shows_the_level()
    {
        var delivery = AzuriteFixture.NewId("d");
        var before = (await face.Get<StockStore>().LevelAsync("AC-CASE")).OnHand;

        var first = await ReceiveAsync("AC-CASE", $$"""{ "delivery": "{{delivery}}", "quantity": 5, "by": "mei" }""");
        var again = await ReceiveAsync("AC-CASE", $$"""{ "delivery": "{{delivery}}", "quantity": 5, "by": "mei" }""");

        Assert.True(first.Body.GetProperty("received").GetBoolean());
        Assert.False(again.Body.GetProperty("received").GetBoolean());
        Assert.Equal(before + 5, again.Body.GetProperty("stock").GetProperty("onHand").GetInt32());
    }

    [Fact]
    public async Task Delivery_id_with_another_quantity_is_refused_and_changes_nothing()
    {
        var delivery = AzuriteFixture.NewId("d");
        var first = await ReceiveAsync("AC-CASE", $$"""{ "delivery": "{{delivery}}", "quantity": 5, "by": "mei" }""");

        var other = await ReceiveAsync("AC-CASE", $$"""{ "delivery": "{{delivery}}", "quantity": 7, "by": "mei" }""");

        Assert.Equal(409, other.Status);
        Assert.Equal("urn:orders:delivery-id-reused", other.Body.GetProperty("type").GetString());
        Assert.Equal(
            first.Body.GetProperty("stock").GetProperty("onHand").GetInt32(),
            (await face.Get<StockStore>().LevelAsync("AC-CASE")).OnHand
        );
    }

    [Fact]
    public async Task Delivery_of_what_is_not_sold_or_not_counted_is_refused()
    {
        Assert.Equal(404, (await ReceiveAsync("NONE", """{ "delivery": "d", "quantity": 5, "by": "mei" }""")).Status);
        Assert.Equal(
            ["by", "delivery", "quantity"],
            (await ReceiveAsync("AC-CASE", """{ "quantity": 0 }""")).Errors.Order(StringComparer.Ordinal)
        );
        Assert.Equal(401, (await ReceiveAsync("AC-CASE", "{}", key: "storefront")).Status);
    }

    private static ShortLine Short(string sku = "HW-PRO") =>
        new(
            sku,
            2,
            1,
            [
                new SubstituteOffer(
                    new OrderLine("AC-STEEL", new("Plate", "钢板"), ProductKind.Physical, 1, new Money(4900, "USD"), 350),
                    new Money(-8000, "USD")
                ),
            ]
        );

    private async Task<Order> ShortAsync(OrderStatus status, IReadOnlyList<ShortLine> lines)
    {
        var order = Samples.Order(AzuriteFixture.NewId("o"));
        await face.Orders.PlaceAsync(Samples.Place(order, key: order.OrderId));
        await face.Orders.RecordAsync(new Progress(order.OrderId, Samples.State(order, status, 1) with { Short = lines }));
        return order;
    }

    private async Task<Face.Answer> DecideAsync(string orderId, string json)
    {
        var request = face.Request("post", json);
        return await face.AnswerAsync(
            await face.Get<DecideStock>().RunAsync(request, orderId, face.Hub.Client, default),
            request,
            "/api/orders/{orderId}/stock-decision"
        );
    }

    private async Task<Face.Answer> ReceiveAsync(string sku, string json, string key = "ops")
    {
        var request = face.Request("post", json, headers: ("x-functions-key", key));
        return await face.BehindDoorAsync(
            nameof(ReceiveStock),
            request,
            "/api/ops/stock/{sku}/receive",
            () => face.Get<ReceiveStock>().RunAsync(request, sku, default)
        );
    }
}
