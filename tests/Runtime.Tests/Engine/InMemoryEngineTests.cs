using LocalRuntime.DurableTask.Storage;

namespace Runtime.Tests.Engine;

public sealed class InMemoryEngineTests : EngineBehaviour
{
    private readonly InMemoryHubStore _store = new();

    private protected override IHubStore Open() => _store;
}
