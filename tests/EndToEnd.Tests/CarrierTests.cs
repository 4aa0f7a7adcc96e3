using System.Net;
using System.Text;
using Doubles.Wire;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>Parcels that Kuaidi100 and EasyPost carry, over HTTP on the official engine.</summary>
[Collection(nameof(RealCompanies))]
public sealed class CarrierTests(CompanyShop world)
{
    private const string Order = "POST /label/order order";
    private const string Create = "POST /shipments";
    private const string Buy = "POST /shipments/:id/buy";
    private const string Label = "GET /shipments/:id/label";

    private static OrderForm InChina => new() { ShippingClass = "standard" };

    private static OrderForm Abroad => OrderForm.English() with { ShippingClass = "standard" };

    [Fact]
    public async Task Parcel_in_china_is_labelled_by_kuaidi100_and_followed_by_its_pushes()
    {
        var order = await world.PaidAsync(InChina);
        Assert.Equal("kuaidi100", (string?)order.View["parcels"]![0]!["carrier"]);
        Assert.Equal(
            $"https://www.kuaidi100.com/chaxun?com=yuantong&nu={order.Waybill}",
            (string?)order.View["parcels"]![0]!["trackingUrl"]
        );
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(await LabelAsync(order.Id)), StringComparison.Ordinal);

        world.Kuaidi100.Webhooks.Times = 2;
        foreach (
            var (state, status) in ((string, string)[])
                [("1", "shipped"), ("0", "in_transit"), ("5", "out_for_delivery"), ("3", "delivered")]
        )
        {
            world.Kuaidi100.Scan(order.Waybill!, state, $"state {state}");
            await world.SeeAsync(order.Id, seen => seen.Status == status, $"it is {status}");
        }

        Assert.Equal(order.Id, Assert.Single(world.Kuaidi100.Ordered, waybill => waybill.Waybill == order.Waybill).OrderId.Split("-p")[0]);
    }

    [Fact]
    public async Task Answers_lost_and_app_killed_make_one_label_abroad()
    {
        world.EasyPost.Faults.Next(Create, Fault.DoneThenError);
        world.EasyPost.Faults.Next(Buy, Fault.DoneThenError);
        world.EasyPost.Faults.Next(Label, Fault.DoneThenError, Fault.DoneThenError, Fault.DoneThenError);
        var placed = await world.PlaceAsync(Abroad);
        await world.PayAsync(placed);
        await Eventually.GetAsync(() => Task.FromResult(SoldTo(placed.Id)), sold => sold.Count > 0, "a label is sold");
        await world.Shop.App.KillWorkerAsync();

        var order = await world.SeeAsync(placed.Id, seen => seen.Waybill is not null, "it is booked");

        Assert.Equal(order.Waybill, Assert.Single(SoldTo(order.Id)));
        Assert.Equal("%PDF-1.4\n% a label of the double\n%%EOF\n", Encoding.ASCII.GetString(await LabelAsync(order.Id)));
        world.EasyPost.Scan(order.Waybill!, "in_transit", city: "Leipzig");
        world.EasyPost.Scan(order.Waybill!, "delivered", city: "Berlin");
        await world.SeeAsync(order.Id, seen => seen.Status == "delivered", "it is delivered");
    }

    [Fact]
    public async Task Cancelled_orders_have_their_labels_taken_back()
    {
        var (china, abroad) = (await world.PaidAsync(InChina), await world.PaidAsync(Abroad));

        foreach (var order in (OrderSeen[])[china, abroad])
            (await Storefront.AgainAsync(() => world.Shop.Storefront.CancelAsync(order.Id))).Expect(
                HttpStatusCode.OK,
                HttpStatusCode.Accepted
            );

        await Task.WhenAll(
            world.SeeAsync(china.Id, seen => seen is { IsFinal: true, IsVoided: true } && seen.Refunded == seen.Total, "it is cancelled"),
            world.SeeAsync(abroad.Id, seen => seen is { IsFinal: true, IsVoided: true } && seen.Refunded == seen.Total, "it is cancelled")
        );
        Assert.True(world.Kuaidi100.IsCancelled(china.Waybill!));
        Assert.Equal("submitted", world.EasyPost.RefundStatusOf(abroad.Waybill!));
    }

    [Fact]
    public async Task Carrier_down_holds_up_its_own_parcels_only()
    {
        world.Kuaidi100.Faults.IsDown = true;
        var held = await world.PlaceAsync(InChina);
        try
        {
            await world.PayAsync(held);
            await Eventually.GetAsync(
                () => Task.FromResult(world.Kuaidi100.Journal.Calls.Count(asked => asked is { Call: Order, Status: 503 })),
                tries => tries > 1,
                "it was tried"
            );
            await world.PaidAsync(Abroad);
        }
        finally
        {
            world.Kuaidi100.Faults.IsDown = false;
        }

        var order = await world.SeeAsync(held.Id, seen => seen.Waybill is not null, "it is booked after all");
        Assert.Single(world.Kuaidi100.Ordered, waybill => waybill.OrderId.StartsWith(order.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Class_that_no_carrier_takes_is_refused_when_placed()
    {
        var form = InChina with { ShippingClass = "economy" };

        var answer = await world.Shop.Storefront.PostAsync(form.ToJson().ToJsonString(), $"k-{form.CustomerId}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("No carrier takes these goods", answer.Json["errors"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private IReadOnlyList<string> SoldTo(string order) =>
        [.. world.EasyPost.Sold.Where(sold => sold.Reference.StartsWith(order, StringComparison.Ordinal)).Select(sold => sold.Waybill)];

    private Task<byte[]> LabelAsync(string order) => world.Shop.Storefront.LabelAsync(order);
}
