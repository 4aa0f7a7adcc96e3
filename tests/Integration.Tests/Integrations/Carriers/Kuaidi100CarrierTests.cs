using Doubles.Wire;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Integrations.Carriers;

/// <summary>Kuaidi100's adapter against Kuaidi100's double, over HTTP.</summary>
public sealed class Kuaidi100CarrierTests(AzuriteFixture azurite)
{
    private const string Order = "POST /label/order order";
    private const string Picture = "GET /labels/:n";

    public static TheoryData<string, Fault> LostAnswers =>
        new MatrixTheoryData<string, Fault>([Order, Picture], [Fault.Unavailable, Fault.TooMany, Fault.DoneThenError, Fault.DoneThenLost]);

    [Fact]
    public async Task Waybill_is_ordered_of_the_company_of_the_class_with_its_label()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);

        var booking = await world.BookAsync(world.InChina);

        var (waybill, number) = Assert.Single(world.Kuaidi100.Ordered);
        Assert.Equal((booking.Waybill, world.Key), (waybill, number));
        Assert.Equal($"https://www.kuaidi100.com/chaxun?com=yuantong&nu={waybill}", booking.TrackingUrl);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], booking.Label!.Content[..4].ToArray());
        var asked = world.Kuaidi100.AskedFor(waybill);
        Assert.Equal(("YT1", "硬件钱包 Pro", 0.36m), ((string?)asked["partnerId"], (string?)asked["cargo"], (decimal?)asked["weight"]));
        Assert.Equal("https://shop.example/api/webhooks/carriers/kuaidi100", (string?)asked["pollCallBackUrl"]);
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Order_whose_answer_was_lost_is_one_waybill(string call, Fault fault)
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        world.Kuaidi100.Faults.Next(call, fault, fault, fault);
        await Assert.ThrowsAsync<HttpRequestException>(() => world.BookAsync(world.InChina));
        world.Kuaidi100.Faults.Clear();

        var booking = await world.BookAsync(world.InChina);

        Assert.Equal(booking.Waybill, Assert.Single(world.Kuaidi100.Ordered).Waybill);
        Assert.Equal(booking.Waybill, (await world.BookAsync(world.InChina)).Waybill);
        Assert.Single(world.Kuaidi100.Ordered);
    }

    [Fact]
    public async Task Answer_that_is_no_json_is_no_refusal()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        world.Kuaidi100.Faults.Next(Order, Fault.DoneThenGarbage);

        await Assert.ThrowsAsync<HttpRequestException>(() => world.BookAsync(world.InChina));

        await world.BookAsync(world.InChina);
        Assert.Single(world.Kuaidi100.Ordered);
    }

    [Fact]
    public async Task Label_whose_address_is_gone_is_ordered_again_for_the_same_waybill()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        var booking = await world.BookAsync(world.InChina);
        world.Kuaidi100.LabelsGoneBefore = 1;

        var again = await world.BookAsync(world.InChina);

        Assert.Equal(booking.Waybill, again.Waybill);
        Assert.NotNull(again.Label);
        Assert.Single(world.Kuaidi100.Ordered);
    }

    [Theory]
    [InlineData("address")]
    [InlineData("class")]
    public async Task Parcel_that_nobody_carries_is_refused_for_good(string why)
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        world.Kuaidi100.Unserved = why == "address" ? world.InChina.ShipTo.Line1 : null;

        await Assert.ThrowsAsync<CarrierRefusedException>(() =>
            world.BookAsync(why == "class" ? world.InChina with { Class = ShippingClass.Economy } : world.InChina)
        );
    }

    [Fact]
    public async Task Wrong_secret_of_ours_is_no_refusal()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite, ("Carriers:Kuaidi100:Secret", "other"));

        await Assert.ThrowsAsync<HttpRequestException>(() => world.BookAsync(world.InChina));
    }

    [Fact]
    public async Task Waybill_is_taken_back_by_the_companys_own_number()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        var carrier = world.CarrierOf(world.InChina);
        var waybill = world.Waybill(await world.BookAsync(world.InChina));

        Assert.True(await carrier.VoidAsync(waybill, default));
        Assert.True(world.Kuaidi100.IsCancelled(waybill.Number));
        await Assert.ThrowsAsync<CarrierRefusedException>(() => carrier.VoidAsync(new ParcelWaybill(world.Order, "YT0"), default));
    }

    [Fact]
    public async Task Company_that_takes_nothing_back_is_not_asked()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        var carrier = world.CarrierOf(world.InChina);
        var waybill = world.Waybill(await world.BookAsync(world.InChina with { Class = ShippingClass.Express }));

        Assert.True(await carrier.VoidAsync(waybill, default));

        Assert.Equal(0, world.Kuaidi100.Journal.Count("POST /label/order cancel"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parcel_on_its_way_is_brought_back_if_the_company_does_that(bool does)
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        var carrier = world.CarrierOf(world.InChina);
        var waybill = world.Waybill(await world.BookAsync(world.InChina));
        world.Kuaidi100.RefusesStops = !does;

        Assert.Equal(does, await carrier.InterceptAsync(waybill, default));
        Assert.Equal(does, world.Kuaidi100.IsStopped(waybill.Number));
    }

    [Fact]
    public async Task Scans_that_are_asked_for_are_those_that_are_pushed()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        await using var inbox = await PostedWebhooks.OpenAsync(world.Kuaidi100.Webhooks);
        var carrier = world.CarrierOf(world.InChina);
        var waybill = world.Waybill(await world.BookAsync(world.InChina));
        Assert.Empty(await carrier.TrackAsync(waybill, default));

        world.Kuaidi100.Scan(waybill.Number, "1", "快件已揽收", "深圳市");
        world.Kuaidi100.Scan(waybill.Number, "14", "收件人拒签");

        var posted = (await inbox.ReadAsync(world.WebhookOf("kuaidi100"), 2))
            .OfType<CarrierWebhook>()
            .MaxBy(told => told.Update.Scans.Count)!;
        var asked = await carrier.TrackAsync(waybill, default);
        Assert.Equal(waybill.Number, posted.Waybill);
        Assert.Equal(posted.Update.Scans.Select(scan => scan.ScanId), asked.Select(scan => scan.ScanId));
        Assert.Equal(
            [(ParcelStatus.Exception, "refused", null, "收件人拒签"), (ParcelStatus.PickedUp, null, "深圳市", "快件已揽收")],
            asked.Select(scan => (scan.Status, scan.Reason, scan.Place, scan.Text))
        );
        Assert.All(asked, scan => Assert.Equal(TimeSpan.FromHours(8), scan.Time.Offset));
        Assert.All(asked, scan => Assert.InRange(scan.Time, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1)));
    }
}
