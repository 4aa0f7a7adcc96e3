using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using LocalRuntime.Functions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Queues;

/// <summary>A queue that triggers a function, and the queue for messages that it cannot work off.</summary>
internal sealed class TriggerQueue
{
    /// <summary>
    /// How long a message that is worked on stays hidden; renewed while the function runs. Short, so that the message of a host that was killed, or that storage gave to a caller who had gone, is
    /// soon seen again.
    /// </summary>
    public static readonly TimeSpan Hidden = TimeSpan.FromSeconds(8);

    private readonly QueueClient _queue;
    private readonly QueueClient _poison;
    private readonly QueueClient _rawPoison;

    /// <exception cref="HostStartException">The connection string or the queue's name is not one.</exception>
    public TriggerQueue(string connectionString, string name, HostSettings.QueueSettings settings)
    {
        if (!string.Equals(settings.MessageEncoding, "none", StringComparison.OrdinalIgnoreCase) && !string.Equals(settings.MessageEncoding, "base64", StringComparison.OrdinalIgnoreCase))
            throw new HostStartException($"host.json: extensions.queues.messageEncoding is base64 or none, not '{settings.MessageEncoding}'.");
        var encoding = string.Equals(settings.MessageEncoding, "none", StringComparison.OrdinalIgnoreCase) ? QueueMessageEncoding.None : QueueMessageEncoding.Base64;
        Name = name;
        PoisonName = name + "-poison";
        try
        {
            _rawPoison = new(connectionString, PoisonName, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
            _poison = new(connectionString, PoisonName, new QueueClientOptions { MessageEncoding = encoding });
            var options = new QueueClientOptions { MessageEncoding = encoding };
            options.MessageDecodingFailed += async undecodable =>
            {
                // Such a message can never reach the function.
                await _rawPoison.CreateIfNotExistsAsync(cancellationToken: undecodable.CancellationToken);
                await _rawPoison.SendMessageAsync(undecodable.ReceivedMessage.Body, timeToLive: Forever, cancellationToken: undecodable.CancellationToken);
                await _queue!.DeleteMessageAsync(undecodable.ReceivedMessage.MessageId, undecodable.ReceivedMessage.PopReceipt, undecodable.CancellationToken);
            };
            _queue = new(connectionString, name, options);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new HostStartException($"The connection of queue '{name}' is not a storage connection string: {e.Message}", e);
        }
    }

    public string Name { get; }

    public string PoisonName { get; }

    private static TimeSpan Forever { get; } = TimeSpan.FromSeconds(-1);

    public Task CreateAsync(CancellationToken cancellation) => _queue.CreateIfNotExistsAsync(cancellationToken: cancellation);

    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int count, CancellationToken cancellation) =>
        (await _queue.ReceiveMessagesAsync(count, Hidden, cancellation)).Value;

    /// <summary>Keeps a message hidden until it is settled or the holder is disposed.</summary>
    public HeldMessage Hold(QueueMessage message, TimeProvider time, ILogger logger) => new(message, _queue, this, time, logger);

    public async Task SendToPoisonAsync(BinaryData body, CancellationToken cancellation)
    {
        await _poison.CreateIfNotExistsAsync(cancellationToken: cancellation);
        await _poison.SendMessageAsync(body, timeToLive: Forever, cancellationToken: cancellation);
    }
}
