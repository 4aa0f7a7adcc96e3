using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>Goods that come back, from the customer's wish to what the warehouse finds and what comes of it.</summary>
[Collection(nameof(LongWindows))]
public sealed class ReturnTests(LongWindows shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Return_with_exchange_is_followed_on_its_way_inspected_and_sent_again()
    {
        var order = await DeliveredAsync(OrderForm.English());
        Assert.True((bool)order.View["allowed"]!["return"]!["possible"]!);

        var granted = (await RequestAsync(order.Id, "exchange")).Expect(HttpStatusCode.Created);
        var rma = (string)granted.Json["rma"]!;
        Assert.Equal($"/api/orders/{order.Id}/returns/{rma}", granted.Location!.OriginalString);
        Assert.InRange((DateTimeOffset)granted.Json["sendBy"]!, DateTimeOffset.UtcNow.AddDays(13), DateTimeOffset.UtcNow.AddDays(15));
        Assert.Contains("1 Warehouse Road", granted.Json["address"]!.AsArray().Select(line => (string)line!));
        Assert.Equal((HttpStatusCode.Conflict, "in_open_case"), Refusal(await RequestAsync(order.Id, "refund")));

        // The customer names their waybill; the carrier's scans then move the return.
        var waybill = $"SBXR{Random.Shared.NextInt64(1_000_000_000):D9}";
        (await _shop.Storefront.PostJsonAsync($"api/orders/{order.Id}/returns/{rma}/waybill", new { carrier = "sandbox", waybill })).Expect(
            HttpStatusCode.OK
        );
        (await ScanAsync(waybill, "picked_up")).Expect(HttpStatusCode.OK);
        await Eventually.GetAsync(
            () => ReturnAsync(order.Id, rma),
            seen => (string?)seen["status"] == "in_transit",
            "the return is on its way"
        );
        (await ScanAsync(waybill, "delivered")).Expect(HttpStatusCode.OK);
        var arrived = await Eventually.GetAsync(
            () => ReturnAsync(order.Id, rma),
            seen => (string?)seen["status"] == "received",
            "the return has arrived"
        );
        Assert.Equal("It is too heavy, says Ottoline Quarrington.", (string?)arrived["text"]);
        Assert.Contains(
            (await _shop.Operations.GetAsync("returns")).Expect(HttpStatusCode.OK).Json["returns"]!.AsArray(),
            row => (string?)row!["rma"] == rma && (string?)row["status"] == "received"
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await InspectAsync(rma, 2)).Status);
        var inspected = (await InspectAsync(rma.ToLowerInvariant(), 1)).Expect(HttpStatusCode.OK);
        Assert.Equal("accepted", (string?)inspected.Json["return"]!["status"]);
        Assert.Equal(HttpStatusCode.Conflict, (await InspectAsync(rma, 1)).Status);

        var again = await Eventually.GetAsync(
            () => _shop.Storefront.GetAsync(order.Id),
            seen => (string?)seen.View["parcels"]!.AsArray().ElementAtOrDefault(1)?["waybill"] is not null,
            "a second parcel is booked"
        );
        foreach (var scan in (string[])["picked_up", "delivered"])
            (await _shop.Company.ScanAsync((string)again.View["parcels"]![1]!["waybill"]!, scan)).Expect(HttpStatusCode.OK);
        var done = await Eventually.GetAsync(
            () => _shop.Storefront.GetAsync(order.Id),
            seen => (string?)seen.View["parcels"]![1]!["status"] == "delivered" && seen.Status == "delivered",
            "the second parcel arrived"
        );

        Assert.Equal(0, done.Refunded);
        Assert.Equal("HW-PRO", (string?)done.View["returns"]![0]!["exchanged"]![0]!["sku"]);
        await Eventually.GetAsync(() => _shop.Books.DifferencesAsync(order.Id), differences => differences.Count == 0, "the books balance");
        Assert.Equal(
            (string[])["return_granted", "return_announced", "return_in_transit", "return_arrived", "return_exchange"],
            (await _shop.Storefront.TimelineAsync(order.Id)).Where(kind => kind.StartsWith("return_", StringComparison.Ordinal))
        );
        var mails = await _shop.Mailbox.ExpectAsync(
            order.Id,
            "received",
            "paid",
            "shipped",
            "delivered",
            "return_granted",
            "return_received",
            "return_settled",
            "shipped",
            "delivered"
        );
        var told = mails.Single(mail => mail.Kind == "return_granted").Text;
        Assert.All([rma, "1 Warehouse Road"], part => Assert.Contains(part, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Goods_as_new_are_refunded_as_the_simulation_said()
    {
        var order = await DeliveredAsync(new OrderForm());
        var simulated = (await _shop.Storefront.PostJsonAsync($"api/orders/{order.Id}/refund-simulation", new { @for = "return" }))
            .Expect(HttpStatusCode.OK)
            .Json;

        var rma = (string)(await RequestAsync(order.Id, "refund")).Expect(HttpStatusCode.Created).Json["rma"]!;
        (await InspectAsync(rma, 1)).Expect(HttpStatusCode.OK);

        var paid = await Eventually.GetAsync(
            () => _shop.Storefront.GetAsync(order.Id),
            seen => seen.Refunded > 0,
            "the goods were refunded"
        );
        Assert.Equal((order.Total, order.Total), (paid.Refunded, (long)simulated["refund"]!["amount"]!));
        Assert.Equal("return_nothing_left", (string?)paid.View["allowed"]!["return"]!["reason"]);
        await Eventually.GetAsync(() => _shop.Books.DifferencesAsync(order.Id), differences => differences.Count == 0, "the books balance");
    }

    [Fact]
    public async Task Refused_return_gives_its_reason_in_the_customers_language()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm());

        var early = await RequestAsync(placed.Id, "refund");
        Assert.Equal((HttpStatusCode.Conflict, "return_not_delivered"), Refusal(early));
        Assert.Contains("尚未送达", (string?)early.Json["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await RequestAsync(placed.Id, "refund", sku: "NONE")).Status);
        var wrong = await _shop.Storefront.PostJsonAsync(
            $"api/orders/{placed.Id}/returns",
            new { lines = new[] { new { sku = "HW-PRO", quantity = 0 } }, wants = "money" }
        );
        Assert.Equal((HttpStatusCode.BadRequest, "lines[0].quantity,reason,wants"), (wrong.Status, string.Join(',', wrong.Errors)));
        Assert.Empty((await _shop.Storefront.GetAsync(placed.Id)).View["returns"]!.AsArray());
    }

    private async Task<OrderSeen> DeliveredAsync(OrderForm form) =>
        await _shop.Walker.WalkAsync((await _shop.Storefront.PlaceAsync(form)).Id, "delivered");

    private Task<Answer> RequestAsync(string orderId, string wants, string sku = "HW-PRO") =>
        _shop.Storefront.PostJsonAsync(
            $"api/orders/{orderId}/returns",
            new
            {
                lines = new[] { new { sku, quantity = 1 } },
                reason = "It is too heavy, says Ottoline Quarrington.",
                wants,
            }
        );

    private async Task<JsonNode> ReturnAsync(string orderId, string rma) =>
        (await _shop.Storefront.GetPathAsync($"api/orders/{orderId}/returns/{rma}")).Expect(HttpStatusCode.OK).Json;

    private Task<Answer> InspectAsync(string rma, int quantity) =>
        _shop.Operations.PostAsync(
            $"returns/{rma}/inspection",
            new
            {
                lines = new[]
                {
                    new
                    {
                        sku = "HW-PRO",
                        quantity,
                        condition = "as_new",
                    },
                },
                by = "mei",
            }
        );

    // The customer chose the carrier himself: our own booking knows nothing of it.
    private Task<Answer> ScanAsync(string waybill, string status) =>
        _shop.Company.CarrierWebhookAsync(
            JsonSerializer.Serialize(
                new
                {
                    eventId = $"{waybill}-{status}",
                    waybill,
                    status,
                    time = DateTimeOffset.UtcNow,
                    place = "Berlin",
                }
            )
        );

    private static (HttpStatusCode Status, string? Reason) Refusal(Answer answer) => (answer.Status, (string?)answer.Json["reason"]);
}
