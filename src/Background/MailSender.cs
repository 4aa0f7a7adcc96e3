using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Background;

/// <summary>
/// Sends one mail that the desk of the process that came to owe it could not. The provider's troubles come back as a delayed message and
/// never as a failure: only our own faults count towards the poison queue.
/// </summary>
public sealed class MailSender(MailDesk desk)
{
    [Function(nameof(MailSender))]
    public Task RunAsync([QueueTrigger(MailOutbox.Queue)] string text, CancellationToken cancellation) =>
        desk.HandleAsync(
            JsonSerializer.Deserialize<MailMessage>(text, OrderJson.Options) ?? throw new JsonException("The message is empty."),
            cancellation
        );
}
