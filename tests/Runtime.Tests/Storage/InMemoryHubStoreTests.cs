using LocalRuntime.DurableTask.Storage;

namespace Runtime.Tests.Storage;

public sealed class InMemoryHubStoreTests : HubStoreSuite
{
    private readonly InMemoryHubStore _store = new();

    private protected override IHubStore Open() => _store;
}
