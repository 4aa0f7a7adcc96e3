namespace Host.Tests.Harness;

/// <summary>One host for all tests of a class that leave it as it was.</summary>
public sealed class SharedHost(SharedAzurite azurite) : IAsyncLifetime
{
    private RunningHost? _host;

    internal TestApp App { get; } = new(azurite);

    internal RunningHost Host => _host!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(App);

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        App.Dispose();
    }
}
