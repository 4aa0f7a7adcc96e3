using Integration.Tests.Integrations.Payments;
using Integration.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Orders;
using Orders.Testing.Companies;

namespace Integration.Tests.Activities;

/// <summary>Which carrier a parcel is booked with, where two would take it.</summary>
public sealed class CarrierChoiceTests(AzuriteFixture azurite)
{
    private readonly string _order = AzuriteFixture.NewId();
    private readonly AheadClock _clock = new();
    private readonly ScriptedCarrier _first = new([], AzuriteFixture.NewId("first"));
    private readonly ScriptedCarrier _second = new([], AzuriteFixture.NewId("second"));

    [Fact]
    public async Task First_carrier_is_asked_and_nobody_else()
    {
        Assert.Equal(_first.Name, await BookAsync());
        Assert.Equal(_first.Name, await BookAsync());

        Assert.Single(_first.Waybills);
        Assert.Empty(_second.Waybills);
    }

    [Fact]
    public async Task Refusal_leads_to_the_next_carrier_and_stays_there()
    {
        _first.RefusesParcels = true;
        Assert.Equal(_second.Name, await BookAsync());

        // It would take the parcel now, but has not got it.
        _first.RefusesParcels = false;
        Assert.Equal(_second.Name, await BookAsync());

        Assert.Empty(_first.Waybills);
        Assert.Single(_second.Waybills);
    }

    [Fact]
    public async Task Lost_answer_never_leads_to_another_carrier()
    {
        _first.LoseAnswers = 1;
        await Assert.ThrowsAsync<HttpRequestException>(() => BookAsync());
        await PauseAsync(_first);

        // It may have a waybill: that it is switched off now does not undo it.
        await Assert.ThrowsAsync<CarrierPausedException>(() => BookAsync());
        _clock.Advance(CarrierPause.Longest);
        Assert.Equal(_first.Name, await BookAsync());

        Assert.Single(_first.Waybills);
        Assert.Empty(_second.Waybills);
    }

    [Fact]
    public async Task Parcels_pass_over_a_carrier_that_is_switched_off()
    {
        await PauseAsync(_first);

        Assert.Equal(_second.Name, await BookAsync());
    }

    [Fact]
    public async Task Parcel_waits_while_all_that_take_it_are_switched_off()
    {
        await PauseAsync(_first);
        await PauseAsync(_second);

        await Assert.ThrowsAsync<CarrierPausedException>(() => BookAsync());

        _clock.Advance(CarrierPause.Longest);
        Assert.Equal(_first.Name, await BookAsync());
    }

    [Fact]
    public async Task Refusal_of_another_leaves_the_parcel_to_one_switched_off()
    {
        await PauseAsync(_first);
        _second.RefusesParcels = true;
        await Assert.ThrowsAsync<CarrierPausedException>(() => BookAsync());
        await Assert.ThrowsAsync<CarrierPausedException>(() => BookAsync());

        _clock.Advance(CarrierPause.Longest);
        Assert.Equal(_first.Name, await BookAsync());
    }

    [Fact]
    public async Task Parcel_that_all_refuse_is_refused()
    {
        (_first.RefusesParcels, _second.RefusesParcels) = (true, true);

        await Assert.ThrowsAsync<CarrierRefusedException>(() => BookAsync());
        await Assert.ThrowsAsync<CarrierRefusedException>(() => BookAsync(grams: 5_001));
    }

    private async Task<string> BookAsync(int grams = 500)
    {
        var stores = new Stores(azurite);
        var routes = CarrierRouting.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Carriers:Routes:0:Carrier"] = _first.Name,
                        ["Carriers:Routes:0:MaxGrams"] = "5000",
                        ["Carriers:Routes:1:Carrier"] = _second.Name,
                        ["Carriers:Routes:1:MaxGrams"] = "5000",
                    }
                )
                .Build()
        );

        // What it remembers is in storage: each booking may be another process's.
        var choice = new CarrierChoice(
            new CarrierRegistry([_second, _first], routes),
            new CarrierPauses(stores.Tables, _clock),
            new PartnerLog(stores.Tables, _clock)
        );
        var parcel = new ParcelBooking("R-1", 1, ShippingClass.Express, grams, Samples.Contact().ShipTo)
        {
            OrderId = _order,
            Place = "CN",
            Goods = [],
        };
        return (await choice.BookAsync(ParcelBooking.KeyOf(_order, 1), parcel, default)).Carrier.Name;
    }

    private Task PauseAsync(ScriptedCarrier carrier) =>
        new CarrierPauses(new Stores(azurite).Tables, _clock).SetAsync(
            new CarrierPause(carrier.Name, _clock.GetUtcNow().AddHours(23), "Strike.", "mei", _clock.GetUtcNow())
        );
}
