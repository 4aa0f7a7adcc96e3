using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Background;

/// <summary>
/// Settles the events that had their effect, and wakes the pump for the others: their queue message was lost between the inbox row and the
/// queue or is hidden with a pump that was killed, or the orchestration never heard of them.
/// </summary>
public sealed class WebhookSweep(IEnumerable<IWebhookAdapter> adapters, WebhookInbox inbox, OrderStore orders, ILogger<WebhookSweep> log)
{
    private const int LooksAtOnce = 50;

    private static readonly TimeSpan _overdue = TimeSpan.FromSeconds(30);

    [Function(nameof(WebhookSweep))]
    public async Task RunAsync([TimerTrigger("*/20 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;
        foreach (var source in adapters.Select(adapter => adapter.Source))
            await SweepAsync(source, cancellation);
    }

    private async Task SweepAsync(string source, CancellationToken cancellation)
    {
        var swept = 0;
        foreach (var some in (await inbox.OverdueAsync(source, _overdue, cancellation)).Chunk(LooksAtOnce))
        {
            var handled = await Task.WhenAll(
                some.Select(delivery => orders.IsHandledAsync(delivery.OrderId, delivery.HandledId, cancellation))
            );
            await inbox.SettleAsync(source, [.. some.Where((_, i) => handled[i]).Select(delivery => delivery.EventId)], cancellation);
            foreach (var late in some.Where((_, i) => !handled[i]))
            {
                if (await inbox.QueueAgainAsync(source, late, _overdue, cancellation))
                    swept++;
            }
        }

        if (swept > 0)
            log.LogWarning("{Swept} events of {Source} were overdue and are queued again.", swept, source);
    }
}
