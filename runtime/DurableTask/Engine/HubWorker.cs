using System.Diagnostics.CodeAnalysis;
using LocalRuntime.DurableTask.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>
/// Drives the engine of one hub: waits for the lease, recovers what is unfinished, then runs steps, activities and timers until it is stopped or the lease is lost. A lost lease
/// stops all writing at once; the worker then stands by for it again.
/// </summary>
internal sealed class HubWorker(HubEngine hub, IHubLease? lease) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Returns at once: a standby waits for its lease in the background (<see cref="HubOwnership"/> says when it has it).</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Takes up nothing new, lets what runs end and stores it, then gives the hub up.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await using var abandon = cancellationToken.Register(() => _abandoned.Cancel());
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _abandoned.Dispose();
    }

    [SuppressMessage("Design", "CA1031", Justification = "The worker outlives whatever goes wrong with the hub, and tries again.")]
    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var lost = lease is null ? CancellationToken.None : await lease.AcquireAsync(_stopping.Token);
                await OwnAsync(lost);
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                hub.Logger.LogError(e, "The task hub {Hub} cannot be run now; it is tried again in {Pause}", hub.Options.HubName, RetryPause);
                await Task.WhenAny(Task.Delay(RetryPause, hub.Time, _stopping.Token));
            }
        }

        if (lease is not null)
            await lease.ReleaseAsync();
    }

    private async Task OwnAsync(CancellationToken lost)
    {
        using var writes = CancellationTokenSource.CreateLinkedTokenSource(lost, _abandoned.Token);
        using var intake = CancellationTokenSource.CreateLinkedTokenSource(writes.Token, _stopping.Token);
        try
        {
            await hub.Store.EnsureCreatedAsync(intake.Token);
            hub.Ownership.Gain(writes.Token);
            hub.Logger.LogInformation("Running task hub {Hub}", hub.Options.HubName);
            var steps = new Runner<Instance>(hub.Ready, hub.Options.MaxConcurrentOrchestrations, instance => hub.RunStepAsync(instance, writes.Token));
            var activities = new Runner<ActivityWork>(hub.Activities, hub.Options.MaxConcurrentActivities, work => hub.RunActivityAsync(work, writes.Token));
            using var stepsEnd = CancellationTokenSource.CreateLinkedTokenSource(writes.Token);
            var stepping = steps.RunAsync(stepsEnd.Token);
            var working = activities.RunAsync(intake.Token);
            var ticking = TickAsync(intake.Token);
            await hub.RecoverAsync(intake.Token);
            var lookingAgain = LookAgainAsync(intake.Token);
            await ticking;
            await lookingAgain;
            await DrainAsync(working, steps, writes.Token);
            await stepsEnd.CancelAsync();
            await stepping;
        }
        finally
        {
            hub.Ownership.Lose();
            await writes.CancelAsync();
            hub.Forget();
        }
    }

    /// <summary>A process that stood still for a while may have created or told an instance after this one had looked: nobody would notice before the next start.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The hub runs without it; it is tried until it succeeds.")]
    private async Task LookAgainAsync(CancellationToken cancellation)
    {
        var pause = HubEngine.LateWrites;
        while (!cancellation.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(pause, hub.Time, cancellation));
            if (cancellation.IsCancellationRequested)
                return;
            try
            {
                await hub.RecoverAsync(cancellation, reload: true);
                return;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                hub.Logger.LogWarning(e, "The task hub {Hub} could not be looked through again; it is tried again in {Pause}", hub.Options.HubName, RetryPause);
                pause = RetryPause;
            }
            catch (Exception)
            {
                return; // The hub is no longer ours.
            }
        }
    }

    /// <summary>Waits for the activities that run, and for their results to be stored.</summary>
    private async Task DrainAsync(Task working, Runner<Instance> steps, CancellationToken writes)
    {
        var begun = hub.Time.GetTimestamp();
        while (!(working.IsCompleted && steps.IsIdle) && !writes.IsCancellationRequested && hub.Time.GetElapsedTime(begun) < hub.Options.DrainTime)
            await Task.Delay(TimeSpan.FromMilliseconds(5), hub.Time, CancellationToken.None);
    }

    /// <summary>Fires timers, never before their time and seldom more than some milliseconds after it.</summary>
    private async Task TickAsync(CancellationToken cancellation)
    {
        var longest = TimeSpan.FromSeconds(5);
        while (!cancellation.IsCancellationRequested)
        {
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var sooner = hub.Timers.NextSoonerAsync();
            hub.FireDueTimers();
            hub.EvictIdle();
            var pause = hub.Timers.Next is { } next ? next - hub.Now : longest;
            if (pause <= TimeSpan.Zero)
                continue;
            var delay = Task.Delay(pause < longest ? pause + TimeSpan.FromMilliseconds(1) : longest, hub.Time, woken.Token);
            await Task.WhenAny(delay, sooner);
            await woken.CancelAsync();
        }
    }
}
