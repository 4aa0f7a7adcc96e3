using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// The orders: what HTTP reads and the orchestrations' activities write. Every write may be repeated, also after a crash in its middle.
/// </summary>
public sealed class OrderStore(
    TableServiceClient tables,
    ContactStore contacts,
    ContactIndex people,
    StatusIndex statuses,
    MailOutbox outbox,
    StorefrontOutbox storefront,
    KnownOrders known,
    OptimisticRetry retry
)
{
    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly CaseIndex _cases = new(tables);
    private readonly CustomerIndex _index = new(tables, retry);
    private readonly OrderHeads _heads = new(tables);
    private readonly OrderPlacing _placing = new(tables, contacts, people, new CustomerIndex(tables, retry), statuses);
    private readonly PromiseStore _promises = new(tables, retry);
    private readonly StepWriter _steps = new(tables, known, storefront, retry);

    private CaseFiling Filing => new(tables, known, retry);

    /// <summary>
    /// Stores an order with its contact under its idempotency key; when this returns the order is durable. A repeated call finishes what a
    /// crashed one left.
    /// </summary>
    /// <exception cref="InvalidOperationException">The order number is another order's: draw a new one.</exception>
    public async Task<PlaceOutcome> PlaceAsync(NewOrder place, CancellationToken cancellation = default)
    {
        var outcome = await _placing.PlaceAsync(place, cancellation);
        if (outcome.Result == PlaceResult.Placed)
        {
            _heads.Placed(outcome.Order);
            known.Placed(outcome.Order);
        }

        return outcome;
    }

    /// <summary>
    /// What an earlier call under this key came to, whatever has changed since; null if there was none. Finishes what a crashed call left.
    /// </summary>
    public Task<PlaceOutcome?> RepeatAsync(
        string customerId,
        string idempotencyKey,
        string requestHash,
        Contact contact,
        CancellationToken cancellation = default
    ) => _placing.RepeatAsync(customerId, idempotencyKey, requestHash, contact, cancellation);

    /// <summary>The id of the order with this number, or null; the number as <see cref="OrderIds.Normalise(string)"/> writes it.</summary>
    public Task<string?> FindIdAsync(string orderNumber, CancellationToken cancellation = default) =>
        _placing.FindIdAsync(orderNumber, cancellation);

    /// <summary>
    /// Forgets what a customer's placing calls looked like, so that no guess at their data can be checked against them: their keys are used
    /// up for good.
    /// </summary>
    /// <param name="placedUntil">Later orders are left alone.</param>
    public Task ForgetRequestsAsync(string customerId, DateTimeOffset placedUntil, CancellationToken cancellation = default) =>
        _placing.ForgetRequestsAsync(customerId, placedUntil, cancellation);

    /// <summary>The order with this number, as somebody read it out on the phone, or with this id; null if there is none.</summary>
    public async Task<OrderRecord?> FindByNumberAsync(string number, CancellationToken cancellation = default)
    {
        var orderId = OrderIds.Normalise(number) is { } known ? await FindIdAsync(known, cancellation) : number;
        return orderId is null ? null : await FindAsync(orderId, cancellation);
    }

    /// <summary>
    /// An order as it is, and again whenever it has changed: at once if this process changed it, and after a moment if another did. Ends
    /// when the time is over, or when it is asked to.
    /// </summary>
    /// <returns>Nothing if there is no such order.</returns>
    public IAsyncEnumerable<OrderRecord> FollowAsync(string orderId, TimeSpan atMost, TimeProvider time, CancellationToken end = default) =>
        known.FollowAsync(orderId, atMost, time, end);

    /// <summary>All that is written down about an order, or null if there is none.</summary>
    public async Task<OrderRecord?> FindAsync(string orderId, CancellationToken cancellation = default) =>
        (await known.FindAsync(orderId, cancellation)).Record;

    /// <summary>
    /// The same as this process saw it last, without asking: another process may have brought it further since. Null if nothing is known.
    /// </summary>
    public OrderRecord? Recall(string orderId) => known.Recall(orderId)?.Record;

    /// <summary>An order with the mails that it owes or owed: all that sending them takes.</summary>
    public async Task<OrderWithMails?> FindWithMailsAsync(string orderId, CancellationToken cancellation = default) =>
        WithMails(await known.FindAsync(orderId, cancellation));

    /// <inheritdoc cref="Recall" path="/summary"/>
    public OrderWithMails? RecallWithMails(string orderId) => known.Recall(orderId) is { } order ? WithMails(order) : null;

    private static OrderWithMails? WithMails(KnownOrder order) => order.Record is { } record ? new(record, [.. order.Mails]) : null;

    /// <summary>The order as it was placed; mostly known without a read.</summary>
    /// <exception cref="InvalidOperationException">There is no such order.</exception>
    public async Task<Order> GetAsync(string orderId, CancellationToken cancellation = default) =>
        await _heads.FindPlacedAsync(orderId, cancellation) ?? throw new InvalidOperationException($"Order {orderId} is not stored.");

    /// <summary>Where an order stands: one point read; null before its first step.</summary>
    public async Task<OrderStatus?> FindStatusAsync(string orderId, CancellationToken cancellation = default) =>
        HeadRow.Of(await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.State, cancellation, HeadRow.Columns))?.Status
            is { } status
            ? Enum.Parse<OrderStatus>(status)
            : null;

    /// <summary>Which payment provider collects for an order; mostly known without a read.</summary>
    /// <exception cref="InvalidOperationException">There is no such order.</exception>
    public async Task<string> PaymentProviderAsync(string orderId, CancellationToken cancellation = default) =>
        (await _heads.GetAsync(orderId, cancellation)).PaymentProvider;

    /// <summary>Whose order it is; null if there is no such order; mostly known without a read.</summary>
    public async Task<string?> FindCustomerAsync(string orderId, CancellationToken cancellation = default) =>
        (await _heads.FindAsync(orderId, cancellation))?.CustomerId;

    /// <summary>Which payment provider collects for an order; null if there is no such order.</summary>
    public async Task<string?> FindPaymentProviderAsync(string orderId, CancellationToken cancellation = default) =>
        (await _heads.FindAsync(orderId, cancellation))?.PaymentProvider;

    /// <summary>
    /// Writes one step of an order down: state, timeline, ledger, mails, webhooks and handled events in one transaction; then the lists it
    /// stands in and the queues follow.
    /// </summary>
    /// <returns>False if it, or a later one, was written before.</returns>
    /// <exception cref="InvalidOperationException">There is no such order, or the step does not fit a transaction.</exception>
    /// <exception cref="StorageContentionException">Others were writing the same order all the time.</exception>
    public async Task<bool> RecordAsync(Progress progress, CancellationToken cancellation = default)
    {
        var (orderId, state) = progress;
        var head = await _heads.GetAsync(orderId, cancellation);
        var dueBy = ExpectedProgress.Of(state, head.Silence)?.DueBy;
        var step = Step.Of(
            orderId,
            OrderRows.Of(orderId, state, dueBy),
            progress.PostCompletionEvent is { } late ? $"late-{TableKey.Escape(late)}" : Step.OfOrder,
            progress.DecidedAt,
            progress.Timeline,
            progress.Ledger.Select(entry => OrderRows.Of(orderId, entry)),
            outbox.New(orderId, progress.Mails.Select(mail => mail with { Agreed = new(state.Terms) })).Select(OrderRows.Of),
            OrderRows.OfHandled(orderId, progress.Handled)
        ) with
        {
            IsTheLast = state.IsFinal,
        };
        var before = await _steps.WriteAsync(orderId, step, cancellation);

        // A repeated step may be one that crashed right here: what follows the transaction is done again, from what the transaction left.
        var repeated = Writing(before, state.Sequence) == StepWriting.Repeated;
        var shown = repeated
            ? (await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.State, cancellation))!.Read<OrderState>()
            : state;
        var moved = repeated || before?.Status != state.Status.ToString();
        if (moved || before?.DueBy != dueBy)
            await statuses.ShowAsync(head, shown, repeated ? null : before?.Standing ?? (OrderStatus.Placed, head.PlacedAt), cancellation);
        if (state.IsFinal)
        {
            await _index.EndAsync(head.CustomerId, head.PlacedAt, orderId, shown, cancellation);
            await DropOtherEndsAsync(orderId, [before, HeadRow.Of(OrderRows.Of(orderId, shown, dueBy: null))], cancellation);
            _heads.Forget(orderId);
        }

        foreach (var mail in progress.Mails)
            await outbox.QueueAsync(orderId, mail, Writing(before, state.Sequence), cancellation);
        await _promises.WriteAsync(orderId, progress.Promises, cancellation);
        return !repeated;
    }

    /// <summary>
    /// Of an order's end that was decided twice, the one that is stored is listed. Looks after listing: who stood still meanwhile takes out
    /// what they put in.
    /// </summary>
    private async Task DropOtherEndsAsync(string orderId, IEnumerable<HeadRow?> listed, CancellationToken cancellation)
    {
        var stored = HeadRow.Of(await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.State, cancellation, HeadRow.Columns));
        foreach (var end in listed.OfType<HeadRow>())
        {
            if (end.Standing is var (status, since) && status.IsFinal() && end.Standing != stored?.Standing)
                await statuses.DropEndAsync(orderId, status, since, cancellation);
        }
    }

    /// <summary>Writes one step of a parcel down, in one transaction; then the mail queue and its promises follow.</summary>
    /// <inheritdoc cref="RecordAsync" path="/exception"/>
    public async Task<ParcelState?> RecordParcelAsync(ParcelProgress progress, CancellationToken cancellation = default)
    {
        var (orderId, parcel) = progress;
        var step = Step.Of(
            orderId,
            OrderRows.Of(orderId, parcel),
            FormattableString.Invariant($"p{parcel.Number}"),
            progress.DecidedAt,
            progress.Timeline,
            outbox.New(orderId, progress.Mails).Select(OrderRows.Of),
            OrderRows.OfHandled(orderId, progress.Handled)
        ) with
        {
            IsTheLast = parcel.Outcome is not null,
        };
        var before = await _steps.WriteAsync(orderId, step, cancellation);
        foreach (var mail in progress.Mails)
            await outbox.QueueAsync(orderId, mail, Writing(before, parcel.Sequence), cancellation);
        await _promises.WriteAsync(orderId, progress.Promises, cancellation);
        return before?.Sequence > parcel.Sequence ? await FindParcelAsync(orderId, parcel.Number, cancellation) : null;
    }

    private async Task<ParcelState?> FindParcelAsync(string orderId, int number, CancellationToken cancellation) =>
        (await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Parcel(number), cancellation))?.Read<ParcelState>();

    /// <summary>Stores a new case, before its order hears of it.</summary>
    /// <returns>What stands in the way; null if the case was stored.</returns>
    public Task<CaseConflict?> FileCaseAsync(string orderId, CaseState filed, CancellationToken cancellation = default) =>
        Filing.FileAsync(orderId, filed, cancellation);

    /// <summary>Takes a case back that its order did not take up.</summary>
    public Task WithdrawCaseAsync(string orderId, CaseState filed, CancellationToken cancellation = default) =>
        Filing.WithdrawAsync(orderId, filed, cancellation);

    /// <summary>One case of an order: one point read; null if there is none.</summary>
    public async Task<CaseState?> FindCaseAsync(string orderId, CaseKind kind, string caseId, CancellationToken cancellation = default) =>
        (await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Case(kind, caseId), cancellation))?.Read<CaseState>();

    /// <summary>One case, and its order with it; null if there is none.</summary>
    public async Task<(OrderRecord Order, CaseState Filed)?> FindCaseWithOrderAsync(
        string orderId,
        CaseKind kind,
        string caseId,
        CancellationToken cancellation = default
    ) =>
        await FindCaseAsync(orderId, kind, caseId, cancellation) is { } filed && await FindAsync(orderId, cancellation) is { } record
            ? (record, filed)
            : null;

    /// <summary>Writes one step of a case down, in one transaction; then the mail queue follows.</summary>
    /// <inheritdoc cref="RecordAsync" path="/exception"/>
    public async Task RecordCaseAsync(CaseProgress progress, CancellationToken cancellation = default)
    {
        var (orderId, state) = progress;
        var step = Step.Of(
            orderId,
            OrderRows.Of(orderId, state),
            TableKey.Of(OrderJson.Name(state.Kind), state.CaseId),
            progress.DecidedAt,
            progress.Timeline,
            outbox.New(orderId, progress.Mails).Select(OrderRows.Of),
            OrderRows.OfHandled(orderId, progress.Handled)
        ) with
        {
            IsTheLast = !state.IsOpen,
        };
        var before = await _steps.WriteAsync(orderId, step, cancellation);
        foreach (var mail in progress.Mails)
            await outbox.QueueAsync(orderId, mail, Writing(before, state.Sequence), cancellation);
        await _promises.WriteAsync(
            orderId,
            [.. progress.Promises.Select(promise => AnswerPromise.Explain(promise, state.FiledAt))],
            cancellation
        );
        if (!state.IsOpen)
            await _cases.CloseAsync(state, cancellation);
    }

    /// <summary>Adds an entry to the ledger; an entry with its key stays as it is.</summary>
    public async Task AppendLedgerAsync(string orderId, LedgerEntry entry, CancellationToken cancellation = default)
    {
        try
        {
            await known.WriteAsync(orderId, new RowTransaction(_orders).Add(OrderRows.Of(orderId, entry)), cancellation);
        }
        catch (RequestFailedException e) when (Rows.IsConflict(e))
        {
            // It is there.
        }
    }

    /// <summary>Keeps what was asked of an order under the caller's own key, the first time.</summary>
    /// <param name="asked">All that tells one request from another; never personal data.</param>
    /// <returns>False if something else was asked under that key.</returns>
    public async Task<bool> KeepKeyAsync(string orderId, string key, string asked, CancellationToken cancellation = default)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)));
        var row = new TableEntity(OrderRows.Partition(orderId), OrderRows.Key(key)) { ["Asked"] = hash };
        return await _orders.InsertAsync(row, cancellation)
            || (await _orders.FindAsync(row.PartitionKey, row.RowKey, cancellation))?.GetString("Asked") == hash;
    }

    /// <summary>The timeline, oldest first.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(string orderId, CancellationToken cancellation = default)
    {
        var timeline = new List<TimelineEntry>();
        var filter = $"{TableKey.InPartition(OrderRows.Partition(orderId))} and {TableKey.StartingWith(OrderRows.EventPrefix)}";
        await foreach (var row in _orders.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            timeline.Add(row.Read<TimelineEntry>() with { Parcel = OrderRows.ParcelOf(row.RowKey) });
        return timeline;
    }

    /// <summary>A customer's orders, newest first, 20 a page.</summary>
    /// <exception cref="FormatException">The continuation is not one of ours.</exception>
    public Task<OrderPage> OfCustomerAsync(
        string customerId,
        OrderStatus? status,
        string? continuation,
        CancellationToken cancellation = default
    ) => _index.PageAsync(customerId, status, continuation, cancellation);

    /// <summary>True once a step that had this event's effect was written down.</summary>
    public async Task<bool> IsHandledAsync(string orderId, string eventId, CancellationToken cancellation = default) =>
        await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Handled(eventId), cancellation, "RowKey") is not null;

    /// <summary>Writes down that an order's orchestration takes nothing any more.</summary>
    public Task MarkEndedAsync(string orderId, CancellationToken cancellation = default) =>
        _orders.InsertAsync(new TableEntity(OrderRows.Partition(orderId), OrderRows.Ended), cancellation);

    /// <summary>
    /// Whether an order's orchestration takes nothing any more. Its instance may still be running: the engine lets none complete whose
    /// sub-orchestrations (a question that is still open) have not.
    /// </summary>
    public async Task<bool> HasEndedAsync(string orderId, CancellationToken cancellation = default) =>
        await _orders.FindAsync(OrderRows.Partition(orderId), OrderRows.Ended, cancellation, "RowKey") is not null;

    /// <summary>The customer's orders before this one.</summary>
    public Task<CustomerHistory> HistoryAsync(Order order, CancellationToken cancellation = default) =>
        _index.HistoryAsync(order.CustomerId, order.OrderId, cancellation);

    private static StepWriting Writing(HeadRow? before, int sequence) =>
        before is not null && before.Sequence >= sequence ? StepWriting.Repeated : StepWriting.First;
}
