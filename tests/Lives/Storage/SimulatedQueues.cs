using System.Globalization;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Lives.Storage;

/// <summary>One process's way to the queues of its world.</summary>
internal sealed class SimulatedQueues(QueueData data, IGate gate, TimeProvider time) : QueueServiceClient
{
    public override string AccountName => "simulated";

    public override QueueClient GetQueueClient(string queueName) => new SimulatedQueue(queueName, data, gate, time);

    public override AsyncPageable<QueueItem> GetQueuesAsync(
        QueueTraits traits = QueueTraits.None,
        string? prefix = null,
        CancellationToken cancellationToken = default
    )
    {
        StorageError.RefuseOption(prefix);
        return new SimulatedPages<QueueItem>(
            (_, _, cancellation) =>
                gate.RunAsync(
                    new StorageCall("$queues", StorageVerb.Query, ""),
                    () =>
                        Page<QueueItem>.FromValues(
                            [.. data.Names.Select(name => QueuesModelFactory.QueueItem(name))],
                            null,
                            SimulatedResponse.Ok
                        ),
                    cancellation
                ),
            cancellationToken
        );
    }
}

/// <summary>One process's way to a queue of its world, to send to it; the host takes messages from the world itself.</summary>
internal sealed class SimulatedQueue(string name, QueueData data, IGate gate, TimeProvider time) : QueueClient
{
    private const int LargestMessage = 64 * 1024;

    private static readonly TimeSpan _longestDelay = TimeSpan.FromDays(7);
    private static readonly TimeSpan _usualLife = TimeSpan.FromDays(7);
    private static readonly TimeSpan _forever = TimeSpan.FromSeconds(-1);

    public override string Name => name;

    public override string AccountName => "simulated";

    public override Task<Response> CreateIfNotExistsAsync(
        IDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default
    )
    {
        StorageError.RefuseOption(metadata);
        return gate.RunAsync<Response>(
            new StorageCall(name, StorageVerb.Upsert, ""),
            () => data.Create(name) ? new SimulatedResponse(201) : SimulatedResponse.NoContent,
            cancellationToken
        );
    }

    public override Task<Response<SendReceipt>> SendMessageAsync(
        string messageText,
        TimeSpan? visibilityTimeout = null,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default
    ) => SendMessageAsync(new BinaryData(messageText), visibilityTimeout, timeToLive, cancellationToken);

    public override Task<Response<SendReceipt>> SendMessageAsync(
        BinaryData message,
        TimeSpan? visibilityTimeout = null,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default
    ) =>
        gate.RunAsync(
            new StorageCall(name, StorageVerb.Send, ""),
            () => Send(message, WholeSeconds(visibilityTimeout ?? TimeSpan.Zero), WholeSeconds(timeToLive ?? _usualLife)),
            cancellationToken
        );

    // The service knows nothing shorter, and the SDK cuts it off: a message may be seen up to a second too early.
    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds((long)time.TotalSeconds);

    private Response<SendReceipt> Send(BinaryData message, TimeSpan delay, TimeSpan life)
    {
        if (!data.Exists(name))
            throw StorageError.Of(404, "QueueNotFound", name);
        if (message.ToMemory().Length > LargestMessage)
            throw StorageError.Of(413, "RequestBodyTooLarge", $"{message.ToMemory().Length} bytes to {name}");
        if (delay < TimeSpan.Zero || delay > _longestDelay || (life != _forever && life <= delay))
            throw StorageError.Bad("OutOfRangeQueryParameterValue", $"a delay of {delay}, a life of {life}");
        var now = time.GetUtcNow();
        var expiresAt = life == _forever ? DateTimeOffset.MaxValue : now + life;
        var id = data.Add(name, message, now + delay, expiresAt).ToString(CultureInfo.InvariantCulture);
        return Response.FromValue(QueuesModelFactory.SendReceipt(id, now, expiresAt, id, now + delay), new SimulatedResponse(201));
    }
}
