using System.Reflection;
using LocalHost;
using LocalHost.Azurite;
using Parity.Stages;

[assembly: AssemblyFixture(typeof(Parity.OfficialEngine))]

namespace Parity;

/// <summary>
/// The official engine, once for all scenarios: Azurite with nothing in it, the local host in this process, the app as its worker.
/// </summary>
public sealed class OfficialEngine : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("parity-").FullName;
    private readonly HttpClient _worker = new() { Timeout = TimeSpan.FromSeconds(60) };
    private AzuriteProcess? _storage;
    private FunctionsHost? _host;

    /// <summary>A scenario on it.</summary>
    public Stage Stage(string id) => new EngineStage(id, _worker);

    public async ValueTask InitializeAsync()
    {
        _storage = await AzuriteProcess.StartAsync(_folder, AzuritePorts.Free(), TestContext.Current.CancellationToken);
        _host = await FunctionsHost.StartAsync(
            new HostOptions
            {
                App = AppFolder(),
                Url = "http://127.0.0.1:0",
                Settings = new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = _storage.ConnectionString,
                    ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
                    ["LANG"] = ParityTest.Culture.Replace('-', '_') + ".UTF-8",
                },
            },
            TestContext.Current.CancellationToken
        );
        _worker.BaseAddress = new Uri(_host.Url);
    }

    public async ValueTask DisposeAsync()
    {
        _worker.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Where the app was built to.</summary>
    private static string AppFolder() =>
        typeof(OfficialEngine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == "ParityApp").Value!;
}
