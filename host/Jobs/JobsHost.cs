using System.Diagnostics.CodeAnalysis;
using LocalHost.Functions;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;

namespace LocalHost.Jobs;

/// <summary>
/// The WebJobs host that runs now, with the Durable extension's engine in it. One that reports a failure of its own (storage away for
/// longer than its retries) is replaced by another, as Azure would start the host again; HTTP callers are asked to come back meanwhile.
/// </summary>
internal sealed class JobsHost(HostState state, RunningFunctions running, Action timedOut, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What listeners may take to end before a restart: storage may answer again meanwhile, and a new engine is better not the second one.
    /// </summary>
    private static readonly TimeSpan RestartStopLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);

    /// <summary>What the engine needs to store a result once its function has ended.</summary>
    private static readonly TimeSpan StoreResults = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private JobsHostBuilder? _builder;
    private volatile IHost? _current;
    private Task _restarting = Task.CompletedTask;

    /// <exception cref="HostStartException">It does not start, for a reason that the settings hold.</exception>
    public async Task StartAsync(JobsHostBuilder builder, CancellationToken cancellation)
    {
        _builder = builder;
        try
        {
            await StartOneAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new HostStartException($"The Functions host does not start: {Reason(e)}", e);
        }
    }

    /// <summary>Runs a function that no listener calls, and waits for its end.</summary>
    /// <exception cref="FunctionInvocationException">It failed.</exception>
    public Task CallAsync(string function, IDictionary<string, object> arguments, CancellationToken cancellation) =>
        Required<IJobHost>().CallAsync(function, arguments, cancellation);

    /// <summary>Runs a function by hand, and does not wait for it. How it goes is in the log.</summary>
    public void Run(string function, string trigger, string? input) =>
        _ = CallAsync(function, new Dictionary<string, object> { [trigger] = input ?? "" }, _stopping.Token)
            .ContinueWith(run => _ = run.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>The Durable extension's answer to a call of its management API.</summary>
    public Task<HttpResponseMessage> ManageAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        Services
            .GetServices<IExtensionConfigProvider>()
            .OfType<IAsyncConverter<HttpRequestMessage, HttpResponseMessage>>()
            .Single()
            .ConvertAsync(request, cancellation);

    /// <summary>Takes no more messages, timers and work items, and waits for what runs.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        await _stopping.CancelAsync();
        await _restarting;
        if (_current is not { } host)
            return;
        var hadWork = running.Count > 0;
        var listeners = host.Services.GetRequiredService<IDrainModeManager>().EnableDrainModeAsync(CancellationToken.None);
        if (!await EndsAsync(Task.WhenAll(TryAsync(listeners), running.NoneAsync()), limit))
            logger.LogWarning("{Count} functions still run after {Limit} s and are cancelled", running.Count, limit.TotalSeconds);
        else if (hadWork)
            await Task.Delay(StoreResults);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _restarting;
        await StopCurrentAsync(StopLimit, CancellationToken.None);
        _stopping.Dispose();
    }

    private IServiceProvider Services => _current?.Services ?? throw new InvalidOperationException("The host is not up.");

    private T Required<T>()
        where T : notnull => Services.GetRequiredService<T>();

    private async Task StartOneAsync(CancellationToken cancellation)
    {
        IHost? host = null;
        var failures = new JobsFailures(reason => Restart(host, reason), timedOut, logger);
        host = _builder!.Build(failures);
        try
        {
            await host.StartAsync(cancellation);
            lock (_lock)
            {
                // A failure before this is no restart's, since there is nothing to replace yet.
                _current = failures.Reason is null ? host : throw new InvalidOperationException(failures.Reason);
            }
        }
        catch
        {
            await TryAsync(DisposeAsync(host).AsTask());
            throw;
        }
    }

    private void Restart(IHost? failed, string reason)
    {
        lock (_lock)
        {
            // Several listeners report the same outage.
            if (_stopping.IsCancellationRequested || !_restarting.IsCompleted || failed != _current)
                return;
            logger.LogError("A listener of the host ended, the host starts again: {Reason}", reason);
            state.Pause("The host starts again.");
            _restarting = Task.Run(RestartAsync);
        }
    }

    private async Task RestartAsync()
    {
        await StopCurrentAsync(RestartStopLimit, _stopping.Token);
        try
        {
            while (true)
            {
                try
                {
                    await StartOneAsync(_stopping.Token);
                    state.Serve();
                    logger.LogInformation("The host is up again");
                    return;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    logger.LogWarning("The host does not start yet: {Reason}", Reason(e));
                    await Task.Delay(RestartPause, _stopping.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task StopCurrentAsync(TimeSpan limit, CancellationToken cancellation)
    {
        if (_current is not { } host)
            return;
        _current = null;
        await TryAsync(host.StopAsync(CancellationToken.None).WaitAsync(limit, cancellation));
        await TryAsync(DisposeAsync(host).AsTask().WaitAsync(StopLimit, CancellationToken.None));
    }

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "Whatever a host that failed still throws, it must not keep the next one from starting."
    )]
    private async Task TryAsync(Task end)
    {
        try
        {
            await end;
        }
        catch (Exception e)
        {
            logger.LogWarning("The WebJobs host did not end in order: {Reason}", Reason(e));
        }
    }

    /// <summary>Some of the extensions' services can only be disposed of this way.</summary>
    private static ValueTask DisposeAsync(IHost host) => ((IAsyncDisposable)host).DisposeAsync();

    private static async Task<bool> EndsAsync(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static string Reason(Exception e) => e.GetBaseException().Message.Split('\n')[0].Trim();
}
