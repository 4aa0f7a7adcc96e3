using Integration.Tests.Storage;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Storefront;

namespace Integration.Tests.Storefront;

/// <summary>What is written with a step, whoever dies or is first.</summary>
public sealed class StorefrontOutboxTests(StorefrontStorage storage) : IClassFixture<StorefrontStorage>
{
    [Fact]
    public async Task Step_that_died_anywhere_tells_each_thing_once()
    {
        var endpoint = await ListenAsync();
        await Stores.SurvivesEachDeathAsync(
            storage.Azurite,
            TellTwoStepsAsync,
            async (stores, id) =>
            {
                var waiting = await stores.Storefront.WaitingAsync(id, endpoint);
                Assert.Equal(["order.paid", "order.checking_stock", "order.preparing"], waiting.Select(message => message.Type));
                Assert.Equal([1, 2, 3], waiting.Select(message => message.Sequence));
                Assert.NotNull(await stores.Lanes.FindAsync(endpoint, id));
            }
        );
        await DeleteAsync(endpoint);
    }

    [Fact]
    public async Task Step_whose_requests_are_repeated_tells_each_thing_once()
    {
        var endpoint = await ListenAsync();
        await Stores.SurvivesEachRepetitionAsync(
            storage.Azurite,
            TellTwoStepsAsync,
            async (stores, id) =>
                Assert.Equal([1, 2, 3], (await stores.Storefront.WaitingAsync(id, endpoint)).Select(message => message.Sequence))
        );
        await DeleteAsync(endpoint);
    }

    [Fact]
    public async Task Writers_of_an_order_at_once_leave_no_gap_in_its_sequence()
    {
        var endpoint = await ListenAsync();
        Stores[] processes = [new(storage.Azurite), new(storage.Azurite), new(storage.Azurite)];
        var order = Samples.Order(AzuriteFixture.NewId("o"));
        await processes[0].Orders.PlaceAsync(Samples.Place(order));
        await processes[0].Orders.RecordAsync(Samples.Paid(order));

        await Task.WhenAll(
            Enumerable
                .Range(1, 6)
                .Select(number =>
                    processes[number % 3]
                        .Orders.RecordParcelAsync(
                            new ParcelProgress(order.OrderId, Samples.Parcel() with { Number = number, Sequence = 1 })
                            {
                                DecidedAt = Samples.Noon,
                                Timeline = [new(Samples.Noon, TimelineKind.ParcelBooked, Actor.Shop)],
                            }
                        )
                )
        );

        var waiting = await processes[0].Storefront.WaitingAsync(order.OrderId, endpoint);
        Assert.Equal(Enumerable.Range(1, 8), waiting.Select(message => message.Sequence));
        Assert.Equal(Enumerable.Range(1, 6), waiting.Select(message => message.Parcel).OfType<int>().Order());
        Assert.All(waiting, message => Assert.Equal(OrderStatus.CheckingStock, message.Status));
        await DeleteAsync(endpoint);
    }

    [Fact]
    public async Task Without_an_endpoint_a_step_costs_no_request_more()
    {
        var stores = new Stores(storage.Azurite);
        var order = Samples.Order(AzuriteFixture.NewId("o"));
        await stores.Orders.PlaceAsync(Samples.Place(order));
        await stores.Endpoints.RefreshAsync();
        var before = stores.Wire.Requests;

        await stores.Orders.RecordParcelAsync(
            new ParcelProgress(order.OrderId, Samples.Parcel() with { Sequence = 1 })
            {
                Timeline = [new(Samples.Noon, TimelineKind.ParcelBooked, Actor.Shop)],
            }
        );

        Assert.Equal(1, stores.Wire.Requests - before);
    }

    [Fact]
    public async Task Lane_that_is_about_to_end_sees_what_was_told_meanwhile()
    {
        var stores = new Stores(storage.Azurite);
        var (endpoint, order) = (AzuriteFixture.NewId("we"), AzuriteFixture.NewId("o"));
        stores.LaneTray.Open();
        await stores.Lanes.WakeAsync(endpoint, order);
        var held = await stores.Lanes.MoveAsync((await stores.Lanes.FindAsync(endpoint, order))!);

        await stores.Lanes.WakeAsync(endpoint, order);

        Assert.False(await stores.Lanes.EndAsync(held!));
        Assert.True(await stores.Lanes.EndAsync((await stores.Lanes.FindAsync(endpoint, order))!));
        Assert.True(stores.LaneTray.TryTake(out _));
        Assert.False(stores.LaneTray.TryTake(out _));
    }

    private async Task<string> ListenAsync()
    {
        var id = AzuriteFixture.NewId("we");
        var endpoint = new StorefrontEndpoint
        {
            Id = id,
            Url = "https://shop.example/",
            CreatedAt = Samples.Noon,
        };
        await new Stores(storage.Azurite).Endpoints.AddAsync(endpoint);
        return id;
    }

    private Task DeleteAsync(string endpoint) =>
        new Stores(storage.Azurite).Endpoints.ChangeAsync(endpoint, known => known with { DeletedAt = Samples.Noon });

    private static async Task TellTwoStepsAsync(Stores stores, string id)
    {
        var order = Samples.Order(id);
        await stores.Orders.PlaceAsync(Samples.Place(order));
        await stores.Orders.RecordAsync(Samples.Paid(order) with { Mails = [] });
        await stores.Orders.RecordAsync(new Progress(id, Samples.State(order, OrderStatus.Preparing, 2)) { DecidedAt = Samples.Noon });
    }
}
