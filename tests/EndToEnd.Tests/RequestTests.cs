using System.Net;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

/// <summary>Requests that are wrong, and callers without the right key.</summary>
public sealed class RequestTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Theory]
    [InlineData("{", "broken JSON")]
    [InlineData("", "nothing")]
    [InlineData("[]", "an array")]
    [InlineData("null", "null")]
    [InlineData("\"order\"", "a string")]
    [InlineData("{}", "an empty object")]
    public async Task Body_that_is_no_order_is_a_bad_request(string body, string what)
    {
        var answer = await PostAsync(body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest && answer.ContentType == "application/problem+json", $"{what}: {answer}");
    }

    [Theory]
    [InlineData("lines.0.quantity", "\"one\"", "lines[0].quantity")]
    [InlineData("lines.0.quantity", "1.5", "lines[0].quantity")]
    [InlineData("lines.0.quantity", "-1", "lines[0].quantity")]
    [InlineData("lines.0.quantity", "0", "lines[0].quantity")]
    [InlineData("lines.0.sku", "17", "lines[0].sku")]
    [InlineData("lines", "[]", "lines")]
    [InlineData("lines", "{}", "lines")]
    [InlineData("customer", "\"me\"", "customer")]
    [InlineData("customer.email", "\"not an address\"", "customer.email")]
    [InlineData("customer.verified", "\"yes\"", "customer.verified")]
    [InlineData("customer.locale", "\"xx\"", "customer.locale")]
    [InlineData("customer.nickname", "\"Lei\"", "customer.nickname")]
    [InlineData("discount", "100", "discount")]
    [InlineData("shippingClass", "\"rocket\"", "shippingClass")]
    [InlineData("paymentMethod", "1", "paymentMethod")]
    [InlineData("shipTo.country", "\"XX\"", "shipTo.country")]
    [InlineData("expectedTotal", "{ \"amount\": -1, \"currency\": \"USD\" }", "expectedTotal.amount")]
    [InlineData("expectedTotal", "{ \"amount\": 15900, \"currency\": \"dollars\" }", "expectedTotal.currency")]
    public async Task Wrong_field_is_named(string path, string value, string field)
    {
        var answer = await PostAsync(new OrderForm().With(path, JsonNode.Parse(value)).ToJsonString());

        Assert.True(answer.Status == HttpStatusCode.BadRequest, answer.ToString());
        Assert.Contains(answer.Errors, error => error.StartsWith(field, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_errors_come_at_once()
    {
        var json = new OrderForm().With("lines.0.quantity", -1);
        json["customer"]!["email"] = "nobody";
        json["shippingClass"] = "rocket";
        json["surprise"] = true;

        var answer = await PostAsync(json.ToJsonString(), key: null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["Idempotency-Key", "customer.email", "lines[0].quantity", "shippingClass", "surprise"], answer.Errors);
    }

    [Theory]
    [InlineData("lines.0.sku", "\"HW-NONE\"", "lines[0].sku")]
    [InlineData("shipTo.country", "\"KP\"", "lines[0].sku")]
    [InlineData("shipTo.country", "\"DE\"", "acceptDuties")]
    [InlineData("expectedTotal", "{ \"amount\": 1, \"currency\": \"USD\" }", "expectedTotal")]
    public async Task Order_that_cannot_be_had_is_unprocessable(string path, string value, string field)
    {
        var answer = await PostAsync(new OrderForm().With(path, JsonNode.Parse(value)).ToJsonString());

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, answer.ToString());
        Assert.Contains(field, answer.Errors);
    }

    [Fact]
    public async Task Oversized_body_is_refused()
    {
        var answer = await PostAsync(
            new OrderForm { Name = new string('x', 70_000) }
                .ToJson()
                .ToJsonString()
        );

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Fact]
    public async Task Refused_request_leaves_no_order()
    {
        var form = new OrderForm();

        await PostAsync(form.With("lines.0.quantity", -1).ToJsonString());

        Assert.Empty((await _shop.Storefront.GetPathAsync($"api/orders?customerId={form.CustomerId}")).Json["orders"]!.AsArray());
    }

    [Theory]
    [InlineData("api/products")]
    [InlineData("api/orders?customerId=c-1")]
    [InlineData("api/orders/some-order")]
    [InlineData("api/orders/some-order/events")]
    public async Task Storefront_call_without_or_with_a_wrong_key_is_unauthorized(string path)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _shop.Storefront.GetPathAsync(path, functionKey: null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _shop.Storefront.GetPathAsync(path, functionKey: "wrong")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _shop.Storefront.GetPathAsync(path, App.OpsKey)).Status);
    }

    [Fact]
    public async Task Order_posted_without_a_function_key_is_unauthorized()
    {
        var form = new OrderForm();

        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await _shop.Storefront.PostAsync(form.ToJson().ToJsonString(), "k", functionKey: null)).Status
        );
        Assert.Empty((await _shop.Storefront.GetPathAsync($"api/orders?customerId={form.CustomerId}")).Json["orders"]!.AsArray());
    }

    [Theory]
    [InlineData("api/ops/alerts")]
    [InlineData("api/ops/stock")]
    [InlineData("api/ops/quarantine")]
    public async Task Operations_call_needs_the_key_of_operations(string path)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _shop.Storefront.GetPathAsync(path, functionKey: null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _shop.Storefront.GetPathAsync(path, App.StorefrontKey)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _shop.Storefront.GetPathAsync(path, App.OpsKey)).Status);
    }

    [Theory]
    [InlineData("api/orders/no-such-order")]
    [InlineData("api/orders/no-such-order/events")]
    [InlineData("api/orders/%2F..%2F%23%3F%25/events")]
    [InlineData("api/products/NONE")]
    public async Task Unknown_thing_is_not_found(string path)
    {
        var answer = await _shop.Storefront.GetPathAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public async Task Storefront_that_names_its_customer_reaches_no_other_order()
    {
        var form = new OrderForm();
        var orderId = (string)(await PostAsync(form.ToJson().ToJsonString())).Expect(HttpStatusCode.Accepted).Json["orderId"]!;
        var path = $"api/orders/{orderId}";

        foreach (var part in (IEnumerable<string>)["", "/events", "/parcels/1/label.pdf", "/returns/R1", "/changes/c1"])
            Assert.Equal(HttpStatusCode.NotFound, (await _shop.Storefront.GetPathAsync($"{path}{part}?customerId=somebody-else")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await _shop.Storefront.PostJsonAsync($"{path}/cancel?customerId=somebody-else", new { })).Status
        );

        var own = (await _shop.Storefront.GetPathAsync($"{path}?customerId={form.CustomerId}")).Expect(HttpStatusCode.OK).Json;
        Assert.NotEqual("cancelled", (string?)own["status"]);
    }

    [Fact]
    public async Task Catalogue_and_contract_are_served()
    {
        var products = (await _shop.Storefront.GetPathAsync("api/products")).Expect(HttpStatusCode.OK).Json["products"]!.AsArray();
        var contract = (await _shop.Storefront.GetPathAsync("api/openapi.yaml", functionKey: null)).Expect(HttpStatusCode.OK);

        Assert.Contains(products, product => (string?)product!["sku"] == "HW-PRO" && (long?)product["price"]!["amount"] == 12900);
        Assert.StartsWith("openapi: 3.1", contract.Text, StringComparison.Ordinal);
    }

    private Task<Answer> PostAsync(string body, string? key = "a-key") =>
        _shop.Storefront.PostAsync(body, key is null ? null : $"{key}-{Guid.NewGuid():N}");
}
