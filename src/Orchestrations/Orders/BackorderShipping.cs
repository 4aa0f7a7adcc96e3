using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>What becomes of the backorder: it comes and is shipped, the customer chooses otherwise, or its time is over.</summary>
internal sealed class BackorderShipping(
    OrderJournal journal,
    OrderBalance balance,
    Refunds refunds,
    StockHold stock,
    Shortage shortage,
    Backorder backorder,
    OrderParcels parcels,
    Warehouse warehouse,
    HandingOver handingOver,
    Arrivals arrivals
)
{
    /// <summary>Goods came; they are reserved already.</summary>
    public async Task TakeAsync(StockArrived arrived)
    {
        var isNews = stock.Take(arrived);
        if (isNews)
        {
            journal.Tell(TimelineKind.StockArrived, Actor.System);
            if (stock.Short.Count == 0)
            {
                journal.NoLongerExpect(OrderDeadline.Restock);
            }
        }

        journal.Handled(arrived.EventId);
        await journal.WriteAsync();
        if (isNews)
        {
            await SendAsync();
        }
    }

    /// <summary>The customer thought better of it while the backorder is waited for.</summary>
    public async Task DecideAsync(StockDecision decision)
    {
        if (!backorder.IsOpen || stock.Short.Count == 0)
        {
            await journal.RefuseAsync(
                decision.EventId,
                TimelineKind.StockDecisionRefused,
                CommandRules.AgainstStockDecision(journal.Order, journal.State) ?? ReasonCode.NoStockQuestion
            );
            return;
        }

        var before = journal.Order;
        await shortage.DecideAsync(decision.Choices, backorder.Lines, journal.State.Status, decision);
        backorder.LeaveOutWhatWasDropped(before);
        if (stock.Short.Count > 0)
        {
            backorder.Watch();
        }

        await SendAsync();
    }

    /// <summary>It did not come in time.</summary>
    public async Task WriteOffAsync(Backorder.Overdue overdue)
    {
        if (!backorder.IsWaitedFor(overdue))
        {
            return;
        }

        var before = journal.Order;
        var skus = stock.Short.Select(line => line.Sku).ToList();
        var (step, writtenOff, _) = await shortage.WriteOffAsync();
        backorder.LeaveOutWhatWasDropped(before);
        stock.Show([]);
        journal.NoLongerExpect(OrderDeadline.Restock);
        journal.Tell(TimelineKind.StockWrittenOff, Actor.System, Fact.Skus(skus));
        await journal.WriteAsync();
        await shortage.RefundExcessAsync(step, Shortage.OutOfStock(writtenOff));
        await SendAsync();
    }

    /// <summary>The customer wants none of it any more, and the others have left.</summary>
    public async Task CancelAsync(string reference)
    {
        var lines = backorder.Lines;
        await backorder.ReleaseAsync();
        await shortage.DropAsync(lines);
        await shortage.RefundExcessAsync(reference, [ReasonCode.CustomerRequest]);
        await FinishAsync();
    }

    /// <summary>Sends the backorder when all of it is there.</summary>
    private async Task SendAsync()
    {
        if (!backorder.IsComplete)
        {
            return;
        }

        var lines = backorder.End();
        List<ParcelLine> goods =
        [
            .. lines.Where(line => journal.Order.Lines.Single(ordered => ordered.Sku == line.Sku).Kind == ProductKind.Physical),
        ];
        if (goods.Count > 0)
        {
            await parcels.SendOutAsync(goods, StockHold.BackorderReservation, GoodsAre.SoldOnDelivery);
        }
        else if (lines.Count > 0)
        {
            await warehouse.TakeLaterLicencesAsync();
        }

        if (parcels.HasLeft)
        {
            await warehouse.DeliverLicencesAsync();
        }
        else
        {
            await handingOver.GiveOutKeysAsync();
        }

        await FinishAsync();
    }

    /// <summary>Where the backorder was the last that was open, the order is delivered now, or nothing of it will be.</summary>
    private async Task FinishAsync()
    {
        if (!parcels.HasLeft)
        {
            return;
        }

        if (parcels.AnyUnderWay)
        {
            // Nothing that is still to come holds it back any more.
            journal.Becomes(arrivals.Status);
            await journal.WriteAsync();
            return;
        }

        if (!parcels.AnyDelivered)
        {
            // No parcel has come: the shipping fee goes back with the last that was open.
            balance.OweWhatIsKept();
            await refunds.RefundAsync(balance.Excess, "backorder");
        }

        if (balance.Kept.Amount > 0)
        {
            await arrivals.WriteDeliveredAsync();
        }
    }
}
