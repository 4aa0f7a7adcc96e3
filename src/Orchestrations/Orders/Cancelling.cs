using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>The ends before their time: an order that is stopped before hand-over, and one of which a step failed for good.</summary>
internal sealed class Cancelling(
    OrderJournal journal,
    OrderInbox inbox,
    OrderBalance balance,
    OrderHold hold,
    PaymentRequests requests,
    ChangeOffers offers,
    Backorder backorder,
    OrderParcels parcels,
    Delivering delivering,
    Closing closing,
    Compensations compensations
)
{
    private Stop? _asked;

    public async Task<OrderStatus> CancelAsync(Stop stop)
    {
        _asked = stop;
        balance.OweNothing();
        await WriteStoppingAsync();
        var before = journal.State;
        await compensations.RunAsync(compensation => compensation());
        if (stop.RequestId is not null)
        {
            journal.Accept(stop.RequestId);
        }

        journal.Update(state => state with { Cancellation = new Cancellation(stop.Reasons, stop.By, journal.Now) });
        Mail(before);
        return await closing.EndAsync(OrderStatus.Cancelled, () => TellCancelled(stop));
    }

    /// <summary>
    /// A step failed for good. A person is alerted, money and stock are settled as far as they can be, and what is on its way or under
    /// discussion is followed to its end.
    /// </summary>
    public async Task<OrderStatus> FailAsync(StepFailure failure)
    {
        await journal.AlertAsync($"failed:{journal.OrderId}", AlertKind.OrderFailed, $"Step {failure.Step} failed for good: {failure.Why}");
        if (journal.HasEnded)
        {
            // Only its books were still to be closed.
            return journal.State.Status;
        }

        if (_asked is { RequestId: { } requestId })
        {
            // The order stops, as they asked; what failed is the shop's to settle.
            journal.AcceptAndHandle(requestId);
        }

        await WriteStoppingAsync();
        parcels.Settle();
        while (inbox.IsFollowing && parcels.All.Any(parcel => parcel.MayLeave))
        {
            await SettleAsync(TakeNextAsync);
        }

        balance.OweWhatIsKept();
        await compensations.RunAsync(SettleAsync);
        while (inbox.IsFollowing)
        {
            await SettleAsync(TakeNextAsync);
        }

        return await closing.EndAsync(OrderStatus.Failed, () => journal.Tell(TimelineKind.Failed, Actor.System));
    }

    private async Task TakeNextAsync() => await delivering.TakeAsync(await inbox.NextAsync());

    private async Task SettleAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (StepFailure.Of(e) is { } failure)
        {
            await journal.AlertAsync(
                $"unsettled:{journal.OrderId}:{failure.Step}",
                AlertKind.OrderUnsettled,
                $"Settling failed at {failure.Step}: {failure.Why} Money or stock needs a person."
            );
        }
    }

    /// <summary>
    /// Nothing is to be paid, chosen or decided by any time now. What is shipped later is waited for until it is released.
    /// </summary>
    private Task WriteStoppingAsync()
    {
        offers.Drop();
        hold.Drop();
        journal.Becomes(OrderStatus.Cancelling);
        requests.Close();
        journal.NoLongerExpect(OrderDeadline.Payment, OrderDeadline.Review, OrderDeadline.StockDecision);
        if (!backorder.IsOpen)
        {
            journal.NoLongerExpect(OrderDeadline.Restock);
        }

        return journal.WriteAsync();
    }

    /// <summary>
    /// The customer hears that the order is cancelled as soon as it is, and what is on its way back to them: the provider may take days to
    /// confirm that. What was refunded before the cancel has been told by mails of its own.
    /// </summary>
    private void Mail(OrderState before)
    {
        var byBank = (journal.State.RefundedByBank ?? journal.None) - (before.RefundedByBank ?? journal.None);
        var refund = journal.State.Refunded - before.Refunded - byBank;
        journal.Mail(MailKind.Cancelled, "", refund.Amount > 0 ? [Fact.Amount(refund)] : []);
    }

    private void TellCancelled(Stop stop)
    {
        journal.Tell(TimelineKind.Cancelled, stop.By, ("reasons", string.Join(',', stop.Reasons)));
        if (stop.RequestId is not null)
        {
            journal.Handled(stop.RequestId);
        }
    }
}
