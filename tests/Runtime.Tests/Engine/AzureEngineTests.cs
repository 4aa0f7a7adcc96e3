using LocalRuntime.DurableTask.Storage;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Runtime.Tests.Engine;

public sealed class AzureEngineTests(AzuriteFixture azurite) : EngineBehaviour, IAsyncDisposable
{
    private readonly string _hub = AzuriteFixture.NewHubName();
    private readonly List<AzureHubStore> _opened = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
    }

    private protected override IHubStore Open()
    {
        var connection = azurite.ConnectionString;
        var hub = new AzureHub(_hub, AzureHubClients.Tables(connection), AzureHubClients.Blobs(connection));
        _opened.Add(new AzureHubStore(hub, TimeProvider.System, NullLogger<AzureHubStore>.Instance));
        return _opened[^1];
    }
}
