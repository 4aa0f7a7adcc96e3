using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations;

// What a payment means, and what goes back.
public sealed partial class OrderOrchestration
{
    /// <summary>Entries that go into the books with the next record.</summary>
    private readonly List<LedgerEntry> _entries = [];

    private Money Paid => _state.Captured - _state.Refunded;

    /// <summary>Writes down what a payment update means. Money beyond what is due goes back at once, whenever it comes.</summary>
    private async Task<PaymentVerdict> TakePaymentAsync(PaymentUpdate update)
    {
        var verdict = PaymentRules.Judge(_order, update);
        switch (verdict)
        {
            case PaymentVerdict.Failed:
                await RecordAsync(_state, timeline: [Entry("payment_failed", "payment")], handled: [update.EventId]);
                break;

            case PaymentVerdict.NotYetConfirmed:
                Authorise(update.Amount);
                await RecordAsync(_state, timeline: [Entry("payment_seen", "payment", ("confirmations", $"{update.Confirmations ?? 0}"))], handled: [update.EventId]);
                break;

            case PaymentVerdict.Counts:
                await CountPaymentAsync(update);
                if (_state.Offer is { Confirmed: true } offer && Paid >= _due)
                {
                    await PutInForceAsync(offer, eventId: null);
                }

                break;

            case PaymentVerdict.WrongCurrency:
                await RecordAsync(_state, timeline: [Entry("payment_wrong_currency", "payment", Amount(update.Amount))], ledger: [Capture(update)]);
                await PayBackAsync(update.Amount, $"wrong-currency:{update.EventId}", handled: [update.EventId]);
                break;

            case PaymentVerdict.RefundSettled:
                await SettleRefundAsync(update);
                break;

            case PaymentVerdict.Disputed or PaymentVerdict.DisputeWon or PaymentVerdict.DisputeLost:
                await TakeDisputeAsync(verdict, update);
                break;

            default:
                await RecordAsync(_state, handled: [update.EventId]);
                break;
        }

        return verdict;
    }

    private async Task CountPaymentAsync(PaymentUpdate update)
    {
        EndAuthorisation();
        var paid = _state with { Captured = _state.Captured + update.Amount };
        var over = Paid + update.Amount - _due;
        if (over.Amount >= 0)
        {
            await RecordAsync(paid, timeline: [Entry("payment_received", "payment", Amount(update.Amount))], ledger: [Capture(update)], handled: over.Amount == 0 ? [update.EventId] : null);
            var reason = _due.Amount > 0 ? "overpaid" : "payment_late";
            await RefundAsync(over, $"excess:{update.EventId}", [new(MailKind.Refunded, $"excess:{update.EventId}", Facts(Amount(over), ("reason", reason)))], [update.EventId]);
            return;
        }

        var missing = (_due - Paid - update.Amount).ToString();
        await RecordAsync(
            paid,
            timeline: [Entry("payment_short", "payment", Amount(update.Amount), ("missing", missing))],
            ledger: [Capture(update)],
            mails: [new(MailKind.PaymentShort, update.EventId, Facts(("missing", missing)))],
            handled: [update.EventId]);
    }

    private static (string Name, string Value) Amount(Money amount) => ("amount", amount.ToString());

    private LedgerEntry Capture(PaymentUpdate update) => new($"capture:{update.EventId}", LedgerKind.Captured, update.Amount, Now, update.EventId);

    /// <summary>Books goods, carriage or goodwill, once per kind and occasion; the value of what the customer keeps follows from it.</summary>
    private void Book(LedgerKind kind, Money amount, string occasion)
    {
        var key = Key(kind, occasion);
        if (amount.Amount <= 0 || !_booked.Add(key))
        {
            return;
        }

        LedgerEntry entry = new(key, kind, amount, Now, null);
        _entries.Add(entry);
        if (Ledgers.Kept([entry], amount.Currency) is { Amount: not 0 } kept)
        {
            _state = _state with { Kept = _state.Kept + kept };
        }
    }

    private static string Key(LedgerKind kind, string occasion) => $"{OrderJson.Name(kind)}:{occasion}";

    private readonly HashSet<string> _booked = new(StringComparer.Ordinal);

    /// <summary>What the customer pays for these units.</summary>
    private Money ValueOf(IEnumerable<ParcelLine> lines) =>
        lines.Aggregate(Money.Zero(_order.Total.Currency), (sum, line) => sum + (_order.Lines.First(ordered => ordered.Sku == line.Sku).UnitPrice * line.Quantity));

    /// <summary>The value of the licences that are given out so far.</summary>
    private Money _licensed;

    private Money DigitalValue => ShortLines.There(_order.Lines, _state.Short).Where(line => line.Kind == ProductKind.Digital).Aggregate(Money.Zero(_order.Total.Currency), (sum, line) => sum + line.Price);
}
