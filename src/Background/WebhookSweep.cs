using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Background;

/// <summary>
/// Wakes the pump for events whose queue message was lost between the inbox row and the queue, or is hidden with a pump that was killed.
/// </summary>
public sealed class WebhookSweep(IEnumerable<IWebhookAdapter> adapters, WebhookInbox inbox, ILogger<WebhookSweep> log)
{
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(30);

    [Function(nameof(WebhookSweep))]
    public async Task RunAsync([TimerTrigger("*/20 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;
        foreach (var source in adapters.Select(adapter => adapter.Source))
        {
            if (await inbox.SweepAsync(source, Overdue, cancellation) is > 0 and var swept)
                log.LogWarning("{Swept} events of {Source} were overdue and are queued again.", swept, source);
        }
    }
}
