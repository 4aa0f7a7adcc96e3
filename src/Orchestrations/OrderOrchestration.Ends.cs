using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// How an order ends, and how what was done is undone.
public sealed partial class OrderOrchestration
{
    private async Task<OrderStatus> CancelAsync(Stop stop)
    {
        _due = Money.Zero(_order.Total.Currency);
        await RecordAsync(Stopping());
        while (_undo.TryPop(out var undo))
        {
            await undo();
        }

        if (stop.RequestId is not null)
        {
            _state = _state with { Commands = _state.Commands.With(stop.RequestId, new CommandOutcome(true, null)) };
        }

        _state = _state with { Cancellation = new Cancellation(stop.Reasons, stop.By, Now) };
        return await EndAsync(
            OrderStatus.Cancelled,
            [Entry("cancelled", stop.By, ("reasons", string.Join(',', stop.Reasons)))],
            [new(MailKind.Cancelled)],
            handled: stop.RequestId is null ? [] : [stop.RequestId]);
    }

    /// <summary>Nothing is to be paid, chosen or decided by any time now. What is shipped later is waited for until it is released.</summary>
    private OrderState Stopping()
    {
        var state = WithoutOffer();
        var deadlines = state.Deadlines.Without("payment").Without("review").Without("stockDecision");
        return state with { Status = OrderStatus.Cancelling, PaymentUrl = null, Deadlines = _rest is null ? deadlines.Without("restock") : deadlines };
    }

    /// <summary>True once a step failed for good: from then on what is under way comes to its end, and nothing new begins.</summary>
    private bool _failed;

    /// <summary>A step failed for good. A person is called, money and stock are settled as far as they can be, and what is on its way or under discussion is followed to its end.</summary>
    private async Task<OrderStatus> FailAsync(StepFailure failure)
    {
        _failed = true;
        await AlertAsync($"failed:{_order.OrderId}", AlertKind.OrderFailed, $"Step {failure.Step} failed for good: {failure.Why}");
        await RecordAsync(Stopping());
        StopParcels();
        while (_events.IsWatching && _parcels.Exists(parcel => parcel.MayLeave))
        {
            await SettleAsync(FollowNextAsync);
        }

        _due = _state.Kept;
        while (_undo.TryPop(out var undo))
        {
            await SettleAsync(undo);
        }

        while (_events.IsWatching)
        {
            await SettleAsync(FollowNextAsync);
        }

        return await EndAsync(OrderStatus.Failed, [Entry("failed", "system")], []);
    }

    private async Task FollowNextAsync() => await TakeFollowingAsync((await _events.NextAsync(end: null))!);

    private async Task SettleAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (StepFailure.Of(e) is { } failure)
        {
            await AlertAsync($"unsettled:{_order.OrderId}:{failure.Step}", AlertKind.OrderUnsettled, $"Settling failed at {failure.Step}: {failure.Why} Money or stock needs a person.");
        }
    }

    private async Task<OrderStatus> EndAsync(OrderStatus end, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<MailOccasion> mails, IReadOnlyList<string>? handled = null)
    {
        await LeaveLineAsync();
        await TakeEverythingLateAsync();
        while (_state.Refunds.Any(refund => refund.IsOpen))
        {
            await WaitForRefundsAsync();
            await TakeEverythingLateAsync();
        }

        EndAuthorisation();
        await RecordAsync(_state with { Status = end, Deadlines = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal) }, timeline, mails, handled: handled ?? []);
        await _context.CallActivityAsync(nameof(CloseBooks), new BooksToClose(_order.OrderId, _state.Kept), Retries.Storage);
        await RefuseLastAsync();
        return end;
    }

    /// <summary>Who asked for something while the end was written down hears that it is over. Money is not taken any more: it comes again, as a late event.</summary>
    private async Task RefuseLastAsync()
    {
        while (_events.Arrived() is { } next)
        {
            if (next is not PaymentUpdate)
            {
                await TakeLateAsync(next, Finished);
            }
        }
    }

    // Undo

    private Task RefundEverythingAsync() => RefundAsync(Paid, "cancel");

    private Task WithdrawPaymentRequestAsync() => _context.CallPartnerAsync<bool>(nameof(WithdrawPayment), _order.OrderId, Retries.Partner);

    private Task ReleaseStockAsync() => _context.CallActivityAsync(nameof(ReleaseStock), new StockStep(_order.OrderId, OrderReservation), Retries.Storage);
}
