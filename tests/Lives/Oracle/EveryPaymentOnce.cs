using Lives.Storage;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// Money counts once, however often and under how many events it is told: at every moment the ledger has no more than the payment
/// provider holds, asks no more back than came, and has no more disputed than banks took; at the end what was paid is what was taken.
/// </summary>
internal sealed class EveryPaymentOnce : Invariant
{
    private readonly Dictionary<(string Order, string Key), LedgerEntry> _entries = [];
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    public override void OnRow(string table, StoredRow row)
    {
        if (table != StorageSchema.Orders || !row.Key.StartsWith(OrderRows.LedgerPrefix, StringComparison.Ordinal))
            return;
        if (_entries.TryAdd((row.PartitionKey, row.Key), row.Read<LedgerEntry>()))
            _changed.Add(row.PartitionKey);
    }

    public override void OnMove()
    {
        foreach (var orderId in _changed)
            Judge(orderId);
        _changed.Clear();
    }

    private void Judge(string orderId)
    {
        var entries = _entries.Where(entry => entry.Key.Order == orderId).Select(entry => entry.Value).ToList();
        foreach (var currency in entries.Select(entry => entry.Amount.Currency).Distinct(StringComparer.Ordinal))
        {
            var company = Life.World.Payments;
            var books = CompanyBooks.Of(company, orderId, currency);
            var captured = Ledgers.Captured(entries, currency);
            var asked = Sum(LedgerKind.RefundRequested) - Sum(LedgerKind.RefundReturned) - Sum(LedgerKind.RefundNotMade);
            var disputed = Sum(LedgerKind.Disputed);
            var banks = CompanyBooks.Sum(
                company.Disputes.Where(dispute => dispute.OrderId == orderId).Select(dispute => dispute.Amount),
                currency
            );
            Expect(captured <= books.Taken, orderId, $"{captured} counts as paid, and the company took {books.Taken}");
            Expect(asked <= books.Taken, orderId, $"{asked} goes back of {books.Taken} that came");
            Expect(disputed <= banks, orderId, $"{disputed} counts as disputed, and banks took {banks}");

            Money Sum(LedgerKind kind) =>
                CompanyBooks.Sum(entries.Where(entry => entry.Kind == kind).Select(entry => entry.Amount), currency);
        }
    }

    public override void AtEnd(Ending ending)
    {
        foreach (var order in ending.Orders)
        {
            var taken = CompanyBooks.Of(Life.World.Payments, order.Id, order.Currency).Taken;
            var captured = Ledgers.Captured(order.Record.Ledger, order.Currency);
            Expect(captured == taken, order.Id, $"{captured} counts as paid in the end, and the company took {taken}");
        }
    }
}
