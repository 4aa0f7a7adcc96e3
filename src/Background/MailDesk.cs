using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Telemetry;

namespace Orders.Functions.Background;

/// <summary>
/// Takes up the mails of this process, each as soon as it is owed. What goes wrong, or was in hand when the process died, comes back by the
/// queue: from the provider's trouble with a delay, from everything else by the sweep.
/// </summary>
public sealed class MailDesk(Tray<MailMessage> tray, MailDelivery delivery, MailOutbox outbox, OpsAlerts alerts, ILogger<MailDesk> log)
    : BackgroundService
{
    /// <summary>As many as the queue's trigger takes up.</summary>
    private const int AtOnce = 16;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        tray.Open();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>At the end no more mails are taken; what is in hand is brought to its end, if there is time.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var end = stoppingToken.UnsafeRegister(static tray => ((Tray<MailMessage>)tray!).Close(), tray);
        await Parallel.ForEachAsync(
            tray.TakeAllAsync(CancellationToken.None),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (mail, _) => await TryAsync(mail)
        );
    }

    /// <summary>Tries to send a mail, and sees to what follows: another try later, or none.</summary>
    public Task HandleAsync(MailMessage mail, CancellationToken cancellation) => HandleAsync(mail, isNew: false, cancellation);

    private async Task HandleAsync(MailMessage mail, bool isNew, CancellationToken cancellation)
    {
        using var span = Signals
            .Continue("send mail", mail.Trace)
            ?.SetTag("order.id", mail.OrderId)
            .SetTag("mail.kind", OrderJson.Name(mail.Kind))
            .SetTag("mail.attempt", mail.Attempt);
        if (await (isNew ? delivery.DeliverNewAsync(mail, cancellation) : delivery.DeliverAsync(mail, cancellation)) is { } delay)
        {
            await outbox.PostponeAsync(mail, delay, cancellation);
            return;
        }

        if (MailRescue.IsReported(mail))
            await alerts.ResolveAsync(MailRescue.AlertOf(mail), "It was done after all.", cancellation);
        await outbox.ForgetAsync(mail, cancellation);
    }

    private async Task TryAsync(MailMessage mail)
    {
        try
        {
            await HandleAsync(mail, isNew: true, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning(e, "Order {OrderId}: mail {MailKind} failed at the desk; the sweep queues it.", mail.OrderId, mail.Kind);
        }
    }
}
