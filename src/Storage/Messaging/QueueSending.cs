using System.Text.Json;
using Azure.Storage.Queues;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Storage.Messaging;

internal static class QueueSending
{
    // Azure's default is seven days, after which a message is gone; ours stay until they are handled.
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    /// <summary>
    /// Sends a record as JSON, to be seen after a delay: of whole seconds, as the service counts, and not before its end.
    /// </summary>
    public static Task SendAsync<T>(this QueueClient queue, T message, TimeSpan delay, CancellationToken cancellation) =>
        queue.SendMessageAsync(
            JsonSerializer.Serialize(message, OrderJson.Options),
            TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds)),
            Forever,
            cancellation
        );
}
