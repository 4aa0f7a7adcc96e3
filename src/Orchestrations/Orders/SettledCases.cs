using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations.Shipments;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Carries out what a case came to, where money, stock and parcels are: money back, goods again, goods for sale again.</summary>
internal sealed class SettledCases(
    OrderJournal journal,
    OrderBalance balance,
    Refunds refunds,
    StockHold stock,
    OrderParcels parcels,
    AfterSales afterSales
)
{
    public async Task SettleAsync(CaseEnd end)
    {
        afterSales.Close(end.CaseId, end is { Lost: true, Refund: null } ? [] : end.Lines);
        if (end.Lost && parcels.AreWrittenOff(end.Lines))
        {
            // The carrier gave the parcel up while the claim was open: the order has paid its goods back already.
            return;
        }

        if (end.Kind == CaseKind.Claim && end.Lines.Any(afterSales.AreRefunded))
        {
            await journal.AlertAsync(
                $"refunded_already:{end.CaseId}",
                AlertKind.RefundedAlready,
                "A claim was granted for goods that another claim or a return had refunded by then: nothing was paid or sent for it."
            );
            return;
        }

        if (end.Refund is { Amount: > 0 })
        {
            afterSales.Refunded(ClaimRules.Less(end.Lines, end.SendBack));
        }

        var reference = $"{OrderJson.Name(end.Kind)}:{end.CaseId}";
        await stock.RestockAsync(reference, end.Restock);

        var undelivered = end.Lost ? await CompensateLostAsync(end.Lines) : journal.None;
        if (end.Refund is { Amount: > 0 } refund)
        {
            await RefundAsync(end, refund, undelivered, reference);
        }

        if (end.Replace.Count > 0)
        {
            await ReplaceAsync(end, undelivered, reference);
        }

        // What was not taken back goes back to the customer, in a parcel of its own.
        parcels.SendBack(end.SendBack);
    }

    /// <param name="undelivered">What those of the goods cost that are not in the books as sold.</param>
    private Task RefundAsync(CaseEnd end, Money refund, Money undelivered, string reference)
    {
        // Never more than is still with us, nor more than they cost and the rest that the customer has is worth: what is still on its way
        // may have to be refunded as well.
        var amount = new[] { refund, balance.Paid, undelivered + balance.Kept }.Min();
        if (end.Kind == CaseKind.Return)
        {
            BookReturn(end, amount, reference);
        }
        else
        {
            BookClaim(end, amount, undelivered, reference);
        }

        balance.OweLess(amount);
        return refunds.RefundAndTellAsync(amount, reference);
    }

    /// <summary>
    /// What is not in the books as sold needs no entry; goods that are not with the customer leave the books, what is paid for goods that
    /// they keep is a compensation; and what a person gives beyond what the goods cost is goodwill, and nothing else is.
    /// </summary>
    private void BookClaim(CaseEnd end, Money amount, Money undelivered, string reference)
    {
        var given = amount - undelivered;
        var goodwill = end.Goodwill is { } named ? new[] { named, given }.Min() : journal.None;
        given -= goodwill;
        var goods = end.GoodsBack ? balance.ValueOf(end.Lines) - undelivered : journal.None;
        var returned = given <= goods ? given : goods;
        balance.Book(LedgerKind.GoodsReturned, returned, reference);
        balance.Book(LedgerKind.CompensationPaid, given - returned, reference);
        balance.Book(LedgerKind.GoodwillGiven, goodwill, reference);
    }

    /// <summary>
    /// Goods that came back leave the books at their price; what is kept of it is a fee, and a shipping fee that is refunded was not
    /// sold.
    /// </summary>
    private void BookReturn(CaseEnd end, Money amount, string reference)
    {
        var shipping = end.ShippingFee is { } paid && paid <= amount ? paid : journal.None;
        var fee = end.Fee ?? journal.None;
        balance.Book(LedgerKind.GoodsReturned, amount - shipping + fee, reference);
        balance.Book(LedgerKind.FeeCharged, fee, reference);
        balance.Book(LedgerKind.ShippingWaived, shipping, reference);
    }

    /// <summary>
    /// Takes lost lines out of the parcels that are still on their way with them: the end of such a parcel gives nothing back for these.
    /// </summary>
    /// <returns>What those of them cost that are not in the books as sold.</returns>
    private async Task<Money> CompensateLostAsync(IReadOnlyList<ParcelLine> lines)
    {
        var value = journal.None;
        var rest = lines;
        foreach (var parcel in parcels.All.Where(parcel => parcel.IsUnderWay && parcel.Carries(lines)))
        {
            var taken = parcel.Compensated(rest);
            rest =
            [
                .. rest.Select(line =>
                    line with
                    {
                        Quantity = line.Quantity - taken.Where(one => one.Sku == line.Sku).Sum(one => one.Quantity),
                    }
                ),
            ];
            value += parcel.IsSold ? journal.None : balance.ValueOf(taken);
            await journal.AlertAsync(
                FormattableString.Invariant($"compensated:{ShipmentIds.InstanceId(journal.OrderId, parcel.Number)}"),
                AlertKind.LostCompensated,
                $"What is in parcel {parcel.Number}, which is still on its way, was refunded or sent again. "
                    + "If it turns up, recall it or ask the customer."
            );
        }

        return value;
    }

    /// <summary>Goods are sent again; where there are none left, they are refunded instead.</summary>
    private async Task ReplaceAsync(CaseEnd end, Money undelivered, string reference)
    {
        if (await stock.ReserveAgainAsync(reference, end.Replace))
        {
            var goods = undelivered.Amount == 0 && AreWithCustomer(end.Replace) ? GoodsAre.SoldBefore : GoodsAre.SoldOnDelivery;
            await parcels.SendOutAsync(end.Replace, reference, goods);
            return;
        }

        // They are settled now like any goods that are refunded: not returned, claimed or sent again.
        afterSales.Close(end.CaseId, end.Lines);
        afterSales.Refunded(end.Refund is { Amount: > 0 } ? [] : end.Replace);
        journal.Update(state => state with { PaidInstead = [.. state.PaidInstead ?? [], end.CaseId] });
        var (value, instead) = (balance.ValueOf(end.Replace), $"{reference}:short");
        if (AreWithCustomer(end.Replace))
        {
            balance.Book(LedgerKind.GoodsReturned, value - undelivered, instead);
        }

        balance.OweLess(value);
        await refunds.RefundAndTellAsync(value, instead, ReasonCode.ReplacementOutOfStock);
    }

    private bool AreWithCustomer(IReadOnlyList<ParcelLine> lines) =>
        parcels.All.Any(parcel =>
            parcel.Outcome == ShipmentOutcome.Delivered && lines.Any(line => parcel.Lines.Any(packed => packed.Sku == line.Sku))
        );
}
