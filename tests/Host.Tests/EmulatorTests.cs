using Host.Tests.Harness;
using LocalHost.Azurite;

namespace Host.Tests;

/// <summary>The storage emulator that the host brings up itself.</summary>
public sealed class EmulatorTests(SharedAzurite azurite) : IDisposable
{
    private readonly TestApp _app = new(azurite);
    private readonly string _folder = Directory.CreateTempSubdirectory("host-tests-emulator-").FullName;

    public void Dispose()
    {
        _app.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Emulator_outlives_a_killed_host_and_is_stopped_by_the_next()
    {
        var ports = AzuritePorts.Free();
        _app.Settings["AzureWebJobsStorage"] = ports.ConnectionString;
        _app.Settings["Azurite:Location"] = _folder;
        await using (var first = await HostProcess.Launch(_app).ReadyAsync())
        {
            Assert.Contains(first.Output, line => line.Contains($"Azurite, data in {_folder}", StringComparison.Ordinal));
            await first.KillAsync();
        }

        Assert.Equal(3, (await ports.AnsweringAsync(TestContext.Current.CancellationToken)).Count);
        await using (var next = await HostProcess.Launch(_app).ReadyAsync())
        {
            Assert.Contains(next.Output, line => line.Contains("left by an earlier run", StringComparison.Ordinal));
            next.Terminate();
            Assert.Equal(0, await next.EndAsync());
        }

        Assert.Empty(await ports.AnsweringAsync(TestContext.Current.CancellationToken));
    }
}
