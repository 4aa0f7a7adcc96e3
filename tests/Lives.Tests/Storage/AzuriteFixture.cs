using LocalHost.Azurite;

namespace Lives.Tests.Storage;

/// <summary>One emulator beside which the simulated storage is held.</summary>
[CollectionDefinition]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>;

/// <summary>The emulator, on ports of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("azurite-simulation-").FullName;
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
