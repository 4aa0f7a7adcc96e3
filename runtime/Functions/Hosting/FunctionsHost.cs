using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LocalRuntime.Functions.Hosting;

/// <summary>
/// The running app. Starts storage, then the app, then its triggers; stops in the reverse order, draining each. What keeps it from starting is one sentence on the
/// error stream and exit code 1.
/// </summary>
internal sealed class FunctionsHost(WebApplication app, AppHostOptions options) : IHost, IAsyncDisposable
{
    /// <summary>How long running functions may go on after a stop was asked for.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(25);

    private readonly HostState _state = app.Services.GetRequiredService<HostState>();
    private readonly StorageStarter _storage = app.Services.GetRequiredService<StorageStarter>();

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
            Environment.ExitCode = 1;
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
        try
        {
            await app.StartAsync(cancellation);
            _state.HasStarted = true;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new HostStartException($"The port is taken: {e.Message.TrimEnd('.')}. Stop the program that listens there, or choose another port with --port.", e);
        }

        _state.Serve();
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        _state.Pause("draining");
        if (_state.HasStarted)
        {
            _state.HasStarted = false;
            await app.StopAsync(cancellationToken);
        }

        await _storage.DisposeAsync();
    }

    [SuppressMessage("Usage", "VSTHRD002", Justification = "The synchronous way of a disposable that has an asynchronous one.")]
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
