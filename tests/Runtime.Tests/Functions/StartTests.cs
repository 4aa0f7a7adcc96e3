using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LocalRuntime.Functions.Azurite;
using LocalRuntime.Functions.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Runtime.Tests.Functions;

public sealed class StatefulOrchestrator
{
    [Function("Stateful")]
    public Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => Task.CompletedTask;
}

public sealed class TwinFunction
{
    [Function("Number")]
    public static string Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "";
}

/// <summary>Whatever keeps the host from starting is one sentence on the error stream and exit code 1.</summary>
public sealed class StartTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string OtherAccount = "DefaultEndpointsProtocol=http;AccountName=shop;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:1/shop;QueueEndpoint=http://127.0.0.1:1/shop;TableEndpoint=http://127.0.0.1:1/shop;";

    [Theory]
    [InlineData(null, "No storage account is configured: set AzureWebJobsStorage")]
    [InlineData("nonsense", "AzureWebJobsStorage is not a storage connection string")]
    [InlineData(OtherAccount, "The storage account in AzureWebJobsStorage cannot be reached")]
    public Task Storage_that_does_not_answer_is_told(string? connection, string expected) => RefusesAsync(expected, connection, [typeof(HttpFunctions)]);

    [Fact]
    public async Task Port_of_the_emulator_that_another_program_has_is_told()
    {
        var ports = AzuritePorts.Free();
        using var other = new TcpListener(IPAddress.Loopback, ports.Queue);
        other.Start();
        await RefusesAsync($"Port {ports.Queue} is taken by another program", ports.ConnectionString, [typeof(HttpFunctions)]);
    }

    [Fact]
    public async Task Port_that_another_program_has_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await RefusesAsync($"The port is taken: another program listens on http://127.0.0.1:{port}", azurite.ConnectionString, [typeof(HttpFunctions)], ("port", port));
    }

    [Theory]
    [InlineData("urls", "http://0.0.0.0:0", "The host would listen beyond this machine (http://0.0.0.0:0) without keys")]
    [InlineData("http_ports", "8080", "The host would listen beyond this machine")]
    [InlineData("port", "many", "--port must be a number")]
    [InlineData("AzureFunctionsJobHost:extensions:durableTask:hubName", "1-2", "host.json: extensions.durableTask.hubName must be")]
    [InlineData("AzureFunctionsJobHost:extensions:queues:batchSize", "lots", "host.json: ")]
    public Task Setting_that_cannot_be_obeyed_is_told(string key, string value, string expected) =>
        RefusesAsync(expected, azurite.ConnectionString, [typeof(HttpFunctions)], (key, value));

    [Theory]
    [InlineData(typeof(LetterFunction), "", "", "Function 'Letter' needs the setting Queue, which is not configured.")]
    [InlineData(typeof(TimerFunction), "Schedule", "each day", "Function 'Tick' has a schedule that is neither NCRONTAB nor a time span: 'each day'.")]
    [InlineData(typeof(TwinFunction), "", "", "Function name 'Number' is used by")]
    [InlineData(typeof(StatefulOrchestrator), "", "", "Orchestrator 'Stateful' must be a static method")]
    public Task Function_that_cannot_be_served_is_told(Type function, string key, string value, string expected) =>
        RefusesAsync(expected, azurite.ConnectionString, [typeof(HttpFunctions), function], (key, value));

    [Fact]
    public void Missing_tools_of_the_emulator_are_told()
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        var node = Assert.Throws<HostStartException>(() => AzuriteProcess.FindTools("", [AppContext.BaseDirectory]));
        Assert.StartsWith("Node.js was not found on the PATH", node.Message, StringComparison.Ordinal);
        var modules = Assert.Throws<HostStartException>(() => AzuriteProcess.FindTools(path, [Path.GetTempPath()]));
        Assert.StartsWith("Azurite, the storage emulator, was not found: run 'npm ci'", modules.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emulator_is_started_when_nothing_answers_and_stopped_in_the_end()
    {
        var folder = Directory.CreateTempSubdirectory("azurite-own-").FullName;
        var ports = AzuritePorts.Free();
        await using (var app = await TestApp.StartAsync(ports.ConnectionString, [typeof(HttpFunctions)], new() { ["Azurite:Location"] = folder }))
            Assert.Equal("7", await app.Client.GetStringAsync("/api/numbers/7"));
        Assert.Empty(await ports.AnsweringAsync(CancellationToken.None));
        Assert.False(File.Exists(Path.Combine(folder, "pid")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Emulator_of_a_killed_host_is_taken_over_and_that_of_a_live_one_is_not()
    {
        var folder = Directory.CreateTempSubdirectory("azurite-left-").FullName;
        var ports = AzuritePorts.Free();
        await using var left = await AzuriteProcess.StartAsync(folder, ports);
        var pid = Path.Combine(folder, "pid");
        var azuriteId = left.ProcessId.ToString(CultureInfo.InvariantCulture);

        await File.WriteAllLinesAsync(pid, [azuriteId, "1"]);
        Assert.Null(AzuriteProcess.Adopt(folder, ports));
        await File.WriteAllLinesAsync(pid, [azuriteId, int.MaxValue.ToString(CultureInfo.InvariantCulture)]);
        var adopted = AzuriteProcess.Adopt(folder, ports);
        Assert.NotNull(adopted);
        await adopted.DisposeAsync();
        Assert.Empty(await ports.AnsweringAsync(CancellationToken.None));
    }

    private static async Task RefusesAsync(string expected, string? storage, Type[] functions, params (string Key, string Value)[] settings)
    {
        var error = new StringWriter();
        var code = 0;
        await using var host = TestApp.Build(
            storage,
            functions,
            settings.Where(setting => setting.Key.Length > 0).ToDictionary(setting => setting.Key, setting => (string?)setting.Value),
            builder => builder.Services.AddSingleton<Postbox>().AddSingleton<Ticks>().AddScoped<Clock>(),
            error,
            exit => code = exit);
        await host.StartAsync();
        Assert.StartsWith(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, code);
        Assert.True(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
    }
}
