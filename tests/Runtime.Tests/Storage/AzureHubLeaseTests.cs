using Azure.Storage.Blobs.Specialized;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Runtime.Tests.Storage;

public sealed class AzureHubLeaseTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly string _hub = AzuriteFixture.NewHubName();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Standby_waits_and_takes_over_when_the_owner_releases()
    {
        await using var first = Open();
        await using var second = Open();
        var owned = await first.AcquireAsync(Cancellation);
        var waiting = second.AcquireAsync(Cancellation);
        Assert.False(owned.IsCancellationRequested);
        Assert.False(waiting.IsCompleted);

        await first.ReleaseAsync();

        var taken = await waiting.WaitAsync(Deadline, Cancellation);
        Assert.True(owned.IsCancellationRequested);
        Assert.False(taken.IsCancellationRequested);
        Assert.Equal(first.Fencing + 1, second.Fencing);
    }

    [Fact]
    public async Task Two_at_once_have_one_owner()
    {
        await using var first = Open();
        await using var second = Open();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var both = new[] { first.AcquireAsync(stop.Token), second.AcquireAsync(stop.Token) };

        var winner = await Task.WhenAny(both).WaitAsync(Deadline, Cancellation);
        await winner;

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => both.Single(t => t != winner).WaitAsync(Deadline, Cancellation));
    }

    [Fact]
    public async Task Lease_that_another_took_is_lost_at_the_next_renewal()
    {
        var time = new FakeTimeProvider();
        await using var lease = Open(time);
        var owned = await lease.AcquireAsync(Cancellation);
        await Blob().GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: Cancellation);
        await Blob().GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60), cancellationToken: Cancellation);

        time.Advance(TimeSpan.FromSeconds(10));

        await Lost(owned).WaitAsync(Deadline, Cancellation);
    }

    [Fact]
    public async Task Lease_is_renewed_long_before_it_would_lapse()
    {
        var time = new FakeTimeProvider();
        var calls = new FaultPolicy();
        await using var lease = Open(time, calls);
        var owned = await lease.AcquireAsync(Cancellation);
        for (var i = 0; i < 10; i++)
        {
            var before = calls.Calls;
            time.Advance(TimeSpan.FromSeconds(10));
            await WaitAsync(() => calls.Calls > before);
            await WaitAsync(() => lease.IsProvenWithin(TimeSpan.FromSeconds(1)));
        }

        Assert.False(owned.IsCancellationRequested);
    }

    [Fact]
    public async Task Lease_that_cannot_be_renewed_is_given_up_before_it_lapses()
    {
        var time = new FakeTimeProvider();
        var faults = new FaultPolicy();
        await using var lease = Open(time, faults);
        var owned = await lease.AcquireAsync(Cancellation);
        faults.FailBefore = _ => true;
        var lost = Lost(owned);

        var advanced = TimeSpan.Zero;
        for (var deadline = DateTime.UtcNow + Deadline; !lost.IsCompleted && DateTime.UtcNow < deadline;)
        {
            if (advanced < TimeSpan.FromSeconds(29))
            {
                time.Advance(TimeSpan.FromSeconds(1));
                advanced += TimeSpan.FromSeconds(1);
            }
            await Task.WhenAny(lost, Task.Delay(5, Cancellation));
        }

        Assert.True(owned.IsCancellationRequested);
        Assert.InRange(advanced, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(29));
    }

    [Fact]
    public async Task Lease_of_a_killed_process_is_taken_over_at_once()
    {
        await using (var first = Open())
        {
            await first.AcquireAsync(Cancellation);
            await first.ReleaseAsync();
        }
        var dead = LeaseOwner.Next(Guid.NewGuid(), LeaseOwner.Parse((await Blob().DownloadContentAsync(Cancellation)).Value.Content)) with { ProcessId = int.MaxValue };
        await Blob().UploadAsync(dead.ToContent(), overwrite: true, Cancellation);
        await Blob().GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60), cancellationToken: Cancellation);

        await using var second = Open();
        await second.AcquireAsync(Cancellation).WaitAsync(Deadline, Cancellation);

        Assert.Equal(3, second.Fencing);
    }

    [Fact]
    public async Task Lease_that_was_given_to_a_caller_who_had_gone_is_his_at_the_next_try()
    {
        // Storage that was paused takes up the calls of before: their callers have given up, and ask again.
        var faults = new FaultPolicy();
        var cut = 0;
        faults.FailAfter = request => request.Headers.TryGetValue("x-ms-lease-action", out var action) && action == "acquire" && Interlocked.Increment(ref cut) <= 3;
        await using var lease = Open(time: null, faults);

        var owned = await lease.AcquireAsync(Cancellation).WaitAsync(Deadline, Cancellation);

        Assert.False(owned.IsCancellationRequested);
        Assert.Equal(4, cut);
    }

    private static Task Lost(CancellationToken token)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(lost.SetResult);
        return lost.Task;
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!condition())
            await Task.Delay(5, deadline.Token);
    }

    private Azure.Storage.Blobs.BlobClient Blob() => new AzureHub(_hub, AzureHubClients.Tables(azurite.ConnectionString), AzureHubClients.Blobs(azurite.ConnectionString)).Lease.GetBlobClient("owner");

    private AzureHubLease Open(TimeProvider? time = null, params IEnumerable<FaultPolicy> faults)
    {
        var connection = azurite.ConnectionString;
        var hub = new AzureHub(_hub, AzureHubClients.Tables(connection, faults), AzureHubClients.Blobs(connection, faults));
        return new(hub, time ?? TimeProvider.System, NullLogger<AzureHubLease>.Instance);
    }
}
