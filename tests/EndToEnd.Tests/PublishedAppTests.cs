using System.Diagnostics;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>What <c>dotnet publish</c> makes is what Azure runs: the local host runs it as it is.</summary>
public sealed class PublishedAppTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orders-published-").FullName;

    public async ValueTask InitializeAsync()
    {
        // What was built with the tests, published: the compiler need not run again.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var publish = new ProcessStartInfo(
            "dotnet",
            [
                "publish",
                Path.Combine(Built.Repository, "src"),
                "--no-build",
                "--configuration",
                configuration,
                "--output",
                _folder,
                "--nologo",
            ]
        )
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(publish)!;
        var told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, told);
    }

    [Fact]
    public async Task Published_app_takes_an_order_to_its_end_under_the_host()
    {
        // The sample of local settings is for working on the app, and no part of it.
        await using var shop = await Shop.OpenAsync(
            new ShopOptions
            {
                App = _folder,
                Settings = new Dictionary<string, string> { ["Mail__From"] = "orders@shop.example", ["Mail__Shop"] = "Orders" },
            }
        );
        var form = new OrderForm();
        var placed = await shop.Storefront.PlaceAsync(form);

        Assert.Equal("closed", (await shop.Walker.WalkAsync(placed.Id)).Status);
        await shop.AssertEndedAs("closed", form, placed.Id);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
