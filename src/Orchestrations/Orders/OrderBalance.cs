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
    /// <summary>Of the duties, those of goods that will not arrive, as long as none are in the books.</summary>
    private Money _waived = journal.None;

    private readonly HashSet<string> _booked = new(StringComparer.Ordinal);

    /// <summary>What is booked as authorised, by the entry's reference.</summary>
    private readonly Dictionary<string, (string Payment, Money Amount)> _authorised = new(StringComparer.Ordinal);

    /// <summary>
    /// By currency, what banks took back and have, and what of refunds was set off and is no longer in it: a dispute may be about money in
    /// another currency than the order's.
    /// </summary>
    private readonly Dictionary<string, (Money Taken, Money SetOff)> _banks = new(StringComparer.Ordinal);

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
        RebookDuties(before.DutiesDue, journal.Order.DutiesDue);
    }

    /// <summary>The payment that this tells of, as far as it is known.</summary>
    public PaymentState? KnownAs(PaymentUpdate update) => PaymentIds.Find(journal.State.Payments, update, journal.Order.PaymentMethod);

    /// <summary>
    /// A payment that is known is told of again, and maybe more of it: its name (whatever is told by that name from now on is about it), or
    /// by what it was paid.
    /// </summary>
    public void Complete(PaymentUpdate update)
    {
        if (KnownAs(update) is not { } known)
        {
            return;
        }

        var told = known with { Name = known.Name ?? PaymentIds.NameOf(update), Method = known.Method ?? update.Method };
        if (told != known)
        {
            Replace(told);
        }
    }

    /// <summary>Money came, of whatever currency: it is in the books, and counts if it is the order's.</summary>
    public void Capture(PaymentUpdate update)
    {
        var payment = Note(update, PaymentStatus.Received);
        EndAuthorisation(payment.Id);
        if (update.Amount.Currency == journal.Currency)
        {
            journal.Update(state => state with { Captured = state.Captured + update.Amount });
        }

        Book(LedgerKind.Captured, update.Amount, NotBooked(LedgerKind.Captured, Named(update.Amount)), update.EventId);
    }

    /// <summary>Money is seen and not ours yet; told again, it may have become more or less.</summary>
    public void Authorise(PaymentUpdate update)
    {
        var payment = Note(update, PaymentStatus.Seen);
        if (_authorised.Values.Contains((payment.Id, payment.Amount)))
        {
            return;
        }

        EndAuthorisation(payment.Id);
        var reference = NotBooked(LedgerKind.Authorised, Named(payment.Amount));
        _authorised[reference] = (payment.Id, payment.Amount);
        Book(LedgerKind.Authorised, payment.Amount, reference);
    }

    /// <summary>A payment came to nothing.</summary>
    /// <returns>What had been seen of it; null for nothing.</returns>
    public Money? Fail(PaymentUpdate update)
    {
        var seen = KnownAs(update) is { Status: PaymentStatus.Seen } known ? known.Amount : (Money?)null;
        EndAuthorisation(Note(update, PaymentStatus.Failed).Id);
        return seen;
    }

    /// <summary>What was seen and is not ours by the order's end is not waited for.</summary>
    public void EndAuthorisations()
    {
        foreach (var reference in _authorised.Keys.ToArray())
        {
            EndAuthorisation(reference, _authorised[reference].Amount);
        }
    }

    /// <summary>From now on this does not count as paid, whatever becomes of the refund.</summary>
    public void Refund(Money amount) => journal.Update(state => state with { Refunded = state.Refunded + amount });

    /// <summary>Sets a refund off against what the customer's bank took back by itself.</summary>
    /// <returns>How much of it the bank has made.</returns>
    public Money SetOff(Money refund, string reference)
    {
        var (taken, setOff) = OfBank(refund.Currency);
        if (taken.Amount <= 0)
        {
            return Money.Zero(refund.Currency);
        }

        var byBank = refund < taken ? refund : taken;
        Book(LedgerKind.RefundedByDispute, byBank, reference);
        BankHas(taken - byBank, setOff + byBank);
        return byBank;
    }

    /// <summary>The customer's bank took money back.</summary>
    public void Dispute(Money amount, string reference)
    {
        Book(LedgerKind.Disputed, amount, reference);
        var (taken, setOff) = OfBank(amount.Currency);
        BankHas(taken + amount, setOff);
    }

    /// <summary>The bank gave it back.</summary>
    /// <returns>What was set off against it: it has to reach the customer after all.</returns>
    public Money WinDispute(Money amount, string reference)
    {
        // What the bank has without this dispute, less what is set off.
        var (taken, setOff) = OfBank(amount.Currency);
        var left = taken - amount;
        var owed = Ledgers.OwedAgain(left, setOff);
        Book(LedgerKind.DisputeWon, amount, reference);
        Book(LedgerKind.RefundOwedAgain, owed, reference);
        BankHas(left + owed, setOff - owed);
        return owed;
    }

    /// <summary>A bank has money in another currency than this, which no refund was set off against.</summary>
    public bool BankHasOtherThan(string currency) => _banks.Any(bank => bank.Key != currency && bank.Value.Taken.Amount > 0);

    public bool HasBooked(LedgerKind kind, string reference) => _booked.Contains(Key(kind, reference));

    /// <summary>
    /// Writes an entry of the books, once per kind and reference; the value of what the customer keeps follows from it.
    /// </summary>
    /// <param name="eventId">By which it was told; null for what nobody told.</param>
    public void Book(LedgerKind kind, Money amount, string reference, string? eventId = null)
    {
        var key = Key(kind, reference);
        if (amount.Amount <= 0 || !_booked.Add(key))
        {
            return;
        }

        LedgerEntry entry = new(key, kind, amount, journal.Now, eventId);
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

    /// <summary>Duties that we collect are in the books with the first parcel that arrives, less those of goods that did not.</summary>
    public void SellDuties() => Book(LedgerKind.DutiesSold, journal.Order.DutiesDue - _waived, "order");

    /// <summary>Goods never arrived: the duties that we collected for them are not owed.</summary>
    public void WaiveDuties(IReadOnlyList<ParcelLine> lines, string reference)
    {
        var waived = journal.Order.DutiesOf(lines);
        OweLess(waived);
        if (_booked.Contains(Key(LedgerKind.DutiesSold, "order")))
        {
            Book(LedgerKind.DutiesWaived, waived, reference);
        }
        else
        {
            _waived += waived;
        }
    }

    /// <summary>
    /// Duties are booked with the first parcel that arrives; what is taken off the order after that brings them down, a dearer substitute
    /// up.
    /// </summary>
    private void RebookDuties(Money before, Money now)
    {
        if (!_booked.Contains(Key(LedgerKind.DutiesSold, "order")))
        {
            return;
        }

        var reference = FormattableString.Invariant($"adjusted/{before.Amount}/{now.Amount}");
        Book(LedgerKind.DutiesSold, now - before, NotBooked(LedgerKind.DutiesSold, reference));
        Book(LedgerKind.DutiesWaived, before - now, NotBooked(LedgerKind.DutiesWaived, reference));
    }

    /// <summary>
    /// A reference for what may be booked more than once. It is made of what is booked, not of when or of who told it first: a step that
    /// is decided again, with its events in another order, comes to the same.
    /// </summary>
    private string NotBooked(LedgerKind kind, string reference)
    {
        var free = reference;
        for (var times = 2; HasBooked(kind, free); times++)
        {
            free = FormattableString.Invariant($"{reference}/{times}");
        }

        return free;
    }

    /// <summary>Writes down what is known of a payment now; money that was not named before goes by the name it has.</summary>
    private PaymentState Note(PaymentUpdate update, PaymentStatus status)
    {
        var known = KnownAs(update);
        PaymentState now = new(
            known?.Id ?? PaymentIds.Of(update, journal.Order.PaymentMethod),
            status == PaymentStatus.Failed && known is not null ? known.Amount : update.Amount,
            status,
            update.Confirmations ?? known?.Confirmations,
            known?.Status == status ? known.At : journal.Now
        )
        {
            Method = update.Method ?? known?.Method,
            Name = PaymentIds.NameOf(update) ?? known?.Name,
        };
        if (known is null)
        {
            journal.Update(state => state with { Payments = [.. state.Payments, now] });
        }
        else
        {
            Replace(now);
        }

        return now;
    }

    private void Replace(PaymentState changed) =>
        journal.Update(state =>
            state with
            {
                Payments = [.. state.Payments.Select(payment => payment.Id == changed.Id ? changed : payment)],
            }
        );

    private void EndAuthorisation(string payment)
    {
        foreach (var (reference, authorised) in _authorised.Where(entry => entry.Value.Payment == payment).ToArray())
        {
            EndAuthorisation(reference, authorised.Amount);
        }
    }

    private void EndAuthorisation(string reference, Money amount)
    {
        _authorised.Remove(reference);
        Book(LedgerKind.AuthorisationEnded, amount, reference);
    }

    private (Money Taken, Money SetOff) OfBank(string currency) =>
        _banks.TryGetValue(currency, out var bank) ? bank : (Money.Zero(currency), Money.Zero(currency));

    private void BankHas(Money taken, Money setOff)
    {
        _banks[taken.Currency] = (taken, setOff);
        if (taken.Currency == journal.Currency)
        {
            journal.Update(state => state with { Disputed = taken, RefundedByBank = setOff });
        }
    }

    private static string Named(Money amount) => FormattableString.Invariant($"{amount.Currency}-{amount.Amount}");

    private static string Key(LedgerKind kind, string reference) => $"{OrderJson.Name(kind)}:{reference}";
}
