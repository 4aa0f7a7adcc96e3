using LocalRuntime.Functions.Azurite;



namespace Runtime.Tests.Functions;

/// <summary>One emulator for all tests of the host, on ports of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("azurite-host-").FullName;
    private AzuriteProcess? _azurite;

    internal string ConnectionString => _azurite!.ConnectionString;

    public async ValueTask InitializeAsync() => _azurite = await AzuriteProcess.StartAsync(_folder, AzuritePorts.Free());

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
