using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fuzz.Make;
using Fuzz.Wire;

namespace Fuzz.App;

/// <summary>
/// Orders in every state that a request may meet, with what hangs on them, by names such as <c>order.delivered</c>. The ids differ from run
/// to run; their lengths do not, so that a seed makes the same requests.
/// </summary>
internal sealed class Cast
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly FuzzedShop _shop;
    private readonly ConcurrentDictionary<string, string> _parts = new(StringComparer.Ordinal);
    private readonly string _mark = Guid.NewGuid().ToString("N")[..10];

    private Cast(FuzzedShop shop) => _shop = shop;

    /// <summary>The names of the orders, for example <c>delivered</c>.</summary>
    public static IReadOnlyList<string> Orders { get; } =
    [
        "awaiting",
        "cancelled",
        "claimed",
        "crypto",
        "delivered",
        "digital",
        "offered",
        "preparing",
        "requested",
        "returned",
        "review",
        "short",
        "shipped",
    ];

    /// <summary>The value behind a name.</summary>
    public string this[string part] => _parts[part];

    public static async Task<Cast> MakeAsync(FuzzedShop shop)
    {
        var cast = new Cast(shop);
        await Task.WhenAll(
            cast.AwaitingAsync(),
            cast.CancelledAsync(),
            cast.ClaimedAsync(),
            cast.CryptoAsync(),
            cast.PlacedAsync("digital", "SW-VAULT"),
            cast.OfferedAsync(),
            cast.PreparingAsync("preparing"),
            cast.RequestedAsync(),
            cast.ReturnedAsync(),
            cast.ReviewAsync(),
            cast.ShortAsync(),
            cast.DeliveredAsync("delivered"),
            cast.ShippedAsync()
        );
        return cast;
    }

    private async Task AwaitingAsync()
    {
        await PlacedAsync("awaiting");
        await UntilAsync("awaiting", "awaiting_payment");
    }

    private async Task CancelledAsync()
    {
        await PlacedAsync("cancelled");
        await _shop.AskAsync(Storefront("POST", $"/api/orders/{this["order.cancelled"]}/cancel", "{}"));
    }

    private async Task ClaimedAsync()
    {
        await DeliveredAsync("claimed");
        var form = new Form()
            .Text("kind", "missing")
            .Text("description", "Not in the box.")
            .Text("lines", """[{"sku":"HW-PRO","quantity":1}]""")
            .File("photos", "a.jpg", "image/jpeg", Samples.Jpeg);
        _parts["claim"] = (string)
            (await _shop.AskAsync(form.On(Storefront("POST", $"/api/orders/{this["order.claimed"]}/claims"))))!["claimId"]!;
    }

    private async Task CryptoAsync()
    {
        await PlacedAsync("crypto", method: "crypto");
        await UntilAsync("crypto", "awaiting_payment");
    }

    private async Task OfferedAsync()
    {
        await PlacedAsync("offered");
        await UntilAsync("offered", "awaiting_payment");
        _parts["change"] = await _shop.MadeAsync(
            Storefront("POST", $"/api/orders/{this["order.offered"]}/changes", """{"lines":[{"sku":"HW-PRO","quantity":2}]}""")
        );
    }

    private async Task RequestedAsync()
    {
        await PreparingAsync("requested");
        var form = new Form().Text("text", "When does it come?").File("attachments", "a.txt", "text/plain", "A note."u8.ToArray());
        _parts["request"] = (string)
            (await _shop.AskAsync(form.On(Storefront("POST", $"/api/orders/{this["order.requested"]}/requests"))))!["requestId"]!;
    }

    private async Task ReturnedAsync()
    {
        await DeliveredAsync("returned");
        _parts["rma"] = (string)
            (
                await _shop.AskAsync(
                    Storefront(
                        "POST",
                        $"/api/orders/{this["order.returned"]}/returns",
                        """{"lines":[{"sku":"HW-PRO","quantity":1}],"reason":"Too small.","wants":"refund"}"""
                    )
                )
            )!["rma"]!;
    }

    private async Task ReviewAsync()
    {
        await PlacedAsync("review", "AC-POWER", 5, "crypto", email: $"{_mark}@mailinator.com");
        await UntilAsync("review", "in_review");
    }

    private async Task ShortAsync()
    {
        await _shop.SellOutAsync("HW-LITE");
        await PlacedAsync("short", "HW-LITE");
        await UntilAsync("short", "awaiting_stock_decision");
    }

    private async Task ShippedAsync()
    {
        await PreparingAsync("shipped");
        await ScanAsync("shipped", "picked_up");
        await UntilAsync("shipped", "shipped");
    }

    private async Task DeliveredAsync(string name)
    {
        await PreparingAsync(name);
        foreach (var scan in (string[])["picked_up", "in_transit", "out_for_delivery", "delivered"])
            await ScanAsync(name, scan);
        await UntilAsync(name, "delivered");
    }

    private async Task PreparingAsync(string name)
    {
        await PlacedAsync(name);
        await PayAsync(name);
        var order = await UntilAsync(
            name,
            order => order["parcels"]!.AsArray() is [{ } parcel, ..] && parcel["waybill"] is not null,
            "booked"
        );
        _parts[$"waybill.{name}"] = (string)order["parcels"]![0]!["waybill"]!;
    }

    private async Task PayAsync(string name)
    {
        await UntilAsync(name, "awaiting_payment");
        await _shop.AskAsync(Storefront("POST", $"/api/sandbox/payments/{this[$"order.{name}"]}/pay"));
    }

    private Task ScanAsync(string name, string status) =>
        _shop.AskAsync(Storefront("POST", $"/api/sandbox/carrier/{this[$"waybill.{name}"]}/scan", $$"""{"status":"{{status}}"}"""));

    private async Task PlacedAsync(string name, string sku = "HW-PRO", int quantity = 1, string method = "card", string? email = null)
    {
        var customer = $"c-{_mark}-{name}";
        var body = JsonNode.Parse(Samples.Order(customer))!;
        body["lines"] = new JsonArray(new JsonObject { ["sku"] = sku, ["quantity"] = quantity });
        body["paymentMethod"] = method;
        body["customer"]!["email"] = email ?? $"{customer}@mail.example";
        body["shipTo"]!["line1"] = $"科技园路 {_mark} {name}";
        body.AsObject().Remove("expectedTotal");
        var request = Storefront("POST", "/api/orders", body.ToJsonString());
        var order = (await _shop.AskAsync(request with { Headers = [.. request.Headers, ("Idempotency-Key", $"{_mark}-{name}-{sku}")] }))!;
        var id = (string)order["orderId"]!;
        (_parts[$"order.{name}"], _parts[$"number.{name}"], _parts[$"customer.{name}"], _parts[$"token.{name}"]) = (
            id,
            (string)order["orderNumber"]!,
            customer,
            _shop.TokenOf(id)
        );
    }

    private Task<JsonNode> UntilAsync(string name, string status) => UntilAsync(name, order => (string)order["status"]! == status, status);

    private async Task<JsonNode> UntilAsync(string name, Func<JsonNode, bool> there, string what)
    {
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            var order = (await _shop.AskAsync(Storefront("GET", $"/api/orders/{this[$"order.{name}"]}")))!;
            if (there(order))
                return order;
            if (System.Diagnostics.Stopwatch.GetElapsedTime(begun) > Limit)
                throw new TimeoutException($"The order '{name}' did not become {what} in {Limit.TotalSeconds:0} s: {order["status"]}.");
            await Task.Delay(50);
        }
    }

    private static FuzzRequest Storefront(string method, string path, string? json = null)
    {
        var request = new FuzzRequest("cast", method, path) { Headers = [("x-functions-key", FuzzedShop.StorefrontKey)] };
        return json is null
            ? request
            : request with
            {
                Body = System.Text.Encoding.UTF8.GetBytes(json),
                Headers = [.. request.Headers, ("Content-Type", "application/json")],
            };
    }
}
