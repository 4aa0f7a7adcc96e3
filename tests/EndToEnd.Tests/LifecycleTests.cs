using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EndToEnd.Tests.Harness;
using LocalHost.Azurite;

namespace EndToEnd.Tests;

/// <summary>Starting and stopping.</summary>
public sealed class LifecycleTests(ITestOutputHelper output)
{
    // What the engine had read ahead of its queues when it was stopped stays hidden for its visibility time-out.
    private static readonly TimeSpan HiddenFor = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Stopped_app_loses_nothing_and_the_autopilot_closes_the_order_afterwards()
    {
        await using var shop = await Shop.BuildAsync(
            new Dictionary<string, string> { ["Sandbox__Autopilot"] = "true", ["Sandbox__Pace"] = "PT0.5S" }
        );
        var form = new OrderForm();

        var started = Stopwatch.GetTimestamp();
        await shop.App.StartAsync();
        var placed = await shop.Storefront.PlaceAsync(form);
        output.WriteLine(
            $"From the start of the process to the first accepted order: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s "
                + "(about 3 s on a quiet machine)."
        );

        await shop.Storefront.WaitForAsync(placed.Id, "checking_stock", "preparing", "shipped", "in_transit");
        Assert.Equal(0, await shop.App.StopAsync());
        await shop.App.StartAsync();

        var end = await Eventually.GetAsync(
            () => shop.Storefront.GetAsync(placed.Id),
            order => order.IsFinal,
            "its end",
            HiddenFor + TimeSpan.FromSeconds(45)
        );
        Assert.Equal("closed", end.Status);
        await shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "shipped", "delivered");
        await shop.AssertEndedAs("closed", form, placed.Id);
        Assert.Equal(0, await shop.App.StopAsync());
    }

    [Fact]
    public async Task Taken_port_is_said_in_one_sentence()
    {
        await using var azurite = await StartAzuriteAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var said = await FailToStartAsync(azurite.ConnectionString, new() { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}" });

        Assert.Contains("port is taken", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreachable_storage_is_said_in_one_sentence()
    {
        var nobody = $"http://127.0.0.1:{App.FreePort()}/someaccount";

        var said = await FailToStartAsync(
            "DefaultEndpointsProtocol=http;AccountName=someaccount;AccountKey=a2V5;"
                + $"BlobEndpoint={nobody};QueueEndpoint={nobody};TableEndpoint={nobody};",
            []
        );

        Assert.Contains("cannot be reached", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_Node_is_said_in_one_sentence()
    {
        var said = await FailToStartAsync(AzuritePorts.Free().ConnectionString, new() { ["PATH"] = "/nonexistent" });

        Assert.Contains("Node.js was not found", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_settings_are_all_named()
    {
        await using var azurite = await StartAzuriteAsync();

        var said = await FailToStartAsync(
            azurite.ConnectionString,
            new() { ["Orders__Windows__Claim"] = "a week", ["Orders__Windows__Payment"] = "-PT1H" }
        );

        Assert.Contains("Orders:Windows:Claim", said, StringComparison.Ordinal);
        Assert.Contains("Orders:Windows:Payment", said, StringComparison.Ordinal);
    }

    private static Task<AzuriteProcess> StartAzuriteAsync() =>
        AzuriteProcess.StartAsync(Directory.CreateTempSubdirectory("orders-e2e-").FullName, AzuritePorts.Free());

    /// <returns>The last that the app said before it ended; nothing of it is a stack trace.</returns>
    private static async Task<string> FailToStartAsync(string connectionString, Dictionary<string, string> settings)
    {
        await using var app = new App(connectionString, settings);
        app.Launch();

        Assert.Equal(1, await app.WaitForExitAsync());

        Assert.DoesNotContain(app.Output, line => line.StartsWith("   at ", StringComparison.Ordinal));
        return app.Output[^1];
    }
}
