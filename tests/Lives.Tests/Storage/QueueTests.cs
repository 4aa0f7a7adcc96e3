using Azure;
using Azure.Storage.Queues;
using Lives.Storage;

namespace Lives.Tests.Storage;

public sealed class SimulatedQueueTests : QueueTests
{
    private readonly QueueData _data;

    public SimulatedQueueTests()
        : this(new QueueData()) { }

    private SimulatedQueueTests(QueueData data)
        : base(new SimulatedQueues(data, OpenGate.Instance, TimeProvider.System)) => _data = data;

    protected override Task<string?> TakeAsync(QueueClient queue) =>
        Task.FromResult(
            _data.TryTake(queue.Name, TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1), out var message)
                ? message.Body.ToString()
                : null
        );
}

[Collection<AzuriteCollection>]
public sealed class AzuriteQueueTests(AzuriteFixture azurite)
    : QueueTests(new QueueServiceClient(azurite.ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }))
{
    protected override async Task<string?> TakeAsync(QueueClient queue) =>
        (await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Value?.Body.ToString();
}

/// <summary>What the app relies on of queues, asked of the simulated ones and of the emulator.</summary>
public abstract class QueueTests(QueueServiceClient queues)
{
    private static readonly TimeSpan _forever = TimeSpan.FromSeconds(-1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_are_taken_in_the_order_of_their_sending_unless_they_are_delayed()
    {
        var queue = queues.GetQueueClient("q" + Guid.NewGuid().ToString("N"));
        Assert.Equal(201, (await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation)).Status);
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await queue.SendMessageAsync("<later>", TimeSpan.FromHours(1), _forever, Cancellation);
        await queue.SendMessageAsync("<first> \"字\"", TimeSpan.Zero, _forever, Cancellation);
        // Less than a second is none.
        await queue.SendMessageAsync("<second>", TimeSpan.FromMilliseconds(999), _forever, Cancellation);

        Assert.Equal("<first> \"字\"", await TakeAsync(queue));
        Assert.Equal("<second>", await TakeAsync(queue));
        Assert.Null(await TakeAsync(queue));
        Assert.Contains(
            queue.Name,
            await queues.GetQueuesAsync(cancellationToken: Cancellation).Select(item => item.Name).ToListAsync(Cancellation)
        );
    }

    [Fact]
    public async Task Message_that_no_queue_can_hold_is_refused()
    {
        var queue = queues.GetQueueClient("q" + Guid.NewGuid().ToString("N"));
        await RefusesAsync(404, "QueueNotFound", () => queue.SendMessageAsync("text", Cancellation));
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await RefusesAsync(
            400,
            "OutOfRangeQueryParameterValue",
            () => queue.SendMessageAsync("text", TimeSpan.FromDays(8), _forever, Cancellation)
        );
        await RefusesAsync(
            413,
            "RequestBodyTooLarge",
            () => queue.SendMessageAsync(new string('x', (64 * 1024) + 1), TimeSpan.Zero, _forever, Cancellation)
        );
        Assert.Null(await TakeAsync(queue));
    }

    /// <summary>The text of the next message, which stays hidden for a while.</summary>
    protected abstract Task<string?> TakeAsync(QueueClient queue);

    private static async Task RefusesAsync(int status, string code, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(call);
        Assert.Equal((status, code), (refusal.Status, refusal.ErrorCode));
    }
}
