using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Background;

/// <summary>Queues mails again whose message was lost, or is hidden with a sender that was killed.</summary>
public sealed class MailSweep(MailOutbox outbox, ILogger<MailSweep> log)
{
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(30);

    [Function(nameof(MailSweep))]
    public async Task RunAsync([TimerTrigger("*/20 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;
        if (await outbox.SweepAsync(Overdue, cancellation) is > 0 and var swept)
            log.LogWarning("{Swept} mails were overdue and are queued again.", swept);
    }
}
