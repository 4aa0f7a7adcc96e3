using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>The tests that share <see cref="LongWindows"/>.</summary>
[CollectionDefinition(nameof(LongWindows))]
public sealed class LongWindowsTests : ICollectionFixture<LongWindows>;

/// <summary>An app whose windows after delivery stay open as long as a test needs them: for claims, returns and requests.</summary>
public sealed class LongWindows : IAsyncLifetime
{
    private Shop? _shop;

    internal Shop Shop => _shop!;

    public async ValueTask InitializeAsync() =>
        _shop = await Shop.OpenAsync(
            new Dictionary<string, string>
            {
                ["Orders__Windows__Claim"] = "P7D",
                ["Orders__Windows__Return"] = "P14D",
                ["Orders__Windows__ReturnParcel"] = "P14D",
            }
        );

    public async ValueTask DisposeAsync()
    {
        if (_shop is null)
            return;
        await _shop.DisposeAsync();
        _shop.AssertLogsHoldNoPersonalData();
    }
}
