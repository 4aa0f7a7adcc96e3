using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Triggers;

/// <summary>All listeners of the app: started when this host comes to own its hub, stopped when it stops or loses it.</summary>
internal sealed class TriggerListeners(IReadOnlyList<ITriggerListener> listeners, ILogger<TriggerListeners> logger) : IAsyncDisposable
{
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(5);

    private CancellationTokenSource? _stopping;
    private CancellationTokenSource? _abort;
    private Task _running = Task.CompletedTask;

    /// <param name="lost">Cancelled when the hub is lost.</param>
    public void Start(CancellationToken lost)
    {
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(lost);
        _abort = CancellationTokenSource.CreateLinkedTokenSource(lost);
        var (stopping, abort) = (_stopping.Token, _abort.Token);
        _running = Task.WhenAll(listeners.Select(listener => Task.Run(() => WatchAsync(listener, stopping, abort), CancellationToken.None)));
    }

    /// <summary>Takes nothing more and waits for what runs; what runs longer than the limit is told to end.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        if (_stopping is null || _abort is null)
            return;
        await _stopping.CancelAsync();
        try
        {
            await _running.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            await _abort.CancelAsync();
            await Task.WhenAny(_running, Task.Delay(AbortLimit));
        }

        await DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        _stopping?.Dispose();
        _abort?.Dispose();
        (_stopping, _abort) = (null, null);
        return ValueTask.CompletedTask;
    }

    /// <summary>A listener that fails has met storage trouble: it is started again, so that it recovers when storage does.</summary>
    private async Task WatchAsync(ITriggerListener listener, CancellationToken stopping, CancellationToken abort)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await listener.RunAsync(stopping, abort);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, the other triggers go on and this one is tried again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.LogError(e, "{Listener} failed and is started again", listener);
                await Task.WhenAny(Task.Delay(RestartPause, stopping));
            }
        }
    }
}
