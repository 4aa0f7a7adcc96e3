using Azure.Data.Tables;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>Puts an order together from the rows of its partition, by one query.</summary>
internal sealed class OrderReading
{
    private readonly string _orderId;
    private readonly List<ParcelState> _parcels = [];
    private readonly List<CaseState> _cases = [];
    private readonly List<LedgerEntry> _ledger = [];
    private readonly List<OutboxMail> _mails = [];
    private Order? _order;
    private OrderState? _state;

    private OrderReading(string orderId) => _orderId = orderId;

    /// <summary>All that is written down about an order but its timeline and its mails; null if there is none.</summary>
    public static async Task<OrderRecord?> FindAsync(TableClient orders, string orderId, CancellationToken cancellation) =>
        (await ReadAsync(orders, orderId, [OrderRows.ParcelPrefix, OrderRows.CasePrefix, OrderRows.LedgerPrefix], cancellation)).Record;

    /// <summary>The same with the mails that the order owes or owed; null if there is no such order.</summary>
    public static async Task<OrderWithMails?> FindWithMailsAsync(TableClient orders, string orderId, CancellationToken cancellation)
    {
        var reading = await ReadAsync(
            orders,
            orderId,
            [OrderRows.ParcelPrefix, OrderRows.CasePrefix, OrderRows.LedgerPrefix, OrderRows.MailPrefix],
            cancellation
        );
        return reading.Record is { } record ? new(record, reading._mails) : null;
    }

    private OrderRecord? Record =>
        _order is null
            ? null
            : new(_order.As(_state?.Terms), _state ?? InitialState.Of(_order), _parcels, [.. _ledger.OrderBy(entry => entry.At)])
            {
                Placed = _order,
                Cases = [.. _cases.OrderBy(filed => filed.FiledAt)],
            };

    private static async Task<OrderReading> ReadAsync(
        TableClient orders,
        string orderId,
        IEnumerable<string> prefixes,
        CancellationToken cancellation
    )
    {
        var reading = new OrderReading(orderId);
        var heads = TableClient.CreateQueryFilter($"RowKey eq {OrderRows.Order} or RowKey eq {OrderRows.State}");
        var others = string.Join(" or ", prefixes.Select(prefix => $"({TableKey.StartingWith(prefix)})"));
        var filter = $"{TableKey.InPartition(OrderRows.Partition(orderId))} and ({heads} or {others})";
        await foreach (var row in orders.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            reading.Add(row);
        return reading;
    }

    private void Add(TableEntity row)
    {
        if (row.RowKey == OrderRows.Order)
            _order = row.Read<Order>();
        else if (row.RowKey == OrderRows.State)
            _state = row.Read<OrderState>();
        else if (Is(OrderRows.ParcelPrefix))
            _parcels.Add(row.Read<ParcelState>());
        else if (Is(OrderRows.CasePrefix))
            _cases.Add(row.Read<CaseState>());
        else if (Is(OrderRows.MailPrefix))
            _mails.Add(OutboxMail.In(row, _orderId));
        else
            _ledger.Add(row.Read<LedgerEntry>());

        bool Is(string prefix) => row.RowKey.StartsWith(prefix, StringComparison.Ordinal);
    }
}

/// <summary>An order and the mails that it owes or owed.</summary>
public sealed record OrderWithMails(OrderRecord Order, IReadOnlyList<OutboxMail> Mails)
{
    /// <summary>Null if the order owes no such mail.</summary>
    public OutboxMail? Find(MailKind kind, string reference) =>
        Mails.FirstOrDefault(owed => owed.Mail.Kind == kind && owed.Mail.Reference == reference);

    /// <summary>The mails that were owed before one, have not gone out, and are not in trouble; first what was owed first.</summary>
    public IEnumerable<OutboxMail> UnderWayBefore(OutboxMail mail) =>
        Mails.Where(other => other.OwedAt < mail.OwedAt && other.IsUnderWay).OrderBy(other => other.OwedAt);
}
