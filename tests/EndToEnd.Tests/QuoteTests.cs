using System.Net;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

/// <summary>Quotes, and the orders that follow them.</summary>
public sealed class QuoteTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Quote_names_price_and_delivery_date_of_each_shipping_class()
    {
        var form = OrderForm.English();
        var quote = (
            await _shop.Storefront.QuoteAsync(
                """{ "lines": [ { "sku": "HW-PRO", "quantity": 1 } ], "shipTo": { "country": "DE", "postalCode": "10117", "city": "Berlin" }, "locale": "en" }"""
            )
        )
            .Expect(HttpStatusCode.OK)
            .Json;

        var classes = quote["classes"]!.AsArray();
        Assert.Equal(["economy", "standard", "express"], classes.Select(one => (string)one!["shippingClass"]!));
        var express = classes[2]!;
        Assert.Equal(("dap", "recipient"), ((string)express["duties"]!["terms"]!, (string)express["duties"]!["paidBy"]!));
        Assert.Contains(express["promise"]!["why"]!.AsArray(), why => (string)why!["reason"]! == "customs");

        var json = form.With("expectedTotal", express["total"]!.DeepClone());
        json["expectedDuties"] = express["duties"]!["amount"]!.DeepClone();
        var placed = await _shop.Storefront.PostAsync(json.ToJsonString(), $"k-{Guid.NewGuid():N}");
        placed.Expect(HttpStatusCode.Accepted);
        Assert.True(JsonNode.DeepEquals(express["duties"]!["amount"], placed.Json["duties"]!["amount"]));
        Assert.True((bool)placed.Json["duties"]!["accepted"]!);

        var moving = await _shop.Walker.WalkAsync((string)placed.Json["orderId"]!, "in_transit");
        var parcel = (await _shop.Storefront.GetPathAsync($"api/orders/{moving.Id}")).Json["parcels"]![0]!;
        Assert.Equal((string)quote["calendarVersion"]!, (string)parcel["promise"]!["calendarVersion"]!);
        Assert.Equal((string)parcel["promisedTo"]!, (string)parcel["promise"]!["to"]!);
    }

    [Fact]
    public async Task Quote_tells_which_line_may_not_go_there_and_why()
    {
        var quote = (
            await _shop.Storefront.QuoteAsync(
                """{ "lines": [ { "sku": "HW-PRO", "quantity": 1 }, { "sku": "AC-CASE", "quantity": 1 } ], "shipTo": { "country": "DZ" }, "locale": "zh-CN" }"""
            )
        )
            .Expect(HttpStatusCode.OK)
            .Json;

        var refusal = quote["lines"]![0]!["refusals"]![0]!;
        Assert.Equal(("import_forbidden", "该国家或地区禁止进口加密资产硬件。"), ((string)refusal["code"]!, (string)refusal["text"]!));
        Assert.Equal(1900, (long)quote["goods"]!["amount"]!);
    }
}
