namespace Orders.Functions.Orders;

/// <summary>One line of an order's ledger; append-only, keyed, never changed.</summary>
/// <param name="Key">(step, occasion): <c>capture:sandbox:evt_1</c>, <c>refund:cancel:requested</c>, <c>refund:cancel:settled</c>. The same key twice is one entry.</param>
/// <param name="Amount">Positive.</param>
/// <param name="Reference">The provider's id of the capture or refund.</param>
public sealed record LedgerEntry(string Key, LedgerKind Kind, Money Amount, DateTimeOffset At, string? Reference);

public enum LedgerKind
{
    Captured,
    RefundRequested,
    Refunded,
}
