using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands;

/// <summary>What waits for the people of operations, by the kind of work.</summary>
public enum WorkQueue
{
    /// <summary>Claims that wait for a decision.</summary>
    Claims,

    /// <summary>Orders whose payment is disputed, and of which nothing leaves the shop until somebody decides.</summary>
    Holds,

    /// <summary>Webhook deliveries that could not be used.</summary>
    Quarantine,

    /// <summary>Money that the payment provider could not send back.</summary>
    Refunds,

    /// <summary>After-sales requests that wait for an answer.</summary>
    Requests,

    /// <summary>Returns whose parcel is awaited or has come.</summary>
    Returns,

    /// <summary>Orders in manual review.</summary>
    Reviews,

    /// <summary>Orders whose customer has to choose what to do about goods that are out of stock.</summary>
    Stock,

    /// <summary>Orders that did not move when they should have, and were nudged by the watchdog.</summary>
    Stuck,

    /// <summary>Whatever else was raised for a person.</summary>
    Tasks,
}

/// <param name="Kind">Of an order: its status; of a task: its kind; of a delivery: its sender.</param>
/// <param name="Since">When it began to wait.</param>
/// <param name="DueBy">When it should be done; absent where nothing was promised.</param>
/// <param name="What">A sentence.</param>
public sealed record WorkItem(
    string Id,
    string? OrderId,
    string? OrderNumber,
    string Kind,
    DateTimeOffset Since,
    DateTimeOffset? DueBy,
    string What
);

/// <summary>Gathers the work from where each kind of it is kept.</summary>
public sealed class WorkQueues(
    StatusIndex statuses,
    CaseIndex cases,
    OpsAlerts alerts,
    Quarantine quarantine,
    OrderStore orders,
    ContactStore contacts
)
{
    /// <summary>What is to be done, the nearest deadline first.</summary>
    public async Task<IReadOnlyList<WorkItem>> ListAsync(WorkQueue queue, CancellationToken cancellation)
    {
        IEnumerable<WorkItem> items = queue switch
        {
            WorkQueue.Claims => (await cases.OpenAsync(CaseKind.Claim, cancellation)).Select(filed => Item(filed, "Decide the claim.")),
            WorkQueue.Holds => (await alerts.OpenAsync(cancellation)).Where(alert => alert.Kind == AlertKind.OrderHeld).Select(Item),
            WorkQueue.Quarantine => (await quarantine.ListAsync(cancellation)).Select(item => new WorkItem(
                item.Id,
                null,
                null,
                item.Source,
                item.ReceivedAt,
                null,
                item.Reason
            )),
            WorkQueue.Refunds => await RefundsAsync(cancellation),
            WorkQueue.Requests => (await cases.OpenAsync(CaseKind.Request, cancellation)).Select(filed =>
                Item(filed, "Answer the customer.")
            ),
            WorkQueue.Returns => (await cases.OpenAsync(CaseKind.Return, cancellation)).Select(filed =>
                Item(filed, "Receive and inspect what comes back.")
            ),
            WorkQueue.Reviews => (await statuses.OpenAsync(OrderStatus.InReview, cancellation: cancellation))
                .Where(order => order.Waits == "review")
                .Select(order => Item(order, "Decide whether the order is accepted.")),
            WorkQueue.Stock => (await statuses.OpenAsync(OrderStatus.AwaitingStockDecision, cancellation: cancellation)).Select(order =>
                Item(order, "The customer chooses what to do about goods that are out of stock.")
            ),
            WorkQueue.Stuck => await statuses
                .NudgedAsync(cancellation)
                .Select(order => Item(order, "Did not move when it should have, and was nudged."))
                .ToListAsync(cancellation),
            WorkQueue.Tasks => (await alerts.OpenAsync(cancellation))
                .Where(alert => !alert.Kind.IsAboutRefund() && alert.Kind != AlertKind.OrderHeld)
                .Select(Item),
            _ => throw new ArgumentOutOfRangeException(nameof(queue), queue, "Not a queue of work."),
        };
        return [.. items.OrderBy(item => item.DueBy ?? item.Since)];
    }

    private async Task<IReadOnlyList<WorkItem>> RefundsAsync(CancellationToken cancellation)
    {
        List<WorkItem> items = [];
        foreach (var alert in (await alerts.OpenAsync(cancellation)).Where(alert => alert.Kind.IsAboutRefund()))
        {
            var item = Item(alert);
            items.Add(
                alert is { Kind: AlertKind.RefundInKind, OrderId: { } orderId }
                && await orders.FindAsync(orderId, cancellation) is { } record
                    ? item with
                    {
                        What = (await contacts.WithRefundAddressAsync(record, cancellation)).HasRefundAddress
                            ? $"{item.What} The customer has given an address."
                            : $"{item.What} The customer has not given an address yet.",
                    }
                    : item
            );
        }

        return items;
    }

    private static WorkItem Item(OpenOrder order, string what) =>
        new(order.OrderId, order.OrderId, order.OrderNumber, OrderJson.Name(order.Status), order.Since, order.DueBy, what);

    private static WorkItem Item(CaseEntry filed, string what) =>
        new(filed.CaseId, filed.OrderId, null, OrderJson.Name(filed.Kind), filed.FiledAt, filed.DueBy, what);

    private static WorkItem Item(OpsAlert alert) =>
        new(alert.Id, alert.OrderId, null, OrderJson.Name(alert.Kind), alert.RaisedAt, null, alert.Text);
}
