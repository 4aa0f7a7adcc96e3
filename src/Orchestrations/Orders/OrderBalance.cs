using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// What the customer owes, has paid, gets back and keeps, and the books of it. Whoever changes one of these says what
/// happened; that the books stay even is looked after here.
/// </summary>
internal sealed class OrderBalance(OrderJournal journal)
{
    private readonly HashSet<string> _booked = new(StringComparer.Ordinal);
    private Money? _authorised;

    /// <summary>Refunds in the order's currency that the customer's bank has made in the shop's place.</summary>
    private long _setOff;

    /// <summary>What the customer owes at this moment; money beyond it goes back.</summary>
    public Money Due { get; private set; } = journal.Order.Total;

    /// <summary>What they have paid and did not get back.</summary>
    public Money Paid => journal.State.Captured - journal.State.Refunded;

    /// <summary>Paid beyond what is owed; negative: what is missing.</summary>
    public Money Excess => Paid - Due;

    public Money Missing => Due - Paid;

    /// <summary>The value of what the customer keeps.</summary>
    public Money Kept => journal.State.Kept;

    public void Owe(Money more) => Due += more;

    public void OweLess(Money less) => Due -= less;

    public void OweNothing() => Due = journal.None;

    public void OweWhatIsKept() => Due = Kept;

    /// <summary>The order has other terms from now on; what is owed stays as it is.</summary>
    public void Agree(OrderTerms terms) => journal.Update(state => state with { Terms = terms });

    /// <summary>Goes back to terms that were agreed before, and to what was owed then.</summary>
    public void AgreeAgain(OrderTerms terms, Money due)
    {
        Agree(terms);
        Due = due;
    }

    /// <summary>The order has other terms from now on, and what they cost more or less is owed.</summary>
    public void AgreeAndOwe(OrderTerms terms)
    {
        var before = journal.Order;
        Owe(terms.Total - before.Total);
        Agree(terms);
        RebookDuties(journal.Order.DutiesDue - before.DutiesDue);
    }

    /// <summary>Money came in the order's currency.</summary>
    public void Capture(PaymentUpdate update)
    {
        journal.Update(state => state with { Captured = state.Captured + update.Amount });
        BookCapture(update);
    }

    /// <summary>Money came, of whatever currency: it is in the books.</summary>
    public void BookCapture(PaymentUpdate update) =>
        journal.Book(new($"capture:{update.EventId}", LedgerKind.Captured, update.Amount, journal.Now, update.EventId));

    /// <summary>Money is seen and not ours yet.</summary>
    public void Authorise(Money amount)
    {
        if (_authorised is null)
        {
            _authorised = amount;
            Book(LedgerKind.Authorised, amount, "payment");
        }
    }

    public void EndAuthorisation()
    {
        if (_authorised is { } amount)
        {
            Book(LedgerKind.AuthorisationEnded, amount, "payment");
        }
    }

    /// <summary>From now on this does not count as paid, whatever becomes of the refund.</summary>
    public void Refund(Money amount) => journal.Update(state => state with { Refunded = state.Refunded + amount });

    /// <summary>Sets a refund off against what the customer's bank took back by itself.</summary>
    /// <returns>How much of it the bank has made.</returns>
    public Money SetOff(Money refund, string reference)
    {
        if (journal.State.Disputed is not { Amount: > 0 } disputed)
        {
            return journal.None;
        }

        var byBank = refund < disputed ? refund : disputed;
        Book(LedgerKind.RefundedByDispute, byBank, reference);
        journal.Update(state => state with { Disputed = disputed - byBank });
        _setOff += byBank.Amount;
        return byBank;
    }

    /// <summary>The customer's bank took money back.</summary>
    public void Dispute(Money amount, string reference)
    {
        Book(LedgerKind.Disputed, amount, reference);
        journal.Update(state => state with { Disputed = (state.Disputed ?? journal.None) + amount });
    }

    /// <summary>The bank gave it back.</summary>
    /// <returns>What was set off against it: it has to reach the customer after all.</returns>
    public Money WinDispute(Money amount, string reference)
    {
        // What the bank has without this dispute, less what is set off.
        var left = (journal.State.Disputed ?? journal.None) - amount;
        var owed = Ledgers.OwedAgain(left, left with { Amount = _setOff });
        _setOff -= owed.Amount;
        Book(LedgerKind.DisputeWon, amount, reference);
        Book(LedgerKind.RefundOwedAgain, owed, reference);
        journal.Update(state => state with { Disputed = left + owed });
        return owed;
    }

    /// <summary>
    /// Books goods, shipping, duties, fees or goodwill, once per kind and reference; the value of what the customer keeps follows from it.
    /// </summary>
    public void Book(LedgerKind kind, Money amount, string reference)
    {
        var key = Key(kind, reference);
        if (amount.Amount <= 0 || !_booked.Add(key))
        {
            return;
        }

        LedgerEntry entry = new(key, kind, amount, journal.Now, null);
        journal.Book(entry);
        if (Ledgers.Kept([entry], amount.Currency) is { Amount: not 0 } kept)
        {
            journal.Update(state => state with { Kept = state.Kept + kept });
        }
    }

    /// <summary>What the customer pays for these units.</summary>
    public Money ValueOf(IEnumerable<ParcelLine> lines) =>
        lines.Aggregate(
            journal.None,
            (sum, line) => sum + (journal.Order.Lines.First(ordered => ordered.Sku == line.Sku).UnitPrice * line.Quantity)
        );

    /// <summary>What the customer pays for the licences that are there.</summary>
    public Money ValueOfLicences() =>
        ShortLines
            .There(journal.Order.Lines, journal.State.Short)
            .Where(line => line.Kind == ProductKind.Digital)
            .Aggregate(journal.None, (sum, line) => sum + line.Price);

    /// <summary>
    /// Duties are booked with the first parcel that arrives; what is taken off the order after that brings them down, a dearer substitute
    /// up.
    /// </summary>
    private void RebookDuties(Money more)
    {
        if (!_booked.Contains(Key(LedgerKind.DutiesSold, "order")))
        {
            return;
        }

        var reference = FormattableString.Invariant($"adjusted-{_booked.Count}");
        Book(LedgerKind.DutiesSold, more, reference);
        Book(LedgerKind.DutiesWaived, journal.None - more, reference);
    }

    private static string Key(LedgerKind kind, string reference) => $"{OrderJson.Name(kind)}:{reference}";
}
