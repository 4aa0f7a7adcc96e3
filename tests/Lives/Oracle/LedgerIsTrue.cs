using Lives.Storage;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// An order's ledger is only ever added to: an entry, once written, stays as it is. After each step it balances: no account holds what
/// cannot be (more returned than was taken, a refund confirmed that nobody asked for), and at the order's end nothing is left on the
/// accounts of what is under way.
/// </summary>
internal sealed class LedgerIsTrue : Invariant
{
    private readonly Dictionary<(string Order, string Key), LedgerEntry> _entries = [];
    private readonly Dictionary<(string Order, LedgerAccount Account, string Currency), long> _balances = [];
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    public override void OnRow(string table, StoredRow row)
    {
        if (table != StorageSchema.Orders || !row.Key.StartsWith(OrderRows.LedgerPrefix, StringComparison.Ordinal))
            return;
        var entry = row.Read<LedgerEntry>();
        if (_entries.TryGetValue((row.PartitionKey, row.Key), out var before))
        {
            Expect(before == entry, row.PartitionKey, $"the entry {before} was changed to {entry}");
            return;
        }

        _entries.Add((row.PartitionKey, row.Key), entry);
        Expect(entry.Amount.Amount > 0, row.PartitionKey, $"the entry {entry} moves nothing");
        Add(entry.Debit, entry.Amount.Amount);
        Add(entry.Credit, -entry.Amount.Amount);
        _changed.Add(row.PartitionKey);

        void Add(LedgerAccount account, long amount)
        {
            var key = (row.PartitionKey, account, entry.Amount.Currency);
            _balances[key] = _balances.GetValueOrDefault(key) + amount;
        }
    }

    public override void OnMove()
    {
        if (_changed.Count == 0)
            return;
        foreach (var ((order, account, currency), balance) in _balances.Where(one => _changed.Contains(one.Key.Order)))
        {
            // Debit balances are positive. The customer's own account may be in debt for a moment: goods are booked as sold when they
            // arrive.
            var holds = account switch
            {
                LedgerAccount.Authorised => balance >= 0,
                LedgerAccount.RefundsUnderWay or LedgerAccount.Goods or LedgerAccount.Shipping or LedgerAccount.Duties => balance <= 0,
                _ => true,
            };
            Expect(holds, order, $"the account {account} stands at {balance} {currency}");
        }

        _changed.Clear();
    }

    public override void AtEnd(Ending ending)
    {
        foreach (var order in ending.Orders)
        {
            var stored = order.Record.Ledger.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
            foreach (var lost in _entries.Where(entry => entry.Key.Order == order.Id && !stored.Contains(entry.Value.Key)))
                Violated(order.Id, $"the entry {lost.Value} is gone");
            if (!order.State.IsFinal)
                continue;
            foreach (var ((_, account, currency), balance) in _balances.Where(one => one.Key.Order == order.Id && one.Value != 0))
                Expect(
                    account
                        is not (
                            LedgerAccount.Customer
                            or LedgerAccount.RefundsUnderWay
                            or LedgerAccount.Authorised
                            or LedgerAccount.Promised
                        ),
                    order.Id,
                    $"is {order.State.Status}, and {balance} {currency} is left on the account {account}"
                );
        }
    }
}
