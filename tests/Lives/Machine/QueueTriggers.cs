using Companies;
using Lives.Storage;
using Orders.Functions.Background;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Lives.Machine;

/// <summary>Which function each queue's messages go to.</summary>
internal static class QueueTriggers
{
    public static Task RunAsync(AppProcess app, QueuedMessage message) =>
        message.Queue switch
        {
            MailOutbox.Queue => app.Get<MailSender>().RunAsync(message.Body.ToString(), CancellationToken.None),
            MailOutbox.PoisonQueue => app.Get<MailRescue>().RunAsync(message.Body.ToString(), CancellationToken.None),
            StockStore.Queue => app.Get<StockAllotter>().RunAsync(message.Body.ToString(), app.Client, CancellationToken.None),
            WebhookInbox.Queue => app.Get<WebhookPump>().RunAsync(message.Body.ToString(), app.Client, CancellationToken.None),

            // Messages that failed too often; the sweeps make up for them.
            _ when message.Queue.EndsWith("-poison", StringComparison.Ordinal) => Task.CompletedTask,
            _ => throw new SimulationException($"Nobody handles the queue {message.Queue}."),
        };
}
