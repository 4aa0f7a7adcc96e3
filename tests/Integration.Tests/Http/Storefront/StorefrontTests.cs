using Orders.Functions.Commands;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Operations;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Stock;

namespace Integration.Tests.Http.Storefront;

public sealed class StorefrontTests(Face face) : IClassFixture<Face>
{
    [Fact]
    public async Task Order_is_taken_stored_started_and_shown()
    {
        var placed = await face.PlaceAsync(Example(out _), AzuriteFixture.NewId("k"));

        var orderId = placed.Text("orderId");
        Assert.Equal(202, placed.Status);
        Assert.Equal($"/api/orders/{orderId}", placed.Location);
        Assert.Equal(15900, placed.Body.GetProperty("amountDue").GetProperty("amount").GetInt64());
        Assert.NotNull(await face.Hub.Client.GetInstanceAsync(orderId));

        var request = face.Request("get");
        var shown = await face.AnswerAsync(
            await face.Get<GetOrder>().RunAsync(request, orderId, face.Hub.Client, default),
            request,
            "/api/orders/{orderId}"
        );
        Assert.Equal(placed.Text("orderNumber"), shown.Text("orderNumber"));
        Assert.Equal("科技园路 1 号", shown.Body.GetProperty("shipTo").GetProperty("line1").GetString());
    }

    [Fact]
    public async Task Same_key_and_body_again_give_the_same_order()
    {
        var (json, key) = (Example(out _), AzuriteFixture.NewId("k"));
        var first = await face.PlaceAsync(json, key);

        var again = await face.PlaceAsync(json.Replace(",", " , ", StringComparison.Ordinal), key);

        Assert.Equal(202, again.Status);
        Assert.Equal(first.Text("orderId"), again.Text("orderId"));
        Assert.Equal(first.Location, again.Location);
    }

    [Theory]
    [InlineData("card", "scripted")]
    [InlineData("debit", "scripted")]
    [InlineData("credit", "scripted")]
    [InlineData("crypto", "other")]
    public async Task Order_keeps_the_payment_provider_that_the_settings_give_it(string method, string provider)
    {
        Example(out var customer);

        var placed = await face.PlaceAsync(
            OrderRequests.Example(customer).With("paymentMethod", $"\"{method}\"").ToJsonString(),
            AzuriteFixture.NewId("k")
        );

        Assert.Equal(provider, (await face.Orders.GetAsync(placed.Text("orderId"))).PaymentProvider);
        Assert.Equal(provider == "other" ? "crypto" : "card", placed.Text("paymentMethod"));
    }

    [Fact]
    public async Task Same_key_and_text_typed_otherwise_give_the_same_order()
    {
        Example(out var customer);
        var (key, order) = (AzuriteFixture.NewId("k"), OrderRequests.Example(customer).With("customer.email", "\"a@b\u00fccher.example\""));
        var first = await face.PlaceAsync(order.ToJsonString(), key);

        var again = await face.PlaceAsync(
            order
                .With("customer.email", "\"a@XN--BCHER-KVA.example\"")
                .With("customer.name", "\"\u200b李雷\u00a0\"")
                .With("shipTo.line1", "\"科技园路 １　号\"")
                .With("shipTo.postalCode", "\"５１８０００\"")
                .With("shipTo.line2", "\"\"")
                .ToJsonString(),
            key
        );

        Assert.Equal((202, first.Text("orderId")), (again.Status, again.Text("orderId")));
    }

    [Fact]
    public async Task Same_key_with_another_body_conflicts_even_if_that_body_is_invalid()
    {
        var key = AzuriteFixture.NewId("k");
        Example(out var customer);
        await face.PlaceAsync(OrderRequests.Example(customer).ToJsonString(), key);

        var other = await face.PlaceAsync(OrderRequests.Example(customer).With("lines[0].sku", "\"NONE\"").ToJsonString(), key);

        Assert.Equal(409, other.Status);
    }

    [Fact]
    public async Task Missing_key_is_told_together_with_what_else_is_wrong()
    {
        var answer = await face.PlaceAsync(OrderRequests.Example().With("lines[0].quantity", "-1").ToJsonString(), key: null);

        Assert.Equal(400, answer.Status);
        Assert.Equal(["Idempotency-Key", "lines[0].quantity"], answer.Errors);
    }

    [Theory]
    [InlineData("lines[0].sku", "\"NONE\"", "lines[0].sku")]
    [InlineData("shipTo.country", "\"HK\"", "acceptDuties")]
    [InlineData("shipTo.postalCode", "\"999999\"", "shipTo.postalCode")]
    [InlineData("lines[0].quantity", "6", "lines[0].quantity")]
    [InlineData("expectedTotal.amount", "1", "expectedTotal")]
    public async Task What_cannot_be_had_is_unprocessable(string path, string json, string named)
    {
        var answer = await face.PlaceAsync(OrderRequests.Example().With(path, json).ToJsonString(), AzuriteFixture.NewId("k"));

        Assert.Equal(422, answer.Status);
        Assert.Equal([named], answer.Errors);
    }

    [Fact]
    public async Task Oversized_body_and_other_content_are_refused()
    {
        Assert.Equal(413, (await face.PlaceAsync($"\"{new string('x', 70_000)}\"", "k")).Status);

        var request = face.Request("post", "{}");
        request.ContentType = "text/plain";
        var answer = await face.AnswerAsync(
            await face.Get<PlaceOrder>().RunAsync(request, face.Hub.Client, default),
            request,
            "/api/orders"
        );
        Assert.Equal(415, answer.Status);
    }

    [Fact]
    public async Task My_orders_come_in_pages_of_twenty_newest_first()
    {
        Example(out var customer);
        for (var i = 0; i < 21; i++)
        {
            face.Time.Advance(TimeSpan.FromSeconds(1));
            await face.PlaceAsync(OrderRequests.Example(customer).ToJsonString(), $"k{i}");
        }

        var first = await ListAsync($"?customerId={customer}");
        var second = await ListAsync($"?customerId={customer}&continuation={Uri.EscapeDataString(first.Text("continuation"))}");

        var placed = first
            .Body.GetProperty("orders")
            .EnumerateArray()
            .Select(order => order.GetProperty("placedAt").GetDateTimeOffset())
            .ToList();
        Assert.Equal(20, placed.Count);
        Assert.Equal(placed.OrderDescending(), placed);
        Assert.Equal(1, second.Body.GetProperty("orders").GetArrayLength());
    }

    [Fact]
    public async Task Wrong_questions_for_my_orders_are_refused()
    {
        Assert.Equal(["customerId", "status"], (await ListAsync("?status=lost")).Errors);
        Assert.Equal(["continuation"], (await ListAsync("?customerId=c-1&continuation=nonsense")).Errors);
        Assert.Equal(["customerId"], (await ListAsync("?customerId=..")).Errors);
    }

    [Fact]
    public async Task Timeline_is_in_the_customers_language()
    {
        var orderId = (await face.PlaceAsync(Example(out _), AzuriteFixture.NewId("k"))).Text("orderId");
        var state = (await face.Orders.FindAsync(orderId))!.State with { Sequence = 1, Status = OrderStatus.InReview };
        await face.Orders.RecordAsync(
            new Progress(orderId, state) { Timeline = [new TimelineEntry(face.Time.GetUtcNow(), TimelineKind.ReviewPassed, Actor.System)] }
        );

        var request = face.Request("get");
        var answer = await face.AnswerAsync(
            await face.Get<ListOrderEvents>().RunAsync(request, orderId, default),
            request,
            "/api/orders/{orderId}/events"
        );

        Assert.Equal("订单已通过审核。", answer.Body.GetProperty("events")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Cancel_waits_for_the_outcome()
    {
        var orderId = (await face.PlaceAsync(Example(out _), AzuriteFixture.NewId("k"))).Text("orderId");
        await face.Hub.RunUntilIdleAsync();
        var cancelling = CancelAsync(orderId);
        var state = (await face.Orders.FindAsync(orderId))!.State with { Sequence = 5, Status = OrderStatus.Cancelled };
        await face.Orders.RecordAsync(new Progress(orderId, state));

        Assert.Equal(200, (await FinishAsync(cancelling)).Status);
    }

    [Fact]
    public async Task Cancel_that_is_not_decided_in_five_seconds_is_accepted()
    {
        var orderId = (await face.PlaceAsync(Example(out _), AzuriteFixture.NewId("k"))).Text("orderId");
        await face.Hub.RunUntilIdleAsync();

        var answer = await FinishAsync(CancelAsync(orderId));

        Assert.Equal(202, answer.Status);
        Assert.Equal($"/api/orders/{orderId}", answer.Location);
    }

    [Fact]
    public async Task Cancel_in_the_first_moment_of_an_order_takes_effect()
    {
        var orderId = (await face.PlaceAsync(Example(out _), AzuriteFixture.NewId("k"))).Text("orderId");
        var cancelling = CancelAsync(orderId);
        await face.Hub.RunUntilIdleAsync();

        Assert.Equal(202, (await FinishAsync(cancelling)).Status);
        await face.Hub.RunUntilIdleAsync();
        Assert.True(face.Hub.Instances[orderId].HasEnded);
    }

    [Fact]
    public async Task Cancel_of_an_order_that_has_not_begun_is_refused_temporarily()
    {
        var orderId = (await face.PlaceAsync(Example(out _), AzuriteFixture.NewId("k"))).Text("orderId");

        await Assert.ThrowsAsync<InstanceNotStartedException>(() => FinishAsync(CancelAsync(orderId)));
    }

    [Fact]
    public async Task Cancel_that_comes_too_late_is_told_the_way_to_return()
    {
        var orderId = (await face.PlaceAsync(Example(out _), AzuriteFixture.NewId("k"))).Text("orderId");
        var state = (await face.Orders.FindAsync(orderId))!.State with { Sequence = 5, Status = OrderStatus.Delivered };
        await face.Orders.RecordAsync(new Progress(orderId, state));

        var answer = await CancelAsync(orderId);

        Assert.Equal(409, answer.Status);
        Assert.Equal("delivered", answer.Text("reason"));
        Assert.Contains("退货", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_order_is_not_found()
    {
        var unknown = face.Request("get");

        Assert.Equal(404, (await CancelAsync("nothing")).Status);
        Assert.Equal(
            404,
            (
                await face.AnswerAsync(
                    await face.Get<GetOrder>().RunAsync(unknown, "nothing", face.Hub.Client, default),
                    unknown,
                    "/api/orders/{orderId}"
                )
            ).Status
        );
    }

    [Fact]
    public async Task Catalogue_is_shown_with_what_is_available()
    {
        var all = face.Request("get");
        var one = face.Request("get");

        var list = await face.AnswerAsync(await face.Get<ListProducts>().RunAsync(all, default), all, "/api/products");
        var pro = await face.AnswerAsync(await face.Get<GetProduct>().RunAsync(one, "HW-PRO", default), one, "/api/products/{sku}");

        var skus = list
            .Body.GetProperty("products")
            .EnumerateArray()
            .Select(product => product.GetProperty("sku").GetString()!)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Subset(skus, Seeder.ReadFile().Products.Select(seeded => seeded.Product.Sku).ToHashSet(StringComparer.Ordinal));
        Assert.Equal(12900, pro.Body.GetProperty("price").GetProperty("amount").GetInt64());
        Assert.True(pro.Body.GetProperty("available").GetInt32() > 0);
    }

    [Theory]
    [InlineData("", "", 401)]
    [InlineData("wrong", "", 401)]
    [InlineData("ops", "", 200)]
    [InlineData("", "?code=ops", 200)]
    public async Task Operations_need_their_key(string header, string query, int status)
    {
        var request = face.Request("get", query: query, headers: header.Length == 0 ? [] : [("x-functions-key", header)]);

        var answer = await face.BehindDoorAsync(
            "ListAlerts",
            request,
            "/api/ops/alerts",
            () => face.Get<AlertOperations>().ListAsync(request, default)
        );

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Operations_find_an_order_by_its_number_as_typed()
    {
        var placed = await face.PlaceAsync(Example(out _), AzuriteFixture.NewId("k"));
        var request = face.Request("get", headers: [("x-functions-key", "ops")]);

        var typed = placed.Text("orderNumber").Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        var answer = await face.AnswerAsync(
            await face.Get<ShowOrder>().RunAsync(request, typed, default),
            request,
            "/api/ops/orders/{number}"
        );

        Assert.Equal(placed.Text("orderId"), answer.Body.GetProperty("order").GetProperty("orderId").GetString());
    }

    private static string Example(out string customer) => OrderRequests.Example(customer = AzuriteFixture.NewId("c")).ToJsonString();

    private async Task<Face.Answer> ListAsync(string query)
    {
        var request = face.Request("get", query: query);
        return await face.AnswerAsync(await face.Get<ListOrders>().RunAsync(request, default), request, "/api/orders");
    }

    private async Task<Face.Answer> CancelAsync(string orderId)
    {
        var request = face.Request("post", """{ "reason": "changed my mind" }""");
        return await face.AnswerAsync(
            await face.Get<CancelOrder>().RunAsync(request, orderId, face.Hub.Client, default),
            request,
            "/api/orders/{orderId}/cancel"
        );
    }

    // Lets the waiting call's own clock run until it has its answer.
    private async Task<Face.Answer> FinishAsync(Task<Face.Answer> cancelling)
    {
        while (!cancelling.IsCompleted)
        {
            face.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(cancelling, face.Orders.FindAsync("nothing"));
        }

        return await cancelling;
    }
}
