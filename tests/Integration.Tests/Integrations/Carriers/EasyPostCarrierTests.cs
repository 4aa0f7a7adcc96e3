using Doubles.Wire;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Integrations.Carriers;

/// <summary>EasyPost's adapter against EasyPost's double, over HTTP.</summary>
public sealed class EasyPostCarrierTests(AzuriteFixture azurite)
{
    private const string Create = "POST /shipments";
    private const string Rerate = "POST /shipments/:id/rerate";
    private const string Buy = "POST /shipments/:id/buy";
    private const string Label = "GET /shipments/:id/label";

    public static TheoryData<string, Fault> LostAnswers =>
        new MatrixTheoryData<string, Fault>(
            [Create, Rerate, Buy, Label],
            [Fault.Unavailable, Fault.TooMany, Fault.DoneThenError, Fault.DoneThenLost, Fault.DoneThenGarbage]
        );

    [Fact]
    public async Task Parcel_is_booked_with_the_cheapest_of_its_class_and_labelled()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);

        var booking = await world.BookAsync(world.Abroad);

        var (waybill, reference) = Assert.Single(world.EasyPost.Sold);
        Assert.Equal((booking.Waybill, world.Key), (waybill, reference));
        Assert.Equal($"https://track.easypost.com/{waybill}", booking.TrackingUrl);
        Assert.StartsWith("%PDF-", System.Text.Encoding.ASCII.GetString(booking.Label!.Content.Span), StringComparison.Ordinal);
        Assert.Equal("easypost", world.CarrierOf(world.Abroad).Name);
    }

    [Fact]
    public async Task Draft_says_weight_size_and_customs_in_their_units()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);

        var booking = await world.BookAsync(world.Abroad with { DutiesPaid = true });

        // 360 g are 12.7 oz, two lie on each other: 150 × 100 × 90 mm.
        var draft = world.EasyPost.DraftOf(booking.Waybill);
        Assert.Equal("""{"length":6,"width":4,"height":3.6,"weight":12.7}""", draft["parcel"]!.ToJsonString());
        Assert.Equal(
            """{"description":"Hardware wallet Pro","quantity":2,"value":258,"currency":"USD","weight":12.7,"hs_tariff_number":"847180","origin_country":"CN","code":"HW-PRO"}""",
            draft["customs_info"]!["customs_items"]![0]!.ToJsonString()
        );
        Assert.Equal("DDP", (string?)draft["options"]!["incoterm"]);
        Assert.Equal("深圳市", (string?)draft["from_address"]!["city"]);
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Booking_whose_answer_was_lost_is_one_label(string call, Fault fault)
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);

        // Each attempt of one call.
        world.EasyPost.Faults.Next(call, fault, fault, fault);
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => world.BookAsync(world.Abroad));
        Assert.IsType<HttpRequestException>(failed);
        world.EasyPost.Faults.Clear();

        var booking = await world.BookAsync(world.Abroad);

        Assert.Equal(booking.Waybill, Assert.Single(world.EasyPost.Sold).Waybill);
        Assert.Equal(booking.Waybill, (await world.BookAsync(world.Abroad)).Waybill);
        Assert.Single(world.EasyPost.Sold);
    }

    [Fact]
    public async Task Country_without_a_service_is_refused_for_good()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        world.EasyPost.Unserved.Add("DE");

        var refused = await Assert.ThrowsAsync<CarrierRefusedException>(() => world.BookAsync(world.Abroad));

        Assert.Contains("FedEx rate_error", refused.Message, StringComparison.Ordinal);
        Assert.Empty(world.EasyPost.Sold);
    }

    [Fact]
    public async Task Goods_without_customs_number_are_refused_for_good()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        var parcel = world.Abroad;

        await Assert.ThrowsAsync<CarrierRefusedException>(() =>
            world.BookAsync(parcel with { Goods = [parcel.Goods[0] with { HsCode = null }] })
        );
    }

    [Fact]
    public async Task Wrong_key_of_ours_is_no_refusal()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        world.EasyPost.ApiKey = "EZTKother";

        await Assert.ThrowsAsync<HttpRequestException>(() => world.BookAsync(world.Abroad));
    }

    [Fact]
    public async Task Void_before_it_moves_can_be_repeated()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        var carrier = world.CarrierOf(world.Abroad);
        var waybill = world.Waybill(await world.BookAsync(world.Abroad));

        Assert.True(await carrier.VoidAsync(waybill, default));
        Assert.True(await carrier.VoidAsync(waybill, default));

        Assert.Equal("submitted", world.EasyPost.RefundStatusOf(waybill.Number));
        await Assert.ThrowsAsync<CarrierRefusedException>(() => carrier.VoidAsync(new ParcelWaybill(world.Order, "EZ0"), default));
    }

    [Fact]
    public async Task Parcel_that_moves_is_not_voided_nor_brought_back()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        var carrier = world.CarrierOf(world.Abroad);
        var waybill = world.Waybill(await world.BookAsync(world.Abroad));
        world.EasyPost.Scan(waybill.Number, "in_transit");

        Assert.False(await carrier.VoidAsync(waybill, default));
        Assert.False(await carrier.InterceptAsync(waybill, default));
    }

    [Fact]
    public async Task Scans_that_are_asked_for_are_those_that_are_posted()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        await using var inbox = await PostedWebhooks.OpenAsync(world.EasyPost.Webhooks);
        var carrier = world.CarrierOf(world.Abroad);
        var waybill = world.Waybill(await world.BookAsync(world.Abroad));
        Assert.Empty(await carrier.TrackAsync(waybill, default));

        world.EasyPost.Scan(waybill.Number, "pre_transit", "label_created");
        world.EasyPost.Scan(waybill.Number, "failure", "refused", "Refused by recipient", "Berlin");

        var posted = (await inbox.ReadAsync(world.WebhookOf("easypost"), 2))
            .OfType<CarrierWebhook>()
            .MaxBy(told => told.Update.Scans.Count)!;
        var asked = await carrier.TrackAsync(waybill, default);
        Assert.Equal(waybill.Number, posted.Waybill);
        Assert.Equal(posted.Update.Scans.Select(scan => scan.ScanId).Order(), asked.Select(scan => scan.ScanId).Order());
        Assert.Equal(
            [(ParcelStatus.LabelCreated, null, null), (ParcelStatus.Exception, "refused", "Berlin")],
            asked.Select(scan => (scan.Status, scan.Reason, scan.Place))
        );
    }
}
