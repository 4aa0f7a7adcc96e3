using System.Net;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

public sealed class IdempotencyTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Same_key_and_body_is_the_same_order()
    {
        var form = new OrderForm();

        var first = await _shop.Storefront.PlaceAsync(form, "the-key");
        var second = await _shop.Storefront.PlaceAsync(form, "the-key");

        Assert.Equal((first.Id, first.Number), (second.Id, second.Number));
        await _shop.Storefront.WaitForAsync(first.Id, "awaiting_payment");
        await _shop.Mailbox.ExpectAsync(first.Id, "received");
    }

    [Fact]
    public async Task Same_key_with_another_body_is_a_conflict()
    {
        var form = new OrderForm();
        await _shop.Storefront.PlaceAsync(form, "the-key");

        var answer = await _shop.Storefront.PostAsync((form with { Lines = [("HW-PRO", 2)] }).ToJson().ToJsonString(), "the-key");

        Assert.Equal((HttpStatusCode.Conflict, "application/problem+json"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public async Task Concurrent_twins_are_one_order()
    {
        var form = new OrderForm();

        var twins = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _shop.Storefront.PlaceAsync(form, "twins")));

        Assert.Single(twins.Select(twin => twin.Id).Distinct());
        var page = (await _shop.Storefront.GetPathAsync($"api/orders?customerId={form.CustomerId}")).Json;
        Assert.Single(page["orders"]!.AsArray());
    }
}
