using LocalRuntime.Functions.Triggers;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Hosting;

/// <summary>
/// Follows the ownership of the hub, which the durable worker holds: while this host has it, the host serves HTTP and runs its queue and timer triggers; without it
/// the host is a warm standby.
/// </summary>
/// <param name="ownedAsync">Waits until this host owns the hub; its answer is cancelled when the hub is lost.</param>
internal sealed class HubOwner(
    HostState state,
    Func<CancellationToken, Task<CancellationToken>> ownedAsync,
    TriggerListeners triggers,
    TimeProvider time,
    ILogger<HubOwner> logger) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _owned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;

    public void Start()
    {
        state.Pause(HostState.Standby);
        _running = Task.Run(() => RunAsync(_stopping.Token));
    }

    /// <summary>Waits for the first time that this host owns its hub.</summary>
    /// <returns>False if that takes longer than the limit: this host is a standby.</returns>
    public async Task<bool> WaitUntilOwnedAsync(TimeSpan limit)
    {
        await Task.WhenAny(_owned.Task, Task.Delay(limit, time));
        return _owned.Task.IsCompleted;
    }

    /// <summary>Takes no more messages and timers, and waits for those that run.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        await _stopping.CancelAsync();
        await _running;
        await triggers.StopAsync(limit);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                var lost = await ownedAsync(stopping);
                triggers.Start(lost);
                state.Serve();
                _owned.TrySetResult();
                await CancelledAsync(lost).WaitAsync(stopping);
                state.Pause(HostState.Standby);
                logger.LogError("The hub is lost: another host took it, or storage does not answer. Standing by");
                await triggers.StopAsync(TimeSpan.Zero);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private static Task CancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.UnsafeRegister(_ => cancelled.TrySetResult(), null);
        return cancelled.Task;
    }
}
