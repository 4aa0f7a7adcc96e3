using System.Diagnostics;
using Microsoft.DurableTask;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// What reaches an order from outside. A chapter waits here for the events that it is about, and hands every other event
/// back: each kind has one place in the story that takes it, at any time.
/// </summary>
internal sealed class OrderInbox(TaskOrchestrationContext context, OrderJournal journal)
{
    private readonly EventFeed _events = new EventFeed(context)
        .On<PaymentUpdate>(OrderEvents.PaymentUpdate, update => update.EventId)
        .On<ParcelUpdate>(OrderEvents.ParcelUpdate, update => update.EventId)
        .On<CancelRequest>(OrderEvents.CancelRequest, request => request.EventId)
        .On<RefundDecision>(OrderEvents.RefundDecision, decision => decision.EventId)
        .On<HoldDecision>(OrderEvents.HoldDecision, decision => decision.EventId)
        .On<ReviewDecision>(OrderEvents.ReviewDecision, decision => decision.EventId)
        .On<ChangeRequest>(OrderEvents.ChangeRequest, request => request.EventId)
        .On<ChangeConfirmed>(OrderEvents.ChangeConfirmed, confirmed => confirmed.EventId)
        .On<StockDecision>(OrderEvents.StockDecision, decision => decision.EventId)
        .On<StockArrived>(OrderEvents.StockArrived, arrived => arrived.EventId)
        .On<ClaimFiled>(OrderEvents.ClaimFiled, filed => filed.EventId)
        .On<ReturnRequested>(OrderEvents.ReturnRequested, requested => requested.EventId)
        .On<ServiceRequest>(OrderEvents.ServiceRequest, request => request.EventId)
        .On<Nudge>(OrderEvents.Nudge, nudge => nudge.EventId);

    private readonly Dictionary<Type, Func<object, Stage, Task>> _takers = [];
    private (Func<DateTimeOffset?> At, Func<Task> Run)? _interruption;

    /// <summary>True while a sub-orchestration that is followed has not ended.</summary>
    public bool IsFollowing => _events.IsWatching;

    /// <summary>Says who takes this kind of event when nobody waits for it.</summary>
    public OrderInbox On<T>(Func<T, Stage, Task> take)
        where T : class
    {
        _takers.Add(typeof(T), (taken, stage) => take((T)taken, stage));
        return this;
    }

    /// <inheritdoc cref="On{T}(Func{T, Stage, Task})"/>
    public OrderInbox On<T>(Func<T, Task> take)
        where T : class => On<T>((taken, _) => take(taken));

    /// <summary>What has to be done at a time of its own while something else is waited for.</summary>
    public void Interrupt(Func<DateTimeOffset?> at, Func<Task> run) => _interruption = (at, run);

    /// <summary>Has the end of a sub-orchestration, or of a wait beside the story, come as an event.</summary>
    public void Follow<T>(Task<T> end)
        where T : class => _events.Watch(end);

    /// <summary>Something has arrived that the story has not looked at.</summary>
    public bool HasArrived => _events.HasArrived;

    /// <summary>The next event that has arrived already, or null.</summary>
    public object? Arrived() => _events.Arrived();

    /// <summary>The next event, however long it takes.</summary>
    public async Task<object> NextAsync() => (await NextAsync(timer: null))!;

    /// <summary>The next event, or null when the timer has fired; without a timer, however long it takes.</summary>
    public async Task<object?> NextAsync(DurableTimer? timer)
    {
        if (_events.Arrived() is { } arrived)
        {
            return arrived;
        }

        await journal.WriteOwedAsync();
        return await _events.NextAsync(timer?.Fired);
    }

    /// <summary>The next event, or null when the deadline is there.</summary>
    public async Task<object?> NextUntilAsync(DateTimeOffset deadline)
    {
        while (_interruption is { } interruption && interruption.At() is { } at && at <= deadline)
        {
            using var sooner = new DurableTimer(context, at);
            if (await NextAsync(sooner) is { } next)
            {
                return next;
            }

            await interruption.Run();
        }

        using var timer = new DurableTimer(context, deadline);
        return await NextAsync(timer);
    }

    /// <summary>
    /// Takes what arrived while a step ran, while nothing is with the carrier: money is counted, a cancel stops the order.
    /// </summary>
    public async Task<Stop?> TakeArrivedAsync()
    {
        while (_events.Arrived() is { } next)
        {
            if (await TakeAsync(next) is { } stop)
            {
                return stop;
            }
        }

        return null;
    }

    /// <summary>What any event means while nothing is with the carrier; a chapter looks at its own events first.</summary>
    public async Task<Stop?> TakeAsync(object next)
    {
        switch (next)
        {
            case CancelRequest request when request.Means(journal.Order):
                return Stop.Asked(request);
            case CancelRequest request:
                await journal.RefuseAsync(request.EventId, TimelineKind.CancelRefused, ReasonCode.OrderChangedMeanwhile);
                return null;
            default:
                await HandOnAsync(next, Stage.InTheShop);
                return null;
        }
    }

    /// <summary>What any event means when the order can no longer stop as a whole.</summary>
    public Task TakeLateAsync(object next, Stage stage)
    {
        switch (next)
        {
            case CancelRequest again when journal.State.Status == OrderStatus.Cancelling:
                journal.AcceptAndHandle(again.EventId);
                return journal.WriteAsync();
            case CancelRequest request:
                return journal.RefuseAsync(
                    request.EventId,
                    TimelineKind.CancelRefused,
                    Transitions.Against(journal.State.Status, Trigger.CancelRequest) ?? stage.Refusal()
                );
            default:
                return HandOnAsync(next, stage);
        }
    }

    /// <summary>Takes everything that has arrived when the order comes to its end.</summary>
    public async Task TakeEverythingLateAsync()
    {
        while (_events.Arrived() is { } next)
        {
            await TakeLateAsync(next, Stage.AtItsEnd);
        }
    }

    private Task HandOnAsync(object next, Stage stage) =>
        _takers.TryGetValue(next.GetType(), out var take)
            ? take(next, stage)
            : throw new UnreachableException($"Nobody takes a {next.GetType().Name}.");
}
