using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Telemetry;

namespace Orders.Functions.Background;

/// <summary>
/// Sends the mails that this process has come to owe. From the provider's trouble they come back by the queue, with a delay.
/// </summary>
public sealed class MailDesk(Tray<MailMessage> tray, MailDelivery delivery, MailOutbox outbox, OpsAlerts alerts, ILogger<MailDesk> log)
    : Desk<MailMessage>(tray, log)
{
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

    protected override Task DoAsync(MailMessage work) => HandleAsync(work, isNew: true, CancellationToken.None);

    protected override string NameOf(MailMessage work) => $"Mail {work.Kind} of order {work.OrderId}";
}
