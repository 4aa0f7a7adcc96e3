using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>An order put together from the rows of its partition, all but its timeline; never changed.</summary>
internal sealed class KnownOrder
{
    private readonly ImmutableSortedDictionary<string, object> _facts;
    private readonly ImmutableSortedDictionary<string, OutboxMail> _mails;
    private readonly TableEntity? _revision;
    private readonly Lazy<OrderRecord?> _record;

    private KnownOrder(
        ImmutableSortedDictionary<string, object> facts,
        ImmutableSortedDictionary<string, OutboxMail> mails,
        TableEntity? revision,
        Lazy<OrderRecord?>? record = null
    )
    {
        (_facts, _mails, _revision) = (facts, mails, revision);
        _record = record ?? new(Whole);
    }

    /// <summary>Nothing is known of it.</summary>
    public static KnownOrder None { get; } =
        new(
            ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal),
            ImmutableSortedDictionary.Create<string, OutboxMail>(StringComparer.Ordinal),
            null
        );

    /// <summary>The rows that an order is put together from.</summary>
    public static string Filter(string partition)
    {
        var single = TableClient.CreateQueryFilter(
            $"RowKey eq {OrderRows.Order} or RowKey eq {OrderRows.State} or RowKey eq {OrderRows.Revision}"
        );
        string[] prefixes = [OrderRows.ParcelPrefix, OrderRows.CasePrefix, OrderRows.LedgerPrefix, OrderRows.MailPrefix];
        var others = string.Join(" or ", prefixes.Select(prefix => $"({TableKey.StartingWith(prefix)})"));
        return $"{TableKey.InPartition(partition)} and ({single} or {others})";
    }

    /// <summary>Tells whether what is shown of it has changed; null before its first step.</summary>
    public string? Revision => _revision?.GetString(OrderRows.RevisionId);

    /// <summary>The version of the row that <see cref="Revision"/> is from; null if there is no such row.</summary>
    public ETag? RevisionVersion => _revision?.ETag;

    /// <summary>Null if there is no such order.</summary>
    public OrderRecord? Record => _record.Value;

    /// <summary>The mails that it owes or owed.</summary>
    public IEnumerable<OutboxMail> Mails => _mails.Values;

    /// <summary>The order with a row that was added or replaced.</summary>
    /// <param name="row">With its version.</param>
    public KnownOrder With(string orderId, TableEntity row)
    {
        if (row.RowKey == OrderRows.Revision)
            return new(_facts, _mails, row);
        if (Is(OrderRows.MailPrefix))
            return With(OutboxMail.In(row, orderId));
        object? fact =
            row.RowKey == OrderRows.Order ? row.Read<Order>()
            : row.RowKey == OrderRows.State ? row.Read<OrderState>()
            : Is(OrderRows.ParcelPrefix) ? row.Read<ParcelState>()
            : Is(OrderRows.CasePrefix) ? row.Read<CaseState>()
            : Is(OrderRows.LedgerPrefix) ? row.Read<LedgerEntry>()
            : null;
        return fact is null ? this : new(_facts.SetItem(row.RowKey, fact), _mails, _revision);

        bool Is(string prefix) => row.RowKey.StartsWith(prefix, StringComparison.Ordinal);
    }

    /// <summary>The order with a mail as it is now; nothing that is shown changes by it.</summary>
    public KnownOrder With(OutboxMail mail) =>
        new(_facts, _mails.SetItem(OrderRows.Mail(mail.Mail.Kind, mail.Mail.Reference), mail), _revision, _record);

    /// <summary>The order without a row.</summary>
    public KnownOrder Without(string rowKey) => new(_facts.Remove(rowKey), _mails, _revision);

    private OrderRecord? Whole()
    {
        if (_facts.GetValueOrDefault(OrderRows.Order) is not Order order)
            return null;
        var state = (OrderState?)_facts.GetValueOrDefault(OrderRows.State);
        return new(
            order.As(state?.Terms),
            state ?? InitialState.Of(order),
            [.. _facts.Values.OfType<ParcelState>()],
            [.. _facts.Values.OfType<LedgerEntry>().OrderBy(entry => entry.At)]
        )
        {
            Placed = order,
            Cases = [.. _facts.Values.OfType<CaseState>().OrderBy(filed => filed.FiledAt)],
        };
    }
}
