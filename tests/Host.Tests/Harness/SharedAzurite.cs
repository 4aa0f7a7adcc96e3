using LocalHost.Azurite;

[assembly: AssemblyFixture(typeof(Host.Tests.Harness.SharedAzurite))]

namespace Host.Tests.Harness;

/// <summary>One storage emulator for all tests; each has its own hub, queues and timers in it.</summary>
public sealed class SharedAzurite : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("host-tests-azurite-").FullName;
    private AzuriteProcess? _process;

    public string ConnectionString => _process!.ConnectionString;

    public async ValueTask InitializeAsync() => _process = await AzuriteProcess.StartAsync(_folder, AzuritePorts.Free());

    public async ValueTask DisposeAsync()
    {
        await _process!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
