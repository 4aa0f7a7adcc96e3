using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// Ownership of a hub as a blob lease, renewed every third of its time. It counts as lost when a renewal is refused, or when none was answered so long that the service may have given the
/// lease to another: measured on the local monotonic clock from the moment the last successful renewal was sent.
/// <para>
/// The lease's id is this process's own. A call that storage takes up long after its caller gave up (it was paused, and goes on) then finds or gives the lease to the same process, which can
/// have it at once; and a lease that counts as lost is never released, so that a late release cannot end the next one.
/// </para>
/// </summary>
internal sealed class AzureHubLease : IHubLease
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewalRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // The owner stops this long before the service would let another in: time for a call under way to end.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly BlobContainerClient _container;
    private readonly BlobClient _blob;
    private readonly TimeProvider _time;
    private readonly ILogger<AzureHubLease> _logger;
    private readonly Guid _id = Guid.NewGuid();
    private Ownership? _ownership;

    public AzureHubLease(AzureHub hub, TimeProvider time, ILogger<AzureHubLease> logger)
    {
        _container = hub.Lease;
        _blob = hub.Lease.GetBlobClient("owner");
        _time = time;
        _logger = logger;
    }

    /// <summary>Rises with each change of owner; 0 before the first acquisition.</summary>
    public long Fencing { get; private set; }

    /// <summary>Whether the service has confirmed the ownership by a call sent at most this long ago.</summary>
    public bool IsProvenWithin(TimeSpan age) => _ownership is { } ownership && _time.GetElapsedTime(ownership.Proven) <= age;

    public async Task<CancellationToken> AcquireAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _ownership, null) is { } former)
        {
            await former.EndAsync();
            former.Dispose();
        }

        var waiting = false;
        while (true)
        {
            try
            {
                if (await StorageCall.RunAsync(() => TryAcquireAsync(cancellation), cancellation) is { } ownership)
                {
                    _ownership = ownership;
                    ownership.Renewing = RenewAsync(ownership);
                    return ownership.Lost.Token;
                }
                if (!waiting)
                    _logger.LogInformation("Another engine owns the hub; waiting for it as a warm standby");
                waiting = true;
            }
            catch (HubUnavailableException e)
            {
                _logger.LogWarning(e, "The hub's lease cannot be reached; trying again");
            }
            await Task.Delay(Poll, _time, cancellation);
        }
    }

    public async Task ReleaseAsync()
    {
        if (Interlocked.Exchange(ref _ownership, null) is not { } ownership)
            return;
        var isLost = ownership.Lost.IsCancellationRequested;
        await ownership.EndAsync();
        try
        {
            if (!isLost)
                await StorageCall.RunAsync(() => ownership.Lease.ReleaseAsync(cancellationToken: CancellationToken.None), CancellationToken.None);
        }
        catch (RequestFailedException e) when (StorageCall.IsConflict(e))
        {
            // Lost already: nothing to give up.
        }
        catch (HubUnavailableException e)
        {
            _logger.LogWarning(e, "The hub's lease could not be released; it lapses by itself within {Duration}", Duration);
        }
        ownership.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
    }

    private async Task<Ownership?> TryAcquireAsync(CancellationToken cancellation)
    {
        await CreateBlobAsync(cancellation);
        var content = (await _blob.DownloadContentAsync(cancellation)).Value;
        var former = LeaseOwner.Parse(content.Content);
        var lease = _blob.GetBlobLeaseClient(_id.ToString());
        try
        {
            if (content.Details.LeaseState == LeaseState.Leased && former?.IsDead() == true)
            {
                // Only the lease of the process that the blob names: a successor that came first has written itself there.
                await lease.BreakAsync(TimeSpan.Zero, new RequestConditions { IfMatch = content.Details.ETag }, cancellation);
            }
            var sent = _time.GetTimestamp();
            await lease.AcquireAsync(Duration, cancellationToken: cancellation);
            var owner = LeaseOwner.Next(_id, former);
            var conditions = new BlobRequestConditions { LeaseId = lease.LeaseId, IfMatch = content.Details.ETag };
            await _blob.UploadAsync(owner.ToContent(), new BlobUploadOptions { Conditions = conditions }, cancellation);
            Fencing = owner.Fencing;
            return new(lease, sent);
        }
        catch (RequestFailedException e) when (StorageCall.IsConflict(e))
        {
            return null;
        }
    }

    private async Task CreateBlobAsync(CancellationToken cancellation)
    {
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        try
        {
            await _blob.UploadAsync(BinaryData.Empty, new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } }, cancellation);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // There it is.
        }
    }

    private async Task RenewAsync(Ownership ownership)
    {
        try
        {
            var wait = Renewal;
            while (true)
            {
                var proven = Duration - Margin - _time.GetElapsedTime(ownership.Proven);
                if (proven <= TimeSpan.Zero)
                {
                    _logger.LogError("The hub's lease could not be renewed in time; the hub is given up");
                    break;
                }
                await Task.Delay(wait < proven ? wait : proven, _time, ownership.Ended.Token);
                wait = await RenewOnceAsync(ownership) ? Renewal : RenewalRetry;
            }
        }
        catch (OperationCanceledException) when (ownership.Ended.IsCancellationRequested)
        {
            // Released.
        }
        catch (RequestFailedException e)
        {
            _logger.LogError(e, "The hub's lease is another's; the hub is given up");
        }
        await ownership.Lost.CancelAsync();
    }

    private async Task<bool> RenewOnceAsync(Ownership ownership)
    {
        var sent = _time.GetTimestamp();
        var left = Duration - Margin - _time.GetElapsedTime(ownership.Proven, sent);
        if (left <= TimeSpan.Zero)
            return false;
        using var deadline = new CancellationTokenSource(left, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ownership.Ended.Token);
        try
        {
            await StorageCall.RunAsync(() => ownership.Lease.RenewAsync(cancellationToken: either.Token), either.Token);
            ownership.Proven = sent;
            return true;
        }
        catch (HubUnavailableException e)
        {
            _logger.LogWarning(e, "The hub's lease could not be renewed; trying again");
            return false;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return false;
        }
    }

    private sealed class Ownership(BlobLeaseClient lease, long proven) : IDisposable
    {
        public BlobLeaseClient Lease => lease;

        /// <summary>When the last renewal that succeeded was sent, as a timestamp of the time provider.</summary>
        public long Proven { get; set; } = proven;

        public CancellationTokenSource Ended { get; } = new();

        public CancellationTokenSource Lost { get; } = new();

        public Task? Renewing { get; set; }

        public async Task EndAsync()
        {
            await Ended.CancelAsync();
            if (Renewing is not null)
                await Renewing;
        }

        public void Dispose()
        {
            Ended.Dispose();
            Lost.Dispose();
        }
    }
}
