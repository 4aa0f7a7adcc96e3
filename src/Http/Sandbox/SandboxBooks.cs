using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Http.Sandbox;

/// <summary>The payment provider's own books, one row an order: nothing of the shop's is read.</summary>
public sealed class SandboxBooks(TableServiceClient tables, OptimisticRetry retry)
{
    private readonly TableClient _books = tables.GetTableClient(StorageSchema.SandboxPayments);

    public async Task<SandboxAccount?> FindAsync(string orderId, CancellationToken cancellation) =>
        (await _books.FindAsync(TableKey.Escape(orderId), "", cancellation))?.Read<SandboxAccount>();

    /// <summary>Changes an order's books; what the change throws, it throws with nothing written.</summary>
    /// <returns>The books after the change.</returns>
    /// <exception cref="StorageContentionException">Others were first each time.</exception>
    internal Task<SandboxAccount> ChangeAsync(
        string orderId,
        Func<SandboxAccount, SandboxAccount> change,
        CancellationToken cancellation
    ) =>
        retry.RunAsync(
            "the sandbox's books",
            async _ =>
            {
                var stored = await _books.FindAsync(TableKey.Escape(orderId), "", cancellation);
                var before = stored?.Read<SandboxAccount>() ?? new(orderId, null, false, [], []);
                var after = change(before);
                if (ReferenceEquals(before, after))
                    return before;

                var transaction = new RowTransaction(_books);
                var row = new TableEntity(TableKey.Escape(orderId), "").With(after);
                await (stored is null ? transaction.Add(row) : transaction.Replace(row, stored.ETag)).SubmitAsync(cancellation);
                return after;
            },
            cancellation
        );
}

/// <param name="Request">The latest; null when the shop asked for no payment.</param>
/// <param name="Cancelled">The request takes no more money.</param>
/// <param name="Captures">Those that were paid through the company; webhooks posted by hand are none of its business.</param>
public sealed record SandboxAccount(
    string OrderId,
    SandboxPaymentRequest? Request,
    bool Cancelled,
    IReadOnlyList<SandboxCapture> Captures,
    IReadOnlyList<SandboxRefund> Refunds
)
{
    /// <summary>The references of the requests that the latest one took the place of.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];
}

/// <param name="Reference">The company's id of the payment; it is captured once, in however many events it is told.</param>
public sealed record SandboxCapture(string EventId, string Reference, Money Amount, DateTimeOffset At);

/// <param name="Key">The Idempotency-Key.</param>
public sealed record SandboxRefund(string Key, string Reference, Money Amount, DateTimeOffset At);
