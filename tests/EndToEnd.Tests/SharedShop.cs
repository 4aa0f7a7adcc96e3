using EndToEnd.Tests;
using EndToEnd.Tests.Harness;

[assembly: AssemblyFixture(typeof(SharedShop))]

namespace EndToEnd.Tests;

/// <summary>One app for all tests that do not stop it. Each test places orders of its own.</summary>
public sealed class SharedShop : IAsyncLifetime
{
    private Shop? _shop;

    internal Shop Shop => _shop!;

    public async ValueTask InitializeAsync() => _shop = await Shop.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (_shop is null)
            return;
        await _shop.DisposeAsync();
        _shop.AssertLogsHoldNoPersonalData();
    }
}
