using System.Globalization;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Lives.Storage;

/// <summary>One process's way to a queue of its world, to send to it.</summary>
internal sealed partial class SimulatedQueue(string name, QueueData data, IGate gate, TimeProvider time) : QueueClient
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
        Unknown.Refuse(metadata);
        return gate.RunAsync<SimulatedQueue, Response>(
            new StorageCall(name, StorageVerb.Upsert, ""),
            this,
            static queue => queue.Create() ? new SimulatedResponse(201) : SimulatedResponse.NoContent,
            cancellationToken
        );
    }

    public override Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) =>
        gate.RunAsync(
            new StorageCall(name, StorageVerb.Get, ""),
            this,
            static queue => Response.FromValue(queue.Exists(), SimulatedResponse.Ok),
            cancellationToken
        );

    public override Task<Response<SendReceipt>> SendMessageAsync(string messageText) => SendMessageAsync(messageText, null, null, default);

    public override Task<Response<SendReceipt>> SendMessageAsync(string messageText, CancellationToken cancellationToken) =>
        SendMessageAsync(messageText, null, null, cancellationToken);

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
            (
                Queue: this,
                Message: message,
                Delay: WholeSeconds(visibilityTimeout ?? TimeSpan.Zero),
                Life: WholeSeconds(timeToLive ?? _usualLife)
            ),
            static send => send.Queue.Send(send.Message, send.Delay, send.Life),
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
        var id = data.Add(name, message, now, now + delay, life == _forever ? null : expiresAt).ToString(CultureInfo.InvariantCulture);
        return Response.FromValue(QueuesModelFactory.SendReceipt(id, now, expiresAt, id, now + delay), new SimulatedResponse(201));
    }

    private bool Create() => data.Create(name);

    private bool Exists() => data.Exists(name);
}
