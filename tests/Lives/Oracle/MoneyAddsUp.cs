using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Lives.Oracle;

/// <summary>
/// At every end of every order, what the customer paid less what the customer got back is the value of what the customer keeps: by the
/// payment provider's books, to the cent, per order and in total. Money that a person of operations transferred by hand counts as given
/// back, money that the customer's bank took back as taken. On the way the company never returns more than it took.
/// </summary>
internal sealed class MoneyAddsUp : Invariant
{
    private int _refunds;

    public override void OnMove()
    {
        var company = Life.World.Payments;
        if (company.Refunds.Count == _refunds)
            return;
        _refunds = company.Refunds.Count;
        foreach (var refund in company.Refunds.Values)
        {
            var books = CompanyBooks.Of(company, refund.OrderId, refund.Amount.Currency);
            Expect(
                (books.Refunded + books.ByHand).Amount <= books.Taken.Amount,
                refund.OrderId,
                $"{books.Refunded} was refunded, and {books.ByHand} by hand, of {books.Taken}"
            );
        }
    }

    public override void AtEnd(Ending ending)
    {
        var company = Life.World.Payments;
        foreach (var order in ending.Orders)
        {
            foreach (var currency in CompanyBooks.Currencies(company, order.Id).Append(order.Currency).Distinct(StringComparer.Ordinal))
                JudgeOrder(order, currency, ending);
        }

        foreach (var stranger in company.Captures.Select(capture => capture.OrderId).Except(ending.Orders.Select(order => order.Id)))
            Violated(stranger, "was paid, and is not stored");
    }

    private void JudgeOrder(OrderFile order, string currency, Ending ending)
    {
        var company = Life.World.Payments;
        var books = CompanyBooks.Of(company, order.Id, currency);
        var ledger = order.Record.Ledger;
        Expect(
            Ledgers.Captured(ledger, currency) == books.Taken,
            order.Id,
            $"the company took {books.Taken}, the ledger has {Ledgers.Captured(ledger, currency)}"
        );
        if (!order.State.IsFinal)
            return;

        var refunded = Ledgers.Arrived(ledger, currency);
        Expect(
            refunded == books.Refunded + books.ByHand,
            order.Id,
            $"the company gave {books.Refunded} and people {books.ByHand}, and the ledger has {refunded}"
        );

        // A refund is set off against what the bank has taken; where the shop wins that again, it goes to the customer after all.
        var setOff = Ledgers.SetOff(ledger, currency);
        Expect(setOff.Amount <= books.ByBank.Amount, order.Id, $"{setOff} count as returned by the bank, which has taken {books.ByBank}");

        var kept = currency == order.Currency ? order.State.Kept : Money.Zero(currency);
        var left = books.Taken - books.Refunded - books.ByHand - setOff;
        var back = $"{books.Refunded} by the company, {books.ByHand} by hand, {setOff} by the bank";
        Expect(
            left == kept,
            order.Id,
            $"{order.State.Status}: {books.Taken} was paid, {back} went back; {left} is left, and the customer keeps goods for {kept}"
        );
        Expect(
            Ledgers.Kept(ledger, currency) == kept,
            order.Id,
            $"the state says that {kept} is kept, the ledger {Ledgers.Kept(ledger, currency)}"
        );
        Expect(order.State.Status != OrderStatus.Cancelled || kept.Amount == 0, order.Id, $"is {order.State.Status}, and keeps {kept}");
    }
}
