using Microsoft.DurableTask;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// What is shipped later than the rest of the order: it waits in its queue under a reservation of its own, while the order goes on.
/// </summary>
internal sealed class Backorder(
    TaskOrchestrationContext context,
    OrderJournal journal,
    OrderInbox inbox,
    StockHold stock,
    Compensations compensations
)
{
    private IReadOnlyList<ParcelLine>? _lines;
    private Overdue? _overdue;

    /// <summary>What is shipped later; nothing once it is on its way or written off.</summary>
    public IReadOnlyList<ParcelLine> Lines => _lines ?? [];

    public bool IsOpen => _lines is not null;

    /// <summary>All of it is there.</summary>
    public bool IsComplete => IsOpen && stock.Short.Count == 0;

    /// <summary>The order goes on with what is there.</summary>
    /// <returns>False if all is there.</returns>
    public async Task<bool> PartAsync()
    {
        if (stock.Short.Count == 0)
        {
            return false;
        }

        compensations.Push(ReleaseAsync);
        var missing = await stock.PartAsync();
        if (missing.Count > 0)
        {
            _lines = missing;
            Watch();
        }
        else
        {
            journal.NoLongerExpect(OrderDeadline.Restock);
        }

        return true;
    }

    /// <summary>Waits until the time that the customer agreed to is over.</summary>
    public void Watch()
    {
        _overdue?.Timer.Dispose();
        _overdue = new Overdue(new DurableTimer(context, journal.State.Deadlines[OrderDeadline.Restock]));
        inbox.Follow(OverdueAsync(_overdue));
    }

    /// <summary>True if this wait is still the one that counts.</summary>
    public bool IsWaitedFor(Overdue overdue) => overdue == _overdue;

    /// <summary>What was taken off the order since is not part of it any more.</summary>
    /// <param name="before">The order as it was then.</param>
    public void LeaveOutWhatWasDropped(Order before) =>
        _lines = [
            .. from line in Lines
            let ordered = before.Lines.Where(ordered => ordered.Sku == line.Sku).Sum(ordered => ordered.Quantity)
            let now = journal.Order.Lines.Where(ordered => ordered.Sku == line.Sku).Sum(ordered => ordered.Quantity)
            let units = line.Quantity - (ordered - now)
            where units > 0
            select line with
            {
                Quantity = units,
            },
        ];

    /// <summary>It is on its way, or nobody waits for it any more.</summary>
    /// <returns>What it was.</returns>
    public IReadOnlyList<ParcelLine> End()
    {
        var lines = Lines;
        _overdue?.Timer.Dispose();
        _overdue = null;
        _lines = null;
        stock.EndBackorder();
        journal.NoLongerExpect(OrderDeadline.Restock);
        return lines;
    }

    public Task ReleaseAsync()
    {
        End();
        return stock.ReleaseAsync(StockHold.BackorderReservation);
    }

    /// <summary>At the order's end nothing is waited for.</summary>
    public Task LeaveQueueAsync()
    {
        if (IsOpen)
        {
            return ReleaseAsync();
        }

        stock.Show([]);
        return Task.CompletedTask;
    }

    private static async Task<Overdue> OverdueAsync(Overdue overdue)
    {
        try
        {
            await overdue.Timer.Fired;
        }
        catch (OperationCanceledException)
        {
            // The race is over: nobody listens to this timer any more.
        }

        return overdue;
    }

    /// <summary>It did not come in time.</summary>
    internal sealed record Overdue(DurableTimer Timer);
}
