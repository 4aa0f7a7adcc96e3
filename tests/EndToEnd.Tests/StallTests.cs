using System.Diagnostics;
using System.Net;

namespace EndToEnd.Tests;

/// <summary>
/// The storage account hangs: it takes calls and answers none. Callers are told soon to come again, and when it answers again everything
/// goes on by itself.
/// </summary>
public sealed class StallTests(ITestOutputHelper output)
{
    // The soak, which has the machine to itself, holds the app to ten seconds; here other tests run beside it.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Storage_that_hangs_costs_callers_a_503_and_nothing_else()
    {
        await using var shop = await Shop.OpenAsync();
        var form = new OrderForm();
        var order = await shop.Walker.WalkAsync((await shop.Storefront.PlaceAsync(form)).Id, "preparing");
        var fresh = new OrderForm().ToJson().ToJsonString();
        var before = shop.App.ResidentBytes;

        long during;
        using (shop.StallStorage())
        {
            // Each route on its own, then far more callers than are served at once.
            (string What, Func<Task<Answer>> Call)[] routes =
            [
                ("catalogue", () => shop.Storefront.GetPathAsync("api/products")),
                ("place", () => shop.Storefront.PostAsync(fresh, "stalled")),
                ("order", () => shop.Storefront.GetPathAsync($"api/orders/{order.Id}")),
                ("cancel", () => shop.Storefront.CancelAsync(order.Id)),
                ("payment webhook", () => shop.Company.PaymentWebhookAsync(SandboxCompany.Paid(order.Id, 100))),
                (
                    "carrier webhook",
                    () =>
                        shop.Company.CarrierWebhookAsync(
                            $$"""{ "eventId": "s-1", "waybill": "{{order.Waybill}}", "status": "picked_up", "time": "2026-11-23T00:00:00Z" }"""
                        )
                ),
                ("operations", () => shop.Operations.GetAsync("alerts")),
                (
                    "stock",
                    () =>
                        shop.Operations.PostAsync(
                            "stock/HW-PRO/receive",
                            new
                            {
                                delivery = "d-stall",
                                quantity = 1,
                                by = "mei",
                            }
                        )
                ),
            ];
            var answers = Task.WhenAll([
                .. routes.Select(route => ExpectUnavailableAsync(route.What, route.Call)),
                .. Enumerable.Range(0, 600).Select(_ => ExpectUnavailableAsync("crowd", routes[2].Call)),
            ]);
            Assert.Equal(
                ["blobs", "queues", "tables"],
                (await shop.Storefront.GetPathAsync("api/health/ready")).Json["failing"]!
                    .AsArray()
                    .Select(part => (string)part!)
                    .Order(StringComparer.Ordinal)
            );
            await answers;
            during = shop.App.ResidentBytes;
        }

        var back = Stopwatch.GetTimestamp();
        await Eventually.GetAsync(
            () => shop.Storefront.GetPathAsync($"api/orders/{order.Id}"),
            answer => answer.Status == HttpStatusCode.OK,
            "the app is back",
            Soon
        );
        var placed = await Eventually.GetAsync(
            () => shop.Storefront.PostAsync(fresh, "stalled"),
            answer => answer.Status == HttpStatusCode.Accepted,
            "the order of the stall is placed"
        );
        await Eventually.GetAsync(
            () => shop.Storefront.GetAsync(new OrderSeen(placed.Json).Id),
            seen => seen.Status == "awaiting_payment",
            "orders go on"
        );
        output.WriteLine(
            $"Back {Stopwatch.GetElapsedTime(back).TotalSeconds:0.0} s after the storage; memory of host and worker {before >> 20} "
                + $"MiB before, {during >> 20} MiB during, {shop.App.ResidentBytes >> 20} MiB after."
        );

        Assert.InRange(during - before, long.MinValue, 150L << 20);
        var end = await shop.Walker.WalkAsync(order.Id);
        await Eventually.GetAsync(() => shop.Books.DifferencesAsync(order.Id), differences => differences.Count == 0, "the books balance");
        Assert.True(end.IsFinal);
    }

    private static async Task ExpectUnavailableAsync(string what, Func<Task<Answer>> call)
    {
        var asked = Stopwatch.GetTimestamp();
        var answer = await call();
        var took = Stopwatch.GetElapsedTime(asked);
        Assert.True(
            answer.Status == HttpStatusCode.ServiceUnavailable
                && answer.ContentType == "application/problem+json"
                && answer.RetryAfter > TimeSpan.Zero
                && took < Soon,
            $"{what} after {took}: {answer}"
        );
    }
}
