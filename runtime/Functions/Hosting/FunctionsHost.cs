using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using LocalRuntime.DurableTask.Engine;
using LocalRuntime.Functions.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalRuntime.Functions.Hosting;

/// <summary>
/// The running app. Starts storage, then the app, then its triggers; stops in the reverse order, draining each. What keeps it from starting is one sentence on the
/// error stream and exit code 1.
/// </summary>
internal sealed class FunctionsHost(WebApplication app, AppHostOptions options, HostStartException? refusal) : IHost, IAsyncDisposable
{
    /// <summary>How long running queue and timer functions may go on after a stop was asked for; HTTP and activities have the host's own limit after that.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(20);

    /// <summary>How long a start waits for the hub before it says that it stands by.</summary>
    private static readonly TimeSpan OwnershipPatience = TimeSpan.FromSeconds(3);

    private readonly HostState _state = app.Services.GetRequiredService<HostState>();
    private readonly StorageStarter _storage = app.Services.GetRequiredService<StorageStarter>();
    private HubOwner? _owner;
    private bool _stopped;

    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await StartCoreAsync(cancellationToken);
        }
        catch (HostStartException e)
        {
            await StopAsync(CancellationToken.None);
            await options.Error.WriteLineAsync(e.Message);
            options.SetExitCode(1);
            app.Lifetime.StopApplication();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await StopAsync(CancellationToken.None);
        }
    }

    /// <exception cref="HostStartException">Something keeps the host from starting.</exception>
    public async Task StartCoreAsync(CancellationToken cancellation)
    {
        if (refusal is not null)
            throw refusal;
        var began = Stopwatch.GetTimestamp();
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new HostStartException($"The port is taken: another program listens on {app.Configuration["urls"] ?? "it"}. Stop it, or choose another port with --port.", e);
        }
        catch (OptionsValidationException e)
        {
            throw new HostStartException(string.Join(' ', e.Failures), e);
        }

        _state.HasStarted = true;
        var services = app.Services;
        var (ownership, time) = (services.GetRequiredService<HubEngine>().Ownership, services.GetRequiredService<TimeProvider>());
        _owner = new(
            _state,
            cancel => ownership.RequireAsync(Timeout.InfiniteTimeSpan, time, cancel),
            services.GetRequiredService<TriggerListeners>(),
            time,
            services.GetRequiredService<ILogger<HubOwner>>());
        _owner.Start();
        var owned = await _owner.WaitUntilOwnedAsync(OwnershipPatience);
        await Banner.WriteAsync(options.Output, app, _storage.Storage!, owned, Stopwatch.GetElapsedTime(began));
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_stopped)
            return;
        _stopped = true;
        _state.Drain();
        if (_owner is not null)
            await _owner.StopAsync(DrainLimit);
        if (_storage.WasReached)
            await app.StopAsync(cancellationToken);
        await _storage.DisposeAsync();
    }

    [SuppressMessage("Usage", "VSTHRD002", Justification = "The synchronous way of a disposable that has an asynchronous one.")]
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _owner?.Dispose();
        await app.DisposeAsync();
    }
}
