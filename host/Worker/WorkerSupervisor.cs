using LocalHost.Configuration;

namespace LocalHost.Worker;

/// <summary>Keeps a worker up: starts another when one dies, until they die too often.</summary>
internal sealed class WorkerSupervisor(HostSettings settings, WorkerEndpoint endpoint, WorkerLog log, ILogger logger) : IAsyncDisposable
{
    private const int DeathsAllowed = 3;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<string> _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<DateTime> _deaths = [];
    private volatile FunctionsWorker? _up;
    private volatile TaskCompletionSource<FunctionsWorker> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _watching = Task.CompletedTask;

    /// <summary>The worker that is up; null between two of them.</summary>
    public FunctionsWorker? Current => _up;

    /// <summary>Completes with the reason when workers die too often.</summary>
    public Task<string> GaveUp => _gaveUp.Task;

    /// <exception cref="HostStartException">The worker does not start.</exception>
    public async Task<FunctionsWorker> StartAsync(CancellationToken cancellation)
    {
        var first = await FunctionsWorker.StartAsync(settings, endpoint, log, cancellation);
        Announce(first);
        _watching = WatchAsync(first);
        return first;
    }

    /// <summary>The worker that is up, or the next one as soon as it is.</summary>
    public Task<FunctionsWorker> UpAsync(CancellationToken cancellation) => _next.Task.WaitAsync(cancellation);

    /// <summary>Ends the worker, no other follows.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        if (_up is { } worker)
            await worker.DisposeAsync();
        _up = null;
        Refuse("The host has stopped.");
        _stopping.Dispose();
    }

    private async Task WatchAsync(FunctionsWorker worker)
    {
        var ended = worker.Ended;
        try
        {
            while (true)
            {
                var why = await ended.WaitAsync(_stopping.Token);
                if (_up is { } dead)
                {
                    _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    _up = null;
                    await dead.DisposeAsync();
                }

                if (DiesTooOften())
                {
                    var sentence = $"The worker died {DeathsAllowed + 1} times within a minute, the host ends. {why}";
                    Refuse(sentence);
                    _gaveUp.SetResult(sentence);
                    return;
                }

                logger.LogError("{Why} Another is started", why);
                ended = await StartNextAsync();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops, and ends the worker after those who use it.
        }
    }

    /// <returns>The end of the worker that was started; at once, if it did not start.</returns>
    private async Task<Task<string>> StartNextAsync()
    {
        try
        {
            var next = await FunctionsWorker.StartAsync(settings, endpoint, log, _stopping.Token);
            Announce(next);
            logger.LogInformation("Worker {ProcessId} is up", next.ProcessId);
            return next.Ended;
        }
        catch (HostStartException e)
        {
            return Task.FromResult(e.Message);
        }
    }

    private void Announce(FunctionsWorker worker)
    {
        _up = worker;
        _next.SetResult(worker);
    }

    /// <summary>Whoever waits for the next worker is told that there is none.</summary>
    private void Refuse(string why)
    {
        _next.TrySetException(new WorkerProcessExitException(why));
        _ = _next.Task.Exception;
    }

    private bool DiesTooOften()
    {
        var now = DateTime.UtcNow;
        _deaths.Enqueue(now);
        while (now - _deaths.Peek() > Within)
            _deaths.Dequeue();
        return _deaths.Count > DeathsAllowed;
    }
}
