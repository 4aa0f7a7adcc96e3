using LocalRuntime.DurableTask.Storage;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Runtime.Tests.Storage;

public sealed class AzureHubStoreTests(AzuriteFixture azurite) : HubStoreSuite
{
    private readonly string _hub = AzuriteFixture.NewHubName();
    private readonly List<AzureHubStore> _others = [];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var other in _others)
            await other.DisposeAsync();
    }

    private protected override IHubStore Open()
    {
        var connection = azurite.ConnectionString;
        var hub = new AzureHub(_hub, AzureHubClients.Tables(connection), AzureHubClients.Blobs(connection));
        var store = new AzureHubStore(hub, TimeProvider.System, NullLogger<AzureHubStore>.Instance);
        _others.Add(store);
        return store;
    }
}
