using System.Net;
using Host.Tests.Harness;
using LocalHost.Azurite;

namespace Host.Tests;

/// <summary>Storage goes away for longer than the extensions try.</summary>
public sealed class OutageTests(SharedAzurite azurite) : IDisposable
{
    private readonly TestApp _app = new(azurite);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Host_restarts_by_itself_after_a_storage_outage_and_continues_work()
    {
        var folder = Directory.CreateTempSubdirectory("host-tests-outage-").FullName;
        var ports = AzuritePorts.Free();
        _app.Settings["AzureWebJobsStorage"] = ports.ConnectionString;
        _app.Settings["AzureWebJobs.Poison.Disabled"] = "true";
        var storage = await AzuriteProcess.StartAsync(folder, ports);
        await using (var host = await RunningHost.StartAsync(_app))
        {
            await storage.DisposeAsync();
            await Eventually.TrueAsync(
                () => host.Log.Lines.Any(line => line.Text.Contains("the host starts again", StringComparison.Ordinal)),
                "the host has noticed",
                seconds: 90
            );
            using (var away = await host.Http.GetAsync("/runtime/health/ready"))
                Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);

            storage = await AzuriteProcess.StartAsync(folder, ports);
            await Eventually.TrueAsync(
                async () => (await host.Http.GetAsync("/runtime/health/ready")).IsSuccessStatusCode,
                "the host is ready again",
                seconds: 90
            );
            _app.Allow("after");
            (await host.Http.PostAsync("/api/start/after", content: null)).EnsureSuccessStatusCode();
            await _app.ToldAsync("step after is done", seconds: 60);
        }

        await storage.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
