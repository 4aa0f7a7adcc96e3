using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Telemetry;

namespace Orders.Functions.Background;

/// <summary>
/// Sends one mail. The provider's troubles come back as a delayed message and never as a failure: only our own faults count towards the
/// poison queue.
/// </summary>
public sealed class MailSender(MailDelivery delivery, MailOutbox outbox, OpsAlerts alerts)
{
    [Function(nameof(MailSender))]
    public async Task RunAsync([QueueTrigger(MailOutbox.Queue)] string text, CancellationToken cancellation)
    {
        var message = JsonSerializer.Deserialize<MailMessage>(text, OrderJson.Options) ?? throw new JsonException("The message is empty.");
        using var span = Signals
            .Continue("send mail", message.Trace)
            ?.SetTag("order.id", message.OrderId)
            .SetTag("mail.kind", OrderJson.Name(message.Kind))
            .SetTag("mail.attempt", message.Attempt);
        if (await delivery.DeliverAsync(message, cancellation) is { } delay)
        {
            await outbox.PostponeAsync(message, delay, cancellation);
            return;
        }

        if (MailRescue.IsReported(message))
            await alerts.ResolveAsync(MailRescue.AlertOf(message), "It was done after all.", cancellation);
        await outbox.ForgetAsync(message, cancellation);
    }
}
