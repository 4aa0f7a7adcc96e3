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
        Unknown.Refuse(prefix);
        return new SimulatedPages<QueueItem>(
            (_, _, cancellation) =>
                gate.RunAsync(
                    new StorageCall("$queues", StorageVerb.Query, ""),
                    data,
                    static data =>
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

    public override Task<Response<QueueClient>> CreateQueueAsync(
        string queueName,
        IDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Task<Response> DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        throw Unknown.Method();
}
