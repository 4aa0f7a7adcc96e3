using System.Net;
using System.Net.Sockets;
using Host.Tests.Harness;

namespace Host.Tests;

/// <summary>A start that fails: one sentence in the end, exit code 1, and nothing left behind.</summary>
public sealed class StartTests(SharedAzurite azurite) : IDisposable
{
    private readonly TestApp _app = new(azurite);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Taken_port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.Contains(
            "port is taken",
            await FailAsync(["--app", TestApp.Folder, "--urls", $"http://127.0.0.1:{port}"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Storage_that_does_not_answer()
    {
        var nobody = $"http://127.0.0.1:{LocalHost.Azurite.AzuritePorts.Free().Blob}/someaccount";
        _app.Settings["AzureWebJobsStorage"] =
            "DefaultEndpointsProtocol=http;AccountName=someaccount;AccountKey=a2V5;"
            + $"BlobEndpoint={nobody};QueueEndpoint={nobody};TableEndpoint={nobody};";

        Assert.Contains("cannot be reached", await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_storage()
    {
        _app.Settings["AzureWebJobsStorage"] = "";

        Assert.Contains("set AzureWebJobsStorage", await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_Node_to_run_the_emulator()
    {
        _app.Settings["AzureWebJobsStorage"] = LocalHost.Azurite.AzuritePorts.Free().ConnectionString;

        Assert.Contains(
            "Node.js was not found",
            await FailAsync(environment: new() { ["PATH"] = "/nonexistent" }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Worker_that_refuses_to_start_has_the_last_word()
    {
        _app.Settings["Refuse"] = "Two settings are wrong: First:Setting, and Second:Setting.";

        Assert.EndsWith("Two settings are wrong: First:Setting, and Second:Setting.", await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_without_an_app()
    {
        Assert.Contains("holds no Functions app", await FailAsync(["--app", Path.GetTempPath()]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_folder()
    {
        Assert.Contains("Usage: --app FOLDER", await FailAsync(["--port", "0"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_host_json()
    {
        var folder = Directory.CreateTempSubdirectory("host-tests-app-").FullName;
        File.Copy(Path.Combine(TestApp.Folder, "worker.config.json"), Path.Combine(folder, "worker.config.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "host.json"), "{ broken");

        var said = await FailAsync(["--app", folder]);
        Directory.Delete(folder, recursive: true);

        Assert.Contains("host.json cannot be read", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Value_in_host_json_that_the_engine_refuses()
    {
        _app.Settings["AzureFunctionsJobHost:extensions:durableTask:storageProvider:partitionCount"] = "99";

        Assert.Contains("PartitionCount must be an integer value between 1 and 16", await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_that_others_reach_without_keys()
    {
        _app.Settings["SystemKeys:durabletask"] = "";

        Assert.Contains(
            "beyond this machine without keys",
            await FailAsync(["--app", TestApp.Folder, "--urls", "http://0.0.0.0:0"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Port_that_is_none()
    {
        Assert.Contains("--port must be a number", await FailAsync(["--app", TestApp.Folder, "--port", "many"]), StringComparison.Ordinal);
    }

    /// <returns>The last that the host said.</returns>
    private async Task<string> FailAsync(string[]? arguments = null, Dictionary<string, string>? environment = null)
    {
        await using var host = HostProcess.Launch(_app, arguments, environment);

        Assert.Equal(1, await host.EndAsync());
        Assert.DoesNotContain(host.Output, line => line.StartsWith("   at ", StringComparison.Ordinal));
        return host.Output[^1];
    }
}
