using System.Globalization;
using Azure.Data.Tables;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// The rows of one order: partition = order id. <c>order</c>, <c>state</c>, <c>parcel:{n}</c>, <c>case:{kind}:{id}</c>,
/// <c>event:{time}:{source}:{sequence}:{i}</c>, <c>ledger:{key}</c>, <c>handled:{eventId}</c>, <c>mail:{kind}:{reference}</c>,
/// <c>webhook:{n}</c>, <c>webhooks</c>, <c>filing</c>, <c>revision</c>, <c>ended</c>. A key tells one fact, so that a fact written twice is one row.
/// </summary>
internal static class OrderRows
{
    public const string Order = "order";
    public const string State = "state";
    public const string Ended = "ended";
    public const string Filing = "filing";
    public const string Revision = "revision";
    public const string ParcelPrefix = "parcel:";
    public const string CasePrefix = "case:";
    public const string EventPrefix = "event:";
    public const string LedgerPrefix = "ledger:";
    public const string MailPrefix = "mail:";
    public const string WebhookPrefix = "webhook:";

    /// <summary>What the storefront was told of the order.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>Column of the state and parcel rows: how many changes they have seen.</summary>
    public const string Sequence = nameof(OrderState.Sequence);

    /// <summary>Column of the state and customer index rows: the public status, to be asked for.</summary>
    public const string Status = nameof(OrderState.Status);

    /// <summary>Column of the state row: since when the order is in its status.</summary>
    public const string Since = nameof(OrderState.Since);

    /// <summary>Column of the state row: when the order should have moved (<see cref="ExpectedProgress"/>).</summary>
    public const string DueBy = nameof(ExpectedProgress.DueBy);

    /// <summary>Column of the rows that a step writes: when it was decided (<see cref="Progress.DecidedAt"/>).</summary>
    public const string DecidedAt = nameof(Progress.DecidedAt);

    /// <summary>Column of the revision row: another with each change of what is shown.</summary>
    public const string RevisionId = "Id";

    public static string Partition(string orderId) => TableKey.Escape(orderId);

    public static string Parcel(int number) => ParcelPrefix + number.ToString("D4", CultureInfo.InvariantCulture);

    public static string Case(CaseKind kind, string caseId) => CasePrefix + TableKey.Of(OrderJson.Name(kind), caseId);

    public static string Handled(string eventId) => "handled:" + TableKey.Escape(eventId);

    /// <summary>What was asked under a caller's own key.</summary>
    public static string Key(string key) => $"key:{TableKey.Escape(key)}";

    public static string Mail(MailKind kind, string reference) => $"{MailPrefix}{kind}:{TableKey.Escape(reference)}";

    /// <summary>What one step tells the storefront.</summary>
    /// <param name="sequence">Of the first message.</param>
    public static string Webhook(int sequence) => WebhookPrefix + sequence.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>What is shown of an order has changed.</summary>
    public static TableEntity NextRevision(string orderId) =>
        new(Partition(orderId), Revision) { [RevisionId] = Guid.NewGuid().ToString("N") };

    public static TableEntity Of(Order order) =>
        new TableEntity(Partition(order.OrderId), Order)
        {
            [nameof(order.CustomerId)] = order.CustomerId,
            [nameof(order.PlacedAt)] = order.PlacedAt,
        }.With(order);

    public static TableEntity Of(string orderId, OrderState state, DateTimeOffset? dueBy) =>
        new TableEntity(Partition(orderId), State)
        {
            [Sequence] = state.Sequence,
            [Status] = state.Status.ToString(),
            [Since] = state.Since,
            [DueBy] = dueBy,
        }.With(state);

    public static TableEntity Of(string orderId, ParcelState parcel) =>
        new TableEntity(Partition(orderId), Parcel(parcel.Number)) { [Sequence] = parcel.Sequence }.With(parcel);

    public static TableEntity Of(string orderId, CaseState state) =>
        new TableEntity(Partition(orderId), Case(state.Kind, state.CaseId)) { [Sequence] = state.Sequence }.With(state);

    public static TableEntity Of(string orderId, LedgerEntry entry) =>
        new TableEntity(Partition(orderId), LedgerPrefix + TableKey.Escape(entry.Key)).With(entry);

    public static TableEntity Of(OutboxMail mail) =>
        new TableEntity(Partition(mail.OrderId), Mail(mail.Mail.Kind, mail.Mail.Reference))
        {
            [nameof(mail.Status)] = mail.Status.ToString(),
            [nameof(mail.At)] = mail.At,
            [nameof(mail.OwedAt)] = mail.OwedAt,
        }.With(mail.Mail);

    /// <inheritdoc cref="Step.Of" path="/param"/>
    public static IEnumerable<TableEntity> Of(
        string orderId,
        string source,
        int sequence,
        DateTimeOffset? decidedAt,
        IReadOnlyList<TimelineEntry> timeline
    ) =>
        timeline.Select(
            (entry, i) =>
                new TableEntity(
                    Partition(orderId),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{EventPrefix}{TableKey.Ascending(entry.Time)}:{source}:{sequence:D6}:{i:D3}"
                    )
                )
                {
                    [DecidedAt] = decidedAt,
                }.With(entry)
        );

    /// <summary>Whether a row of the timeline tells of a step, whenever it was decided.</summary>
    public static bool TellsOf(string rowKey, string source, int sequence) =>
        rowKey
            .AsSpan(rowKey.IndexOf(':', EventPrefix.Length) + 1)
            .StartsWith(string.Create(CultureInfo.InvariantCulture, $"{source}:{sequence:D6}:"), StringComparison.Ordinal);

    /// <summary>The parcel whose shipment a row of the timeline is from; null for any other's.</summary>
    public static int? ParcelOf(string rowKey) =>
        rowKey.Split(':') is [_, _, ['p', .. var number], ..]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parcel)
            ? parcel
            : null;

    public static IEnumerable<TableEntity> OfHandled(string orderId, IReadOnlyList<string> eventIds) =>
        eventIds.Select(eventId => new TableEntity(Partition(orderId), Handled(eventId)));
}
