using System.Text.Json;
using Integration.Tests.Integrations.Mail;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Integrations.Sandbox;

public sealed class SandboxCarrierTests(AzuriteFixture azurite)
{
    private readonly string _key = AzuriteFixture.NewId("o") + "-p1";

    private static ParcelBooking Parcel =>
        new("R-7K3Q9-M2XWD", 1, ShippingClass.Express, 540, Samples.Contact().ShipTo)
        {
            OrderId = "o",
            Place = "CN",
            Goods = [],
        };

    [Fact]
    public async Task Booking_asked_twice_is_one_waybill_and_the_books_say_so()
    {
        await using var site = await SandboxSite.StartAsync(azurite);
        var carrier = site.Get<ICarrier>();

        var first = await carrier.BookAsync(_key, Parcel, default);
        var again = await carrier.BookAsync(_key, Parcel, default);
        var other = await carrier.BookAsync(_key + "2", Parcel, default);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal(2, (await BooksAsync(site, first.Waybill)).Asked);
    }

    [Fact]
    public async Task Parcel_that_is_too_heavy_is_refused_for_good()
    {
        await using var site = await SandboxSite.StartAsync(azurite);

        await Assert.ThrowsAsync<CarrierRefusedException>(() =>
            site.Get<ICarrier>().BookAsync(_key, Parcel with { WeightGrams = 40_000 }, default)
        );
    }

    [Fact]
    public async Task Void_before_pick_up_can_be_repeated_and_ends_the_scans()
    {
        await using var site = await SandboxSite.StartAsync(azurite);
        var carrier = site.Get<ICarrier>();
        var waybill = (await carrier.BookAsync(_key, Parcel, default)).Waybill;

        Assert.True(await carrier.VoidAsync(Of(waybill), default));
        Assert.True(await carrier.VoidAsync(Of(waybill), default));
        Assert.False((await site.Get<SandboxCarrierDesk>().ScanAsync(waybill, "e1", new ScanToPost("picked_up"), default)).Accepted);

        Assert.Empty(site.Webhooks);
        Assert.Null((await BooksAsync(site, waybill)).PickedUpAt);
    }

    [Fact]
    public async Task Void_after_pick_up_is_refused()
    {
        await using var site = await SandboxSite.StartAsync(azurite);
        var carrier = site.Get<ICarrier>();
        var waybill = (await carrier.BookAsync(_key, Parcel, default)).Waybill;
        await site.Get<SandboxCarrierDesk>().ScanAsync(waybill, "e1", new ScanToPost("picked_up"), default);

        Assert.False(await carrier.VoidAsync(Of(waybill), default));
        Assert.False((await BooksAsync(site, waybill)).Voided);
        await Assert.ThrowsAsync<CarrierRefusedException>(() => carrier.VoidAsync(Of("SBX0"), default));
    }

    [Fact]
    public async Task Scan_posts_a_webhook_that_our_adapter_reads_and_repeats_alike()
    {
        await using var site = await SandboxSite.StartAsync(azurite);
        var waybill = (await site.Get<ICarrier>().BookAsync(_key, Parcel, default)).Waybill;
        var desk = site.Get<SandboxCarrierDesk>();

        Assert.True((await desk.ScanAsync(waybill, "e1", new ScanToPost("in_transit", Place: "广州"), default)).Accepted);
        Assert.True((await desk.ScanAsync(waybill, "e1", new ScanToPost("in_transit", Place: "广州"), default)).Accepted);

        var posts = site.Webhooks.ToArray();
        Assert.Equal(2, posts.Length);
        Assert.Equal(posts[0].Body, posts[1].Body);
        var headers = new Dictionary<string, string> { ["sandbox-signature"] = posts[0].Signature };
        var reading = Assert.IsType<CarrierWebhook>(
            new SandboxCarrierWebhook(site.Get<SandboxSettings>()).Read(headers, posts[0].Body, DateTimeOffset.UtcNow)
        );
        Assert.Equal((waybill, "sandbox:e1"), (reading.Waybill, reading.Update.EventId));
        Assert.Equal((ParcelStatus.InTransit, "广州"), (Assert.Single(reading.Update.Scans).Status, reading.Update.Scans[0].Place));
        Assert.Single((await BooksAsync(site, waybill)).Scans);
    }

    [Fact]
    public async Task Autopilot_walks_the_road_and_tries_again_when_the_webhook_says_no()
    {
        await using var site = await SandboxSite.StartAsync(azurite, ("Sandbox:Autopilot", "true"), ("Sandbox:Pace", "PT1H"));
        var waybill = (await site.Get<ICarrier>().BookAsync(_key, Parcel, default)).Waybill;
        var autopilot = new SandboxAutopilot(
            site.Get<Autopilot>(),
            site.Get<SandboxCarrierBooks>(),
            site.Get<SandboxCarrierDesk>(),
            site.Get<SandboxClient>(),
            site.Get<SandboxSettings>()
        );
        Task StepAsync(int step) =>
            autopilot.RunAsync(JsonSerializer.Serialize(new AutopilotMessage("scan", "", waybill, step, null), OrderJson.Options), default);

        site.WebhookStatus = 503;
        await Assert.ThrowsAsync<HttpRequestException>(() => StepAsync(0));
        site.WebhookStatus = 202;
        for (var step = 0; step < Autopilot.Road.Count; step++)
            await StepAsync(step);

        var books = await BooksAsync(site, waybill);
        Assert.Equal(["picked_up", "in_transit", "out_for_delivery", "delivered"], books.Scans.Select(scan => scan.Status));
        Assert.Equal(5, site.Webhooks.Count);
    }

    private static async Task<SandboxWaybill> BooksAsync(SandboxSite site, string waybill) =>
        (await site.Get<SandboxCarrierBooks>().FindAsync(waybill, default))!;

    private static ParcelWaybill Of(string waybill) => new("o", waybill);
}
