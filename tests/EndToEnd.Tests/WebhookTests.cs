using System.Net;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>Webhooks that are forged, old, or not understood.</summary>
public sealed class WebhookTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Webhook_whose_signature_does_not_hold_is_refused_and_changes_nothing()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm());
        await _shop.Storefront.WaitForAsync(placed.Id, "awaiting_payment");
        var body = SandboxCompany.Paid(placed.Id, placed.Total);

        var forged = await _shop.Company.PaymentWebhookAsync(body, secret: "wrong-secret");
        var stale = await _shop.Company.PaymentWebhookAsync(body, age: TimeSpan.FromMinutes(6));
        var early = await _shop.Company.PaymentWebhookAsync(body, age: TimeSpan.FromMinutes(-6));
        var unsigned = await _shop.Company.PaymentWebhookAsync(body, header: "");
        var garbled = await _shop.Company.PaymentWebhookAsync(body, header: "t=yesterday,v1=zz");

        Assert.All([forged, stale, early, unsigned, garbled], answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.Status));
        Assert.Equal(
            ["signature_wrong", "signature_stale", "signature_early", "signature_missing", "signature_malformed"],
            new[] { forged, stale, early, unsigned, garbled }.Select(answer => (string?)answer.Json["reason"])
        );
        var seen = await _shop.Storefront.GetAsync(placed.Id);
        Assert.Equal(("awaiting_payment", 0L), (seen.Status, seen.Paid));
    }

    [Fact]
    public async Task Webhook_signed_for_another_body_is_refused()
    {
        var placed = await _shop.Storefront.PlaceAsync(new OrderForm());
        var small = SandboxCompany.Paid(placed.Id, 1, eventId: "evt_small");

        var answer = await _shop.Company.PaymentWebhookAsync(small + " ", header: SandboxCompany.Header(small));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task Scan_of_an_unknown_waybill_goes_to_quarantine()
    {
        var waybill = $"SBX-{Guid.NewGuid():N}";

        var answer = await _shop.Company.CarrierWebhookAsync(Scan(waybill));

        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, answer.ToString());
        Assert.Contains(
            await _shop.Books.QuarantineAsync(),
            item => item.Source == "carriers-sandbox" && item.Reason.Contains(waybill, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Payment_of_an_unknown_order_goes_to_quarantine_and_operations_see_it()
    {
        var orderId = $"no-such-{Guid.NewGuid():N}";

        var answer = await _shop.Company.PaymentWebhookAsync(SandboxCompany.Paid(orderId, 100));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Contains(orderId, (await _shop.Storefront.GetPathAsync("api/ops/quarantine", App.OpsKey)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "broken JSON")]
    [InlineData("{}", "nothing in it")]
    [InlineData(
        """{ "eventId": "e", "orderId": "o", "type": "gifted", "amount": { "amount": 1, "currency": "USD" } }""",
        "an unknown type"
    )]
    [InlineData(
        """{ "eventId": "e", "orderId": "o", "type": "succeeded", "amount": { "amount": -5, "currency": "USD" } }""",
        "a negative amount"
    )]
    [InlineData(
        """{ "eventId": "e", "orderId": "o", "type": "succeeded", "amount": { "amount": "5", "currency": "USD" } }""",
        "a text for a number"
    )]
    [InlineData(
        """{ "eventId": "e", "orderId": "o", "type": "succeeded", "amount": { "amount": 5, "currency": "USD" }, "tip": 1 }""",
        "an unknown member"
    )]
    public async Task Signed_webhook_that_is_not_understood_goes_to_quarantine(string body, string what)
    {
        var unique = body + new string(' ', Random.Shared.Next(1, 1000));
        var before = (await _shop.Books.QuarantineAsync()).Select(item => item.Id).ToHashSet(StringComparer.Ordinal);

        var answer = await _shop.Company.PaymentWebhookAsync(unique);

        Assert.True(answer.Status == HttpStatusCode.Accepted, $"{what}: {answer}");
        Assert.True(
            (await _shop.Books.QuarantineAsync()).Any(item =>
                !before.Contains(item.Id)
                && item.Source == "payments-sandbox"
                && !item.Reason.StartsWith("signature_", StringComparison.Ordinal)
            ),
            what
        );
    }

    [Fact]
    public async Task Oversized_webhook_is_refused() =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _shop.Company.PaymentWebhookAsync(new string(' ', 300_000))).Status);

    [Fact]
    public async Task Webhook_of_an_unknown_sender_is_not_found()
    {
        var answer = await _shop.Storefront.GetPathAsync("api/webhooks/payments/nobody");

        Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, answer.ToString());
    }

    [Fact]
    public async Task Scan_after_the_end_is_kept_and_changes_nothing()
    {
        var form = new OrderForm();
        var placed = await _shop.Storefront.PlaceAsync(form);
        var closed = await _shop.Walker.WalkAsync(placed.Id);

        (await _shop.Company.ScanAsync(closed.Waybill!, "in_transit")).Expect(HttpStatusCode.OK);

        var seen = await Eventually.GetAsync(
            () => _shop.Storefront.GetAsync(placed.Id),
            order => order.View["parcels"]![0]!["scans"]!.AsArray().Count == 5,
            "five scans"
        );
        Assert.Equal(("closed", "delivered"), (seen.Status, (string?)seen.View["parcels"]![0]!["status"]));
    }

    private static string Scan(string waybill) =>
        JsonSerializer.Serialize(
            new
            {
                eventId = $"evt_{Guid.NewGuid():N}",
                waybill,
                status = "picked_up",
                time = DateTimeOffset.UtcNow.ToString("O"),
            }
        );
}
