using System.Diagnostics;
using System.Globalization;
using System.Net;
using LocalHost.Azurite;

namespace Soak.Harness;

/// <summary>
/// The built app as it runs anywhere: a Functions host, here the local one, and its worker, two processes on a free port of this machine.
/// Either or both can be killed; the host is started again on the same port, and starts its worker again by itself.
/// </summary>
internal sealed class App : IAsyncDisposable
{
    /// <summary>The task hub.</summary>
    public const string Hub = "EndToEnd";

    public const string StorefrontKey = "test-storefront-key";
    public const string OpsKey = "test-ops-key";
    public const string SystemKey = "test-system-key";
    public const string SandboxSecret = "test-sandbox-secret";

    /// <summary>32 bytes that are no secret.</summary>
    public static readonly string MasterKey = Convert.ToBase64String(new byte[32]);

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan WorkerLimit = TimeSpan.FromSeconds(20);

    private readonly string _app;
    private readonly Dictionary<string, string> _settings;
    private readonly string _folder = Directory.CreateTempSubdirectory("orders-app-").FullName;
    private readonly List<string> _output = [];
    private volatile Process? _process;

    /// <param name="settings">Environment variables that win over the tests' common ones.</param>
    /// <param name="app">The folder of the app; null for the one that was built with the tests.</param>
    public App(string connectionString, IReadOnlyDictionary<string, string>? settings = null, string? app = null)
    {
        _app = Path.GetFullPath(app ?? Built.App);
        Url = new Uri($"http://127.0.0.1:{Text(FreePort())}/");
        _settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = connectionString,
            ["AzureFunctionsJobHost__extensions__durableTask__hubName"] = Hub,
            ["ASPNETCORE_URLS"] = Url.AbsoluteUri.TrimEnd('/'),
            ["App__Url"] = Url.AbsoluteUri.TrimEnd('/'),
            ["App__LinkKey"] = MasterKey,
            ["FunctionKeys__storefront"] = StorefrontKey,
            ["SystemKeys__durabletask"] = SystemKey,
            ["Ops__Key"] = OpsKey,
            ["Privacy__CurrentKey"] = "test",
            ["Privacy__MasterKeys__test"] = MasterKey,
            ["Privacy__SearchKey"] = MasterKey,
            ["Shop__ReturnAddress"] = "Orders, returns|1 Warehouse Road|Shenzhen 518000|China",
            ["Sandbox__Enabled"] = "true",
            ["Sandbox__Secret"] = SandboxSecret,
            ["Sandbox__Autopilot"] = "false",
            ["Watchdog__Schedule"] = "0 * * * * *",
            ["Webhooks__ConfirmAfter"] = "PT1S",
            ["Orders__Windows__Claim"] = "PT2S",
            ["Orders__Windows__Return"] = "PT2S",
            ["Orders__Windows__ReturnParcel"] = "PT4S",
            ["Orders__Windows__Payment"] = "PT30M",
            ["Orders__Windows__PaymentCrypto"] = "PT4S",
            ["Orders__Windows__CryptoGrace"] = "PT5M",

            // It lives for seconds or minutes: what instrumented code would gain comes too late for it.
            ["DOTNET_TieredPGO"] = "0",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            _settings[name] = value;
    }

    public Uri Url { get; }

    /// <summary>Changes a setting for the next start.</summary>
    public string this[string setting]
    {
        set => _settings[setting] = value;
    }

    /// <summary>All lines of both streams, of all starts.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output)
                return [.. _output];
        }
    }

    /// <summary>Memory of host and worker that is not swapped out, in bytes.</summary>
    public (long Host, long Worker) Memory =>
        (Processes.ResidentBytes(_process!.Id), Worker is { } worker ? Processes.ResidentBytes(worker) : 0);

    /// <summary>Of both together.</summary>
    public long ResidentBytes => Memory.Host + Memory.Worker;

    /// <summary>The host's process.</summary>
    public int Host => _process!.Id;

    /// <summary>The worker's process; null while there is none.</summary>
    public int? Worker => Processes.ChildrenOf(Host, _app).Cast<int?>().FirstOrDefault();

    /// <summary>The log lines that hold something that a customer gave us.</summary>
    public IReadOnlyList<string> Leaks() =>
        [.. Output.Where(line => OrderForm.PersonalTraces.Any(trace => line.Contains(trace, StringComparison.OrdinalIgnoreCase)))];

    /// <summary>Starts host and worker and waits until they say that they are ready.</summary>
    public Task StartAsync()
    {
        Launch();
        return ReadyAsync();
    }

    /// <summary>Waits until host and worker say that they are ready.</summary>
    public async Task ReadyAsync()
    {
        var process = _process!;
        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.TrueAsync(
            async () =>
            {
                if (process.HasExited)
                    throw new InvalidOperationException(
                        $"The app ended with code {Text(process.ExitCode)} instead of becoming ready:\n{Tail()}"
                    );
                return await AnswersAsync(http, "runtime/health/ready") && await AnswersAsync(http, "api/health/ready");
            },
            () => $"The app is not ready:\n{Tail()}",
            StartLimit
        );
    }

    /// <summary>Starts the host and does not wait for anything.</summary>
    public void Launch()
    {
        var start = new ProcessStartInfo("dotnet", [Built.Host, "--app", _app])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in _settings)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Ends host and worker as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        var worker = Worker;
        _process!.Kill();
        if (worker is not null)
            Processes.Kill(worker.Value);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Ends the worker alone (SIGKILL), and waits until the host has started another, not until that is ready.</summary>
    public async Task KillWorkerAsync()
    {
        // A worker may have been killed a moment ago, and the next not be there yet.
        var killed = await Eventually.GetAsync(() => Task.FromResult(Worker), worker => worker is not null, "a worker", WorkerLimit);
        Processes.Kill(killed!.Value);
        await Eventually.GetAsync(
            () => Task.FromResult(Worker),
            worker => worker is not null && worker != killed,
            "another worker",
            WorkerLimit
        );
    }

    /// <summary>Asks the host to end (SIGTERM) and waits until it has.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        Processes.Terminate(_process!.Id);
        return await WaitForExitAsync();
    }

    /// <summary>Waits until the host has ended by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process!.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The app did not end within {StopLimit}:\n{Tail()}", e);
        }

        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await StopAsync();
        _process?.Dispose();
        var logs = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "logs"));
        await File.WriteAllLinesAsync(Path.Combine(logs.FullName, $"app-{Text(Url.Port)}.log"), Output);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Whether a call failed because the app was dead, starting or stopping.</summary>
    public static bool IsDown(Exception error) =>
        error is TaskCanceledException or HttpRequestException { StatusCode: null or HttpStatusCode.ServiceUnavailable };

    public static int FreePort() => AzuritePorts.Free().Blob;

    private static async Task<bool> AnswersAsync(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.Add(line);
    }

    private string Tail() => string.Join('\n', Output.TakeLast(40));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
