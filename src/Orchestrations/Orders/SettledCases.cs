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
        if (end is { Lost: true, Refund: null })
        {
            afterSales.CloseLost(end.CaseId, end.Lines);
        }
        else
        {
            afterSales.Close(end.CaseId, end.Lines);
        }

        if (end.Lost && parcels.AreWrittenOff(end.Lines))
        {
            // The carrier gave the parcel up while the claim was open: the order has paid its goods back already.
            await TellNothingAsync(end, ReasonCode.ClaimSettled);
            return;
        }

        if (end.Kind == CaseKind.Claim && end.Lines.Any(afterSales.AreRefunded))
        {
            await journal.AlertAsync(
                $"refunded_already:{end.CaseId}",
                AlertKind.RefundedAlready,
                "A claim was granted for goods that another claim or a return had refunded by then: nothing was paid or sent for it."
            );
            await TellNothingAsync(end, ReasonCode.ClaimSettled);
            return;
        }

        if (afterSales.TakeBackAsNew(end.AsNew) && end is { ShippingFee: not { Amount: > 0 }, Refund: { } goods })
        {
            // In more returns than one; the terms of none of them could know.
            end = end with
            {
                Refund = goods + journal.Order.ShippingFee,
                ShippingFee = journal.Order.ShippingFee,
            };
        }

        if (end.Refund is { Amount: > 0 })
        {
            afterSales.Refunded(ClaimRules.Less(end.Lines, end.SendBack));
        }

        var reference = $"{OrderJson.Name(end.Kind)}:{end.CaseId}";
        await stock.RestockAsync(reference, end.Restock);

        var undelivered = end.Lost ? await CompensateLostAsync(end) : journal.None;
        if (end.Refund is { Amount: > 0 } refund)
        {
            await RefundAsync(end, refund, undelivered, reference);
        }
        else if (end.Mail is not null)
        {
            Answer(end);
            await journal.WriteAsync();
        }

        if (end.Replace.Count > 0)
        {
            await ReplaceAsync(end, undelivered, reference);
        }

        // What was not taken back goes back to the customer, in a parcel of its own.
        parcels.SendBack(end.SendBack);
    }

    /// <param name="undelivered">What those of the goods cost that are not in the books as sold.</param>
    private async Task RefundAsync(CaseEnd end, Money refund, Money undelivered, string reference)
    {
        var amount = AtMost(refund, undelivered);
        if (amount.Amount == 0)
        {
            await TellNothingAsync(end, ReasonCode.ReturnNothingLeft);
            return;
        }

        var goodwill = end.Kind == CaseKind.Claim ? BookClaim(end, refund, amount, undelivered, reference) : journal.None;
        if (end.Kind == CaseKind.Return)
        {
            BookReturn(end, amount, reference);
        }

        balance.OweLess(amount);
        Note(end.CaseId, new CaseRefund(amount, goodwill.Amount > 0 ? goodwill : null));
        Tell(end, Fact.Amount(amount), ("goodwill", goodwill.Amount > 0 ? $"{goodwill}" : ""));
        await refunds.RefundAsync(
            amount,
            reference,
            (rest, byBank) =>
                Answer(
                    end,
                    ("amount", rest.Amount > 0 ? $"{rest}" : ""),
                    ("bank", byBank.Amount > 0 ? $"{byBank}" : ""),
                    ("goodwill", goodwill.Amount > 0 ? $"{goodwill}" : ""),
                    ("reason", amount < refund ? $"{new Reasons([ReasonCode.RefundedBefore])}" : "")
                )
        );
    }

    /// <summary>
    /// Never more than is still with us, nor more than they cost and the rest that the customer has is worth: what is still on its way may
    /// have to be refunded as well.
    /// </summary>
    private Money AtMost(Money wanted, Money undelivered) =>
        new[] { wanted, balance.Paid, undelivered + balance.Kept }.Min() is { Amount: > 0 } most ? most : journal.None;

    /// <summary>Nothing is left to be paid or sent for it.</summary>
    private Task TellNothingAsync(CaseEnd end, ReasonCode reason)
    {
        Note(end.CaseId, new CaseRefund(journal.None));
        Answer(end, Fact.Reason(reason));
        return journal.WriteAsync();
    }

    private void Note(string caseId, CaseRefund paid) =>
        journal.Update(state =>
            state with
            {
                CaseRefunds = (state.CaseRefunds ?? new Dictionary<string, CaseRefund>(StringComparer.Ordinal)).With(caseId, paid),
            }
        );

    private void Tell(CaseEnd end, params IReadOnlyList<(string Name, string Value)> facts)
    {
        var isReturn = end.Kind == CaseKind.Return;
        journal.Tell(
            isReturn ? TimelineKind.ReturnRefund : TimelineKind.ClaimRefund,
            Actor.Shop,
            [(isReturn ? "rma" : OrderJson.Name(end.Kind), end.CaseId), .. facts]
        );
    }

    /// <summary>The one mail that tells what came of the case, money included.</summary>
    private void Answer(CaseEnd end, params IReadOnlyList<(string Name, string Value)> facts)
    {
        if (end.Mail is { } mail)
        {
            journal.Mail(mail, $"{OrderJson.Name(end.Kind)}:{end.CaseId}", facts);
        }
    }

    /// <summary>
    /// What is not in the books as sold needs no entry; goods that are not with the customer leave the books, what is paid for goods that
    /// they keep is a compensation; and what a person gives beyond what the goods cost is goodwill, and nothing else is. Where less is
    /// paid than was decided, goodwill is what is missing.
    /// </summary>
    /// <returns>The goodwill.</returns>
    private Money BookClaim(CaseEnd end, Money decided, Money amount, Money undelivered, string reference)
    {
        var given = amount - undelivered;
        var price = decided - (end.Goodwill ?? journal.None) - undelivered;
        var goodwill = given > price ? given - price : journal.None;
        given -= goodwill;
        var goods = end.GoodsBack ? balance.ValueOf(end.Lines) - undelivered : journal.None;
        var returned = given <= goods ? given : goods;
        balance.Book(LedgerKind.GoodsReturned, returned, reference);
        balance.Book(LedgerKind.CompensationPaid, given - returned, reference);
        balance.Book(LedgerKind.GoodwillGiven, goodwill, reference);
        return goodwill;
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
    private async Task<Money> CompensateLostAsync(CaseEnd end)
    {
        var value = journal.None;
        var (lines, rest) = (end.Lines, end.Lines);
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
            if (end.Refund is not null)
            {
                parcel.Refunded(taken);
            }

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
        var price = balance.ValueOf(end.Replace);
        var (value, instead) = (AtMost(price, undelivered), $"{reference}:short");
        Note(end.CaseId, new CaseRefund(value + (CaseRefunds.Of(journal.State, end.CaseId)?.Amount ?? journal.None)));
        if (value.Amount == 0)
        {
            await journal.AlertAsync(
                $"refunded_already:{end.CaseId}",
                AlertKind.RefundedAlready,
                "Goods were to be sent again and are out of stock, and all that was paid for them was refunded before."
            );
            await journal.WriteAsync();
            return;
        }

        if (AreWithCustomer(end.Replace))
        {
            balance.Book(LedgerKind.GoodsReturned, value - undelivered, instead);
        }

        balance.OweLess(value);
        await refunds.RefundAndTellAsync(
            value,
            instead,
            value < price ? [ReasonCode.ReplacementOutOfStock, ReasonCode.RefundedBefore] : [ReasonCode.ReplacementOutOfStock]
        );
    }

    private bool AreWithCustomer(IReadOnlyList<ParcelLine> lines) =>
        parcels.All.Any(parcel =>
            parcel.Outcome == ShipmentOutcome.Delivered && lines.Any(line => parcel.Lines.Any(packed => packed.Sku == line.Sku))
        );
}
