using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace LocalRuntime.Functions.Hosting;

/// <summary>Brings storage up before any other service starts, and once signals are watched: a Ctrl-C from here on stops what was started.</summary>
internal sealed class StorageStarter(IConfiguration configuration, IHostEnvironment environment) : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>Null until started.</summary>
    public LocalStorage? Storage { get; private set; }

    /// <summary>Whether the start came as far as this; before it there is nothing to stop.</summary>
    public bool WasReached { get; private set; }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        WasReached = true;
        Storage = await LocalStorage.OpenAsync(configuration, HostSettings.DefaultConnection, environment.ContentRootPath, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        var storage = Storage;
        Storage = null;
        if (storage is not null)
            await storage.DisposeAsync();
    }
}
