using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// The order closes when the windows after delivery have passed and nothing is open: no parcel, no case, no refund on its way.
/// </summary>
internal sealed class Closing(
    TaskOrchestrationContext context,
    OrderJournal journal,
    OrderInbox inbox,
    OrderBalance balance,
    Refunds refunds,
    OrderHold hold,
    Backorder backorder,
    OrderParcels parcels,
    AfterSales afterSales,
    Delivering delivering
)
{
    /// <summary>How long a refund may be under way before a person looks after it.</summary>
    private static readonly TimeSpan _refundPatience = TimeSpan.FromDays(7);

    private static readonly TimeSpan _longestGrace = TimeSpan.FromMinutes(1);

    /// <summary>The last window's end; a little later, for what was filed in its last moment.</summary>
    private DateTimeOffset ClosesAt
    {
        get
        {
            var windows = journal.Order.Windows;
            var last = Later(journal.State.Deadlines[OrderDeadline.Claim], journal.State.Deadlines[OrderDeadline.Return]);
            var grace = (windows.Return > windows.Claim ? windows.Return : windows.Claim) / 20;
            return last + (grace < _longestGrace ? grace : _longestGrace);
        }
    }

    public async Task<OrderStatus> CloseAsync()
    {
        while (await NextBeforeTheEndAsync() is { } next)
        {
            await delivering.TakeAsync(next);
        }

        if (balance.Kept.Amount > 0 && journal.State.Status == OrderStatus.Delivered)
        {
            return await EndAsync(OrderStatus.Closed, () => journal.Tell(TimelineKind.Closed, Actor.System));
        }

        return await EndAsync(
            OrderStatus.Refunded,
            () => journal.Tell(TimelineKind.Refunded, Actor.Shop, Fact.Amount(journal.State.Refunded))
        );
    }

    /// <summary>Every way to an end comes here: nothing is waited for any more, and money on its way back has arrived.</summary>
    /// <param name="tell">Says in the journal how it ended.</param>
    public async Task<OrderStatus> EndAsync(OrderStatus end, Action tell)
    {
        await backorder.LeaveQueueAsync();
        await inbox.TakeEverythingLateAsync();
        while (refunds.AreOpen)
        {
            await WaitForRefundsAsync();
            await inbox.TakeEverythingLateAsync();
        }

        journal.EndAlert(RefundAlerts.Unconfirmed(journal.OrderId));
        hold.Drop();
        balance.EndAuthorisations();
        journal.Becomes(end);
        journal.NoLongerExpect([.. journal.State.Deadlines.Keys]);
        tell();
        journal.WriteInPassing();
        await journal.CallAsync(nameof(CloseBooks), new BooksToClose(journal.OrderId, balance.Kept));
        await RefuseLastAsync();
        return end;
    }

    /// <summary>
    /// What happens while a window or anything else is open, or has arrived in the last moment; null when the order can end. Goods
    /// that are sent again have windows of their own.
    /// </summary>
    private async Task<object?> NextBeforeTheEndAsync()
    {
        while (true)
        {
            if (inbox.Arrived() is { } arrived)
            {
                return arrived;
            }

            if (journal.State.Status == OrderStatus.Delivered && journal.Now < ClosesAt)
            {
                using var timer = new DurableTimer(context, ClosesAt);
                if (await inbox.NextAsync(timer) is { } next)
                {
                    return next;
                }
            }
            else if (parcels.AnyUnderWay || afterSales.AnyOpen)
            {
                return await inbox.NextAsync();
            }
            else
            {
                return null;
            }
        }
    }

    private async Task WaitForRefundsAsync()
    {
        journal.Expect(OrderDeadline.Refund, journal.Now + _refundPatience);
        await journal.WriteAsync();
        var isAlerted = false;
        using var timer = new DurableTimer(context, journal.Now + _refundPatience);
        while (refunds.AreOpen)
        {
            if (await inbox.NextAsync(isAlerted ? null : timer) is { } next)
            {
                await inbox.TakeLateAsync(next, Stage.AtItsEnd);
                continue;
            }

            isAlerted = true;
            await journal.AlertAsync(
                RefundAlerts.Unconfirmed(journal.OrderId),
                AlertKind.RefundUnconfirmed,
                "A refund has not been confirmed for a week."
            );
        }
    }

    /// <summary>
    /// Who asked for something while the end was written down hears that it is over. Money is not taken any more: it comes again, as a
    /// post-completion event.
    /// </summary>
    private async Task RefuseLastAsync()
    {
        while (inbox.Arrived() is { } next)
        {
            if (next is not PaymentUpdate)
            {
                await inbox.TakeLateAsync(next, Stage.AtItsEnd);
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
