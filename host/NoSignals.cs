namespace LocalHost;

/// <summary>For the hosts inside this one: only the outermost listens to Ctrl-C, and stops them in order.</summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
