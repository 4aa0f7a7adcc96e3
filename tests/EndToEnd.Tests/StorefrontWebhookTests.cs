using System.Net;
using Doubles;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>What the storefront hears, from the app as it runs.</summary>
public sealed class StorefrontWebhookTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Storefront_hears_of_an_order_signed_and_in_order()
    {
        await using var companies = await CompanyServer.StartAsync();
        var made = (await _shop.Operations.PostAsync("webhooks", new { by = "Mei", url = $"{companies.Url}storefront" })).Expect(
            HttpStatusCode.Created
        );
        companies.Storefront.Secrets = [(string)made.Json["secret"]!];
        var endpoint = (string)made.Json["id"]!;
        try
        {
            var placed = await _shop.Storefront.PlaceAsync(new OrderForm());
            await _shop.Walker.WalkAsync(placed.Id, "delivered");
            var heard = await companies.Storefront.WaitForAsync(
                taken => taken.Any(one => one.OrderId == placed.Id && one.Type == "order.delivered"),
                TimeSpan.FromSeconds(30)
            );

            var own = heard.Where(one => one.OrderId == placed.Id).DistinctBy(one => one.Id).ToList();
            Assert.Equal(Enumerable.Range(1, own.Count), own.Select(one => one.Sequence));
            Assert.All(own, one => Assert.Equal([0], one.SignedBy));
            Assert.Equal(
                [
                    "order.placed",
                    "order.paid",
                    "order.preparing",
                    "shipment.booked",
                    "order.shipped",
                    "order.in_transit",
                    "order.out_for_delivery",
                    "shipment.delivered",
                    "order.delivered",
                ],
                own.Select(one => one.Type)
                    .Where(type =>
                        type
                            is not (
                                "order.in_review"
                                or "order.awaiting_payment"
                                or "payment.received"
                                or "order.checking_stock"
                                or "shipment.updated"
                                or "order.closed"
                            )
                    )
            );
            Assert.Contains(
                "delivered",
                (await _shop.Operations.GetAsync($"webhooks/{endpoint}/deliveries")).Expect(HttpStatusCode.OK).Text,
                StringComparison.Ordinal
            );
        }
        finally
        {
            (await _shop.Operations.PostAsync($"webhooks/{endpoint}/delete", new { by = "Mei" })).Expect(HttpStatusCode.OK);
        }
    }
}
