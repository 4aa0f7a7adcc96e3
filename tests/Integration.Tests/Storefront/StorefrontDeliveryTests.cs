using Doubles.Storefront;
using Orders.Functions.Background;
using Orders.Functions.Commands;
using Orders.Functions.Commands.Storefront;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Storefront;
using TimerInfo = Microsoft.Azure.Functions.Worker.TimerInfo;

namespace Integration.Tests.Storefront;

/// <summary>Over real HTTP, to a receiver that verifies by its own code.</summary>
public sealed class StorefrontDeliveryTests(StorefrontStorage storage) : IClassFixture<StorefrontStorage>
{
    [Fact]
    public async Task Messages_of_an_order_are_delivered_in_order_and_signed()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        var order = await site.PayAsync();
        await site.TellAsync(order, 2, OrderStatus.Preparing);

        await site.DeliverAsync(endpoint, order);

        Assert.Equal(["order.paid", "order.checking_stock", "order.preparing"], site.Receiver.Taken.Select(heard => heard.Type));
        Assert.Equal([1, 2, 3], site.Receiver.Taken.Select(heard => heard.Sequence));
        Assert.Equal($"msg_{order.OrderId}_1", site.Receiver.Taken[0].Id);
        Assert.DoesNotContain("李雷", site.Receiver.Taken[0].Body, StringComparison.Ordinal);
        Assert.Null(await site.LaneAsync(endpoint, order));
        Assert.Empty(await site.Get<StorefrontOutbox>().WaitingAsync(order.OrderId, endpoint));
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Fact]
    public async Task What_is_told_while_another_is_posted_follows_at_once()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        var order = await site.PayAsync();
        site.Receiver.Meanwhile = () => site.TellAsync(order, 2, OrderStatus.Preparing);

        await site.DeliverAsync(endpoint, order);

        Assert.Equal([1, 2, 3], site.Receiver.Taken.Select(heard => heard.Sequence));
        Assert.Null(await site.LaneAsync(endpoint, order));
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Fact]
    public async Task Failed_message_holds_back_its_own_order_and_no_other()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        var (first, second) = (await site.PayAsync(), await site.PayAsync());
        site.Receiver.Next(StorefrontFault.Reset);

        await site.DeliverAsync(endpoint, first);
        await site.DeliverAsync(endpoint, first);
        await site.DeliverAsync(endpoint, second);
        Assert.All(site.Receiver.Taken, heard => Assert.Equal(second.OrderId, heard.OrderId));
        Assert.Equal(2, site.Receiver.Taken.Count);

        await site.PassPauseAsync(endpoint, first);
        await site.DeliverAsync(endpoint, first);
        Assert.Equal([1, 2], site.Receiver.Taken.Where(heard => heard.OrderId == first.OrderId).Select(heard => heard.Sequence));
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Fact]
    public async Task Message_is_tried_ten_times_and_then_the_next_once()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        site.Receiver.Always = StorefrontFault.Error;
        var order = await site.PayAsync();

        var pauses = new List<double>();
        await site.DeliverAsync(endpoint, order);
        while (site.Receiver.Calls < 10)
        {
            Assert.Equal(pauses.Count + 1, site.Receiver.Calls);
            pauses.Add((await site.PassPauseAsync(endpoint, order)).TotalSeconds);
            await site.DeliverAsync(endpoint, order);
        }

        double[] schedule = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];
        Assert.All(schedule.Zip(pauses), pair => Assert.InRange(pair.Second, pair.First, pair.First * 1.1));

        // Ten of the first; the one after it is three days old by then, and has one try.
        Assert.Equal(11, site.Receiver.Calls);
        Assert.Null(await site.LaneAsync(endpoint, order));
        var log = await site.LogAsync(endpoint);
        Assert.Equal(2, log.Count(delivery => delivery.Outcome == DeliveryOutcome.GivenUp));
        Assert.Equal(9, log.Count(delivery => delivery is { Outcome: DeliveryOutcome.Failed, NextAt: not null }));
        Assert.All(log, delivery => Assert.Equal((500, 1024), (delivery.Status, delivery.Answer!.Length)));
        Assert.Contains(await site.Get<OpsAlerts>().OpenAsync(), alert => alert.Kind == AlertKind.StorefrontGivenUp);
        Assert.NotNull((await site.Endpoints.FindAsync(endpoint, default))!.FailingSince);

        // What was lost is replayed in order, under the same ids.
        site.Receiver.Always = StorefrontFault.None;
        var since = site.Time.GetUtcNow().AddDays(-5);
        Assert.Equal(new(2, 0), Value(await site.Deliveries.ReplaySinceAsync(endpoint, since, "Mei", default)));
        await site.DeliverAsync(endpoint, order);
        Assert.Equal([$"msg_{order.OrderId}_1", $"msg_{order.OrderId}_2"], site.Receiver.Taken.Select(heard => heard.Id));
        Assert.Equal(new(0, 0), Value(await site.Deliveries.ReplaySinceAsync(endpoint, since, "Mei", default)));
        Assert.Null((await site.Endpoints.FindAsync(endpoint, default))!.FailingSince);
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Fact]
    public async Task Delivered_message_is_replayed_under_its_id()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        var order = await site.PayAsync();
        await site.DeliverAsync(endpoint, order);
        var delivery = (await site.LogAsync(endpoint)).Single(one => one.Type == "order.paid");

        Assert.IsType<Done<StorefrontMessage>>(await site.Deliveries.ReplayAsync(endpoint, delivery.Id, "Mei", default));
        site.Time.Advance(TimeSpan.FromMinutes(10));
        await site.DeliverAsync(endpoint, order);

        Assert.Equal(3, site.Receiver.Taken.Count);
        Assert.Equal((delivery.MessageId, site.Receiver.Taken[0].Body), (site.Receiver.Taken[2].Id, site.Receiver.Taken[2].Body));
        Assert.Equal(
            ("Mei", EndpointActionKind.Replayed, delivery.MessageId),
            (await site.Endpoints.FindAsync(endpoint, default))!.Actions[0] switch
            {
                var action => (action.By, action.What, action.Note),
            }
        );
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Fact]
    public async Task Endpoint_that_is_gone_is_switched_off_and_hears_nothing_more()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        var order = await site.PayAsync();
        site.Receiver.Next(StorefrontFault.Gone);

        await site.DeliverAsync(endpoint, order);
        var later = await site.PayAsync();
        await site.DeliverAsync(endpoint, later);

        Assert.Equal(1, site.Receiver.Calls);
        Assert.False((await site.Endpoints.FindAsync(endpoint, default))!.Enabled);
        Assert.Equal(
            [DeliveryOutcome.Dropped, DeliveryOutcome.GivenUp],
            (await site.LogAsync(endpoint)).Select(delivery => delivery.Outcome).Order().Reverse()
        );
        Assert.Contains(await site.Get<OpsAlerts>().OpenAsync(), alert => alert.Kind == AlertKind.StorefrontGone);
        Assert.Null(await site.LaneAsync(endpoint, order));
        Assert.Null(await site.LaneAsync(endpoint, later));
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Fact]
    public async Task Redirect_is_a_failure_and_is_not_followed()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        site.Receiver.RedirectTo = $"{site.Companies.Url}storefront/elsewhere";
        site.Receiver.Next(StorefrontFault.Redirect);

        await site.DeliverAsync(endpoint, await site.PayAsync());

        Assert.Equal(1, site.Receiver.Calls);
        Assert.Equal(
            (307, DeliveryOutcome.Failed),
            (await site.LogAsync(endpoint)).Single() switch
            {
                var one => (one.Status, one.Outcome),
            }
        );
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Theory]
    [InlineData(StorefrontFault.TooMany, 600, 660, null)]
    [InlineData(StorefrontFault.Slow, 5, 6, PostError.Timeout)]
    [InlineData(StorefrontFault.Reset, 5, 6, PostError.Connection)]
    public async Task Trouble_is_waited_out_as_long_as_it_asks(StorefrontFault fault, int least, int most, PostError? error)
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        var order = await site.PayAsync();
        site.Receiver.Next(fault);

        await site.DeliverAsync(endpoint, order);

        Assert.Equal(error, (await site.LogAsync(endpoint)).Single().Error);
        Assert.InRange((await site.PassPauseAsync(endpoint, order)).TotalSeconds, least, most);
        await site.DeliverAsync(endpoint, order);
        Assert.Equal([1, 2], site.Receiver.Taken.Select(heard => heard.Sequence));
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Fact]
    public async Task Both_secrets_sign_while_one_is_rolled()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        var rolled = await site.Endpoints.RollAsync(endpoint, TimeSpan.FromHours(24), "Mei", default);
        site.Receiver.Secrets = [.. site.Receiver.Secrets, Value(rolled)];

        await site.DeliverAsync(endpoint, await site.PayAsync());
        site.Time.Advance(TimeSpan.FromHours(25));
        await site.DeliverAsync(endpoint, await site.PayAsync());

        Assert.Equal(["0,1", "0,1", "1", "1"], site.Receiver.Taken.Select(heard => string.Join(',', heard.SignedBy)));
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Fact]
    public async Task Endpoint_gets_the_types_it_asked_for()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var (all, some) = (await site.ListenAsync("/all"), await site.ListenAsync("/some", "order.checking_stock"));
        var order = await site.PayAsync();

        await site.DeliverAsync(all, order);
        await site.DeliverAsync(some, order);

        Assert.Equal(
            [("/storefront/all", 1), ("/storefront/all", 2), ("/storefront/some", 2)],
            site.Receiver.Taken.Select(heard => (heard.Path, heard.Sequence))
        );
        await site.Endpoints.DeleteAsync(all, "Mei", default);
        await site.Endpoints.DeleteAsync(some, "Mei", default);
    }

    [Fact]
    public async Task Deleted_endpoint_gets_nothing_of_what_waits_for_it()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        var order = await site.PayAsync();
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);

        await site.DeliverAsync(endpoint, order);

        Assert.Equal(0, site.Receiver.Calls);
        Assert.Empty(await site.Get<StorefrontOutbox>().WaitingAsync(order.OrderId, endpoint));
        Assert.Null(await site.LaneAsync(endpoint, order));
    }

    [Fact]
    public async Task Lane_that_nobody_took_up_is_queued_by_the_sweep_once()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        await site.PayAsync();
        var lanes = site.Get<StorefrontLanes>();

        Assert.Equal(0, await lanes.SweepAsync(endpoint, 10));
        site.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, await lanes.SweepAsync(endpoint, 10));
        Assert.Equal(0, await lanes.SweepAsync(endpoint, 10));
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Fact]
    public async Task Failing_endpoint_waits_for_no_place_and_fills_no_queue()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        site.Receiver.Always = StorefrontFault.Slow;
        await site.DeliverAsync(endpoint, await site.PayAsync());
        var orders = new List<Order>();
        for (var i = 0; i < 25; i++)
            orders.Add(await site.PayAsync());
        site.Receiver.Always = StorefrontFault.None;
        site.Receiver.Next(StorefrontFault.Slow);

        await Task.WhenAll(orders.Select(order => site.DeliverAsync(endpoint, order)));

        // One asked, and the others came back without asking.
        Assert.Equal(2, site.Receiver.Calls);
        site.Time.Advance(TimeSpan.FromMinutes(2));
        var before = await site.Get<StorefrontLanes>().SweepAsync("nobody", 1);
        await site.Get<StorefrontSweep>().RunAsync(new TimerInfo(), default);
        Assert.Equal(0, before);
        Assert.Equal(6, await site.Get<StorefrontLanes>().SweepAsync(endpoint, 100));
        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
    }

    [Fact]
    public async Task Log_is_paged_and_forgets_after_thirty_days()
    {
        await using var site = await StorefrontSite.OpenAsync(storage);
        var endpoint = await site.ListenAsync();
        for (var i = 0; i < 51; i++)
        {
            Value(await site.Deliveries.TestAsync(endpoint, "Mei", default));
            site.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var (first, next) = Value(await site.Deliveries.PageAsync(endpoint, null, default));
        var (second, end) = Value(await site.Deliveries.PageAsync(endpoint, next, default));
        Assert.Equal((50, 1, null), (first.Count, second.Count, end));
        Assert.Equal(51, first.Concat(second).Select(delivery => delivery.Id).Distinct().Count());
        Assert.True(first[0].At > first[1].At);

        site.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(20));
        await site.Get<StorefrontCleanup>().RunAsync(new TimerInfo(), default);
        var left = await site.LogAsync(endpoint);
        Assert.InRange(left.Count, 19, 21);
        Assert.All(left, delivery => Assert.True(delivery.At >= site.Time.GetUtcNow() - DeliveryLog.Kept));

        await site.Endpoints.DeleteAsync(endpoint, "Mei", default);
        site.Time.Advance(TimeSpan.FromDays(31));
        await site.Get<StorefrontCleanup>().RunAsync(new TimerInfo(), default);
        Assert.DoesNotContain(await site.Get<EndpointStore>().ListAsync(), known => known.Id == endpoint);
    }

    private static T Value<T>(Outcome<T> outcome) => Assert.IsType<Done<T>>(outcome).Value;
}
