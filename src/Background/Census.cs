using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Telemetry;

namespace Orders.Functions.Background;

/// <summary>
/// Counts for the gauges, as often as the watchdog looks: the open orders, the work of operations, the mails and events under way; never
/// what has ended.
/// </summary>
public sealed class Census(
    StatusIndex statuses,
    WorkQueues work,
    MailOutbox outbox,
    WebhookInbox inbox,
    IEnumerable<IWebhookAdapter> adapters,
    Gauges gauges,
    TimeProvider clock
)
{
    [Function(nameof(Census))]
    public async Task RunAsync([TimerTrigger("%Watchdog:Schedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;
        var now = clock.GetUtcNow();
        gauges.Show(
            new(
                now,
                await OrdersAsync(cancellation),
                await TasksAsync(cancellation),
                await outbox.CountWaitingAsync(cancellation),
                await OldestEventAsync(cancellation) is { } since ? now - since : TimeSpan.Zero
            )
        );
    }

    private async Task<IReadOnlyDictionary<string, long>> OrdersAsync(CancellationToken cancellation)
    {
        // A status without orders counts zero: nobody would know otherwise that its last one has gone.
        var byStatus = Enum.GetValues<OrderStatus>().ToDictionary(OrderJson.Name, _ => 0L, StringComparer.Ordinal);
        foreach (var (status, count) in await statuses.CountOpenAsync(cancellation))
            byStatus[OrderJson.Name(status)] = count;
        return byStatus;
    }

    private async Task<IReadOnlyDictionary<string, long>> TasksAsync(CancellationToken cancellation)
    {
        var byQueue = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var queue in Enum.GetValues<WorkQueue>())
            byQueue[OrderJson.Name(queue)] = (await work.ListAsync(queue, cancellation)).Count;
        return byQueue;
    }

    private async Task<DateTimeOffset?> OldestEventAsync(CancellationToken cancellation)
    {
        DateTimeOffset? oldest = null;
        foreach (var source in adapters.Select(adapter => adapter.Source))
        {
            if (await inbox.OldestPendingAsync(source, cancellation) is { } since && !(since > oldest))
                oldest = since;
        }

        return oldest;
    }
}
