using Integration.Tests.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Functions.Background;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Commands.Ordering;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Background;

/// <summary>One order, or one case, as the watchdog looks at it; the clock is the test's, the storage is real.</summary>
public sealed class WatchdogTests(AzuriteFixture azurite) : IAsyncDisposable
{
    private static readonly TimeSpan _slack = TimeSpan.FromMinutes(10);

    private readonly Stores _stores = new(azurite);
    private readonly ScriptedDurableClient _client = new();

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Order_that_was_stored_and_never_started_is_started()
    {
        var order = await PlaceAsync();

        await LookAsync(order, Samples.Noon + (2 * _slack));

        Assert.Equal(("OrderOrchestration", order.OrderId), (_client.Started.Single().Name, _client.Started.Single().InstanceId));
        Assert.Equal(1, (await RowAsync(order))!.Nudges);
    }

    [Fact]
    public async Task Begun_order_without_orchestration_is_not_restarted_and_raises_an_alert()
    {
        var (order, deadline) = (await PlaceAsync(), Samples.Noon.AddHours(24));
        await WaitAsync(order, 1, deadline);

        await LookAsync(order, deadline + (2 * _slack));

        Assert.Empty(_client.Started);
        Assert.Equal(["order_stuck"], await AlertsAsync(order));
    }

    [Fact]
    public async Task Overdue_order_is_nudged_once_and_then_raises_an_alert()
    {
        var (order, deadline) = (await PlaceAsync(), Samples.Noon.AddHours(24));
        await WaitAsync(order, 1, deadline);
        _client.Instances[order.OrderId] = OrchestrationRuntimeStatus.Running;

        await LookAsync(order, deadline + _slack - TimeSpan.FromSeconds(1));
        Assert.Empty(_client.Raised);

        await LookAsync(order, deadline + _slack + TimeSpan.FromSeconds(1));
        await LookAsync(order, deadline + _slack + TimeSpan.FromMinutes(5));
        Assert.Equal((order.OrderId, OrderEvents.Nudge), (_client.Raised.Single().InstanceId, _client.Raised.Single().Name));
        Assert.Empty(await AlertsAsync(order));

        await LookAsync(order, deadline + (2 * _slack) + TimeSpan.FromSeconds(2));
        await LookAsync(order, deadline + (3 * _slack));
        Assert.Equal(["order_stuck"], await AlertsAsync(order));
        Assert.Single(_client.Raised);
    }

    [Fact]
    public async Task Order_that_moved_after_its_nudge_raises_no_alert()
    {
        var (order, deadline) = (await PlaceAsync(), Samples.Noon.AddHours(24));
        await WaitAsync(order, 1, deadline);
        _client.Instances[order.OrderId] = OrchestrationRuntimeStatus.Running;
        await LookAsync(order, deadline + _slack + TimeSpan.FromSeconds(1));

        await WaitAsync(order, 2, deadline.AddHours(6));
        await LookAsync(order, deadline + (3 * _slack));

        Assert.Empty(await AlertsAsync(order));
        Assert.Single(_client.Raised);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    public async Task Order_whose_orchestration_ended_before_it_raises_an_alert_at_once(OrchestrationRuntimeStatus status)
    {
        var (order, deadline) = (await PlaceAsync(), Samples.Noon.AddHours(24));
        await WaitAsync(order, 1, deadline);
        _client.Instances[order.OrderId] = status;

        await LookAsync(order, deadline + _slack + TimeSpan.FromSeconds(1));

        Assert.Equal(["order_stuck"], await AlertsAsync(order));
        Assert.Empty(_client.Raised);
    }

    [Theory]
    [InlineData(OrderStatus.Delivered, RefundStatus.InKind, false)]
    [InlineData(OrderStatus.Delivered, RefundStatus.Failed, false)]
    [InlineData(OrderStatus.Cancelling, RefundStatus.InKind, false)]
    [InlineData(OrderStatus.Delivered, RefundStatus.Settled, true)]
    public async Task Order_that_waits_for_a_manual_refund_is_not_stuck(OrderStatus status, RefundStatus refund, bool isNudged)
    {
        var (order, deadline) = (await PlaceAsync(), Samples.Noon.AddDays(7));
        _client.Instances[order.OrderId] = OrchestrationRuntimeStatus.Running;
        await _stores.Orders.RecordAsync(
            new(
                order.OrderId,
                Samples.State(order, status, 1) with
                {
                    Deadlines = new Dictionary<OrderDeadline, DateTimeOffset>
                    {
                        [OrderDeadline.Claim] = Samples.Noon,
                        [OrderDeadline.Refund] = deadline,
                    },
                    Refunds = [new RefundState("return", new Money(1950, "USD"), refund, null, Samples.Noon)],
                }
            )
        );

        await LookAsync(order, deadline + _slack + TimeSpan.FromSeconds(1));

        Assert.Equal(isNudged, _client.Raised.Count == 1);
    }

    [Fact]
    public async Task Order_that_waits_for_the_answer_to_a_request_is_not_stuck()
    {
        var order = await PlaceAsync();
        _client.Instances[order.OrderId] = OrchestrationRuntimeStatus.Running;
        await _stores.Orders.RecordParcelAsync(
            new(
                order.OrderId,
                new ParcelState
                {
                    Number = 1,
                    Lines = [new("HW-PRO", 1)],
                    Status = ParcelStatus.Exception,
                    Sequence = 1,
                    Outcome = ShipmentOutcome.Lost,
                    Waybill = "W",
                }
            )
        );
        await _stores.Orders.FileCaseAsync(
            order.OrderId,
            new CaseState
            {
                Kind = CaseKind.Request,
                CaseId = AzuriteFixture.NewId("request"),
                Status = CaseStatus.Open,
                FiledAt = Samples.Noon,
                DueBy = Samples.Noon.AddDays(3),
            }
        );
        await _stores.Orders.RecordAsync(new(order.OrderId, Samples.State(order, OrderStatus.Cancelling, 1)));

        await LookAsync(order, Samples.Noon.AddDays(1));

        Assert.Empty(_client.Raised);
    }

    [Fact]
    public async Task Parcel_with_a_newer_tracking_update_gives_its_order_more_time()
    {
        var order = await PlaceAsync();
        await _stores.Orders.RecordAsync(new(order.OrderId, Samples.State(order, OrderStatus.InTransit, 1)));
        var (scanned, heard) = (Samples.Noon.AddDays(3), Samples.Noon.AddDays(8));
        await _stores.Orders.RecordParcelAsync(
            new(
                order.OrderId,
                new ParcelState
                {
                    Number = 1,
                    Lines = [new("HW-PRO", 1)],
                    Status = ParcelStatus.InTransit,
                    Sequence = 1,
                    Carrier = "sandbox",
                    Waybill = "W",
                    LastTrackedAt = heard,
                    Scans = [new("s-1", scanned, ParcelStatus.InTransit, null, null, null)],
                }
            )
        );
        _client.Instances[order.OrderId] = OrchestrationRuntimeStatus.Running;

        await LookAsync(order, Samples.Noon.AddDays(12));

        Assert.Empty(_client.Raised);
        Assert.Equal(heard + (2 * order.Windows.Silence), (await RowAsync(order))!.DueBy);
    }

    [Fact]
    public async Task Row_that_says_something_else_than_the_order_is_set_right()
    {
        var order = await PlaceAsync();
        var stale = (await RowAsync(order))!;
        await _stores.Orders.RecordAsync(new(order.OrderId, Samples.State(order, OrderStatus.Cancelled, 5)));
        await _stores.Statuses.ShowAsync(OrderHead.Of(order), InitialState.Of(order), before: null);
        Assert.NotNull(await RowAsync(order));

        await Watch().LookAsync(stale, _client, Samples.Noon.AddDays(1), default);

        Assert.Null(await RowAsync(order));
        Assert.Empty(_client.Started);
    }

    [Fact]
    public async Task Claim_that_its_order_missed_is_resent_and_then_raises_an_alert()
    {
        var order = await PlaceAsync();
        _client.Instances[order.OrderId] = OrchestrationRuntimeStatus.Running;
        var claim = await ClaimAsync(order);

        await LookAsync(order, claim, Samples.Noon + _slack + TimeSpan.FromSeconds(1));
        Assert.Equal(ClaimFiled.Of(claim).EventId, Assert.IsType<ClaimFiled>(_client.Raised.Single().Payload).EventId);
        Assert.Empty(await AlertsAsync(order));

        await LookAsync(order, claim, Samples.Noon + (2 * _slack) + TimeSpan.FromSeconds(1));
        Assert.Equal(["case_stuck"], await AlertsAsync(order));
    }

    [Fact]
    public async Task Accepted_claim_that_its_order_refuses_ends_and_tells_customer_why()
    {
        var order = await PlaceAsync();
        var claim = await ClaimAsync(order);
        await LookAsync(order, claim, Samples.Noon + (3 * _slack));
        await _stores.Orders.RecordAsync(
            new(
                order.OrderId,
                Samples.State(order, OrderStatus.Cancelling, 1) with
                {
                    Commands = new Dictionary<string, CommandOutcome>(StringComparer.Ordinal)
                    {
                        [ClaimFiled.Of(claim).EventId] = new(false, ReasonCode.ClaimSettled),
                    },
                }
            )
        );

        await LookAsync(order, claim, Samples.Noon + (4 * _slack));

        var ended = (await _stores.Orders.FindCaseAsync(order.OrderId, CaseKind.Claim, claim.CaseId))!;
        Assert.Equal((CaseStatus.Declined, false), (ended.Status, ended.IsOpen));
        var mail = await _stores.Outbox.FindAsync(order.OrderId, MailKind.CaseRefused, $"claim:{claim.CaseId}");
        Assert.Equal("claim_settled", mail!.Mail.Facts!["reason"]);
        Assert.Empty(_client.Raised);
        Assert.Empty(await AlertsAsync(order));
    }

    private async Task<Order> PlaceAsync()
    {
        var order = Samples.Order(AzuriteFixture.NewId());
        await _stores.Orders.PlaceAsync(Samples.Place(order));
        return order;
    }

    private Task WaitAsync(Order order, int sequence, DateTimeOffset deadline) =>
        _stores.Orders.RecordAsync(
            new(
                order.OrderId,
                Samples.State(order, OrderStatus.AwaitingPayment, sequence) with
                {
                    Deadlines = new Dictionary<OrderDeadline, DateTimeOffset> { [OrderDeadline.Payment] = deadline },
                }
            )
        );

    /// <summary>What the timer does, for this order only: other tests' orders lie beside it.</summary>
    private async Task LookAsync(Order order, DateTimeOffset now)
    {
        if (await _stores.Statuses.DueAsync(now - _slack).FirstOrDefaultAsync(found => found.OrderId == order.OrderId) is { } due)
            await Watch().LookAsync(due, _client, now, default);
    }

    private async Task<CaseState> ClaimAsync(Order order)
    {
        var claim = new CaseState
        {
            Kind = CaseKind.Claim,
            CaseId = AzuriteFixture.NewId("claim"),
            Status = CaseStatus.Open,
            Lines = [new("HW-PRO", 1)],
            FiledAt = Samples.Noon,
            DueBy = Samples.Noon.AddDays(3),
            Claim = new ClaimPart(ClaimKind.Missing, [], order.Total),
        };
        await _stores.Orders.FileCaseAsync(order.OrderId, claim);
        return claim;
    }

    private Task LookAsync(Order order, CaseState filed, DateTimeOffset now) =>
        CaseWatch().LookAsync(new CaseEntry(filed.Kind, filed.CaseId, order.OrderId, filed.FiledAt, filed.DueBy), _client, now, default);

    private CaseWatch CaseWatch()
    {
        var refusals = new CaseRefusal(_stores.Orders, _stores.Alerts, TimeProvider.System);
        return new(
            _stores.Orders,
            new WakeCaseCommand(),
            refusals,
            _stores.Alerts,
            new WatchdogOptions(_slack),
            NullLogger<CaseWatch>.Instance
        );
    }

    private OrderWatch Watch() =>
        new(
            _stores.Orders,
            _stores.Statuses,
            new WakeOrderCommand(),
            _stores.Alerts,
            new WatchdogOptions(_slack),
            NullLogger<OrderWatch>.Instance
        );

    private async Task<OpenOrder?> RowAsync(Order order) =>
        (await _stores.Statuses.OpenAsync()).SingleOrDefault(found => found.OrderId == order.OrderId);

    private async Task<IReadOnlyList<string>> AlertsAsync(Order order) =>
        [.. (await _stores.Alerts.OpenAsync()).Where(alert => alert.OrderId == order.OrderId).Select(alert => OrderJson.Name(alert.Kind))];
}
