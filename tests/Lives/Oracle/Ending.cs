using Durable.Testing.Hub;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>All that is written down when a life is over.</summary>
internal sealed class Ending
{
    private Ending(
        Life life,
        IReadOnlyList<OrderFile> orders,
        IReadOnlyList<OpsAlert> alerts,
        IReadOnlyDictionary<string, StoredInstance> instances
    ) => (Life, Orders, Alerts, Instances) = (life, orders, alerts, instances);

    public Life Life { get; }

    /// <summary>Every order that is stored, those included whose customer never heard of it.</summary>
    public IReadOnlyList<OrderFile> Orders { get; }

    /// <summary>Open and closed.</summary>
    public IReadOnlyList<OpsAlert> Alerts { get; }

    /// <summary>The orchestrations by id.</summary>
    public IReadOnlyDictionary<string, StoredInstance> Instances { get; }

    /// <summary>True if nothing went wrong on purpose.</summary>
    public bool WasCalm => Life.World.Crashes == 0 && Life.World.Faults.Count == 0;

    public IEnumerable<OpsAlert> AlertsOf(string orderId) => Alerts.Where(alert => alert.OrderId == orderId);

    public static Ending Of(Life life)
    {
        var tables = life.World.Tables;
        var orders = tables
            .Rows(StorageSchema.Orders)
            .GroupBy(row => row.PartitionKey, StringComparer.Ordinal)
            .Select(rows => OrderFile.Of(life, [.. rows]))
            .OfType<OrderFile>()
            .ToArray();
        var alerts = tables
            .Rows(StorageSchema.OpsAlerts)
            .Select(row => row.Read<OpsAlert>())
            .DistinctBy(alert => alert.Id, StringComparer.Ordinal)
            .ToArray();
        return new Ending(life, orders, alerts, life.World.Hub.Instances);
    }
}

/// <summary>All rows of one order.</summary>
/// <param name="Placed">What its customer knows of it; null if the customer never had an answer.</param>
/// <param name="Handled">The ids of the events that had their effect.</param>
internal sealed record OrderFile(
    OrderRecord Record,
    IReadOnlyList<OutboxMail> Mails,
    IReadOnlySet<string> Handled,
    IReadOnlyList<TimelineEntry> Timeline,
    PlacedOrder? Placed
)
{
    public string Id => Record.Order.OrderId;

    public Order Order => Record.Order;

    public OrderState State => Record.State;

    public string Currency => Record.Order.Total.Currency;

    /// <summary>True once it has been in a status.</summary>
    public bool Was(OrderStatus status) => Placed?.Since.ContainsKey(status) == true || State.Status == status;

    public static OrderFile? Of(Life life, IReadOnlyList<Azure.Data.Tables.TableEntity> rows)
    {
        if (rows.FirstOrDefault(row => row.RowKey == OrderRows.Order)?.Read<Order>() is not { } order)
            return null;
        var state = rows.FirstOrDefault(row => row.RowKey == OrderRows.State)?.Read<OrderState>() ?? InitialState.Of(order);
        var record = new OrderRecord(
            order.As(state.Terms),
            state,
            [.. Of<ParcelState>(OrderRows.ParcelPrefix)],
            [.. Of<LedgerEntry>(OrderRows.LedgerPrefix)]
        )
        {
            Cases = [.. Of<CaseState>(OrderRows.CasePrefix)],
        };
        var mails = StartingWith("mail:")
            .Select(row => new OutboxMail(
                order.OrderId,
                row.Read<OwedMail>(),
                Enum.Parse<OutboxStatus>(row.GetString(nameof(OutboxMail.Status))),
                row.GetDateTimeOffset(nameof(OutboxMail.At))!.Value,
                ""
            )
            {
                OwedAt = row.GetDateTimeOffset(nameof(OutboxMail.OwedAt))!.Value,
            });
        var handled = StartingWith(HandledPrefix).Select(row => row.RowKey[HandledPrefix.Length..]).ToHashSet(StringComparer.Ordinal);
        return new OrderFile(record, [.. mails], handled, [.. Of<TimelineEntry>(OrderRows.EventPrefix)], life.Find(order.OrderId));

        IEnumerable<Azure.Data.Tables.TableEntity> StartingWith(string prefix) =>
            rows.Where(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal));
        IEnumerable<T> Of<T>(string prefix) => StartingWith(prefix).Select(row => row.Read<T>());
    }

    private const string HandledPrefix = "handled:";
}
