using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LocalHost;
using LocalHost.Azurite;

namespace Host.Tests.Harness;

/// <summary>The host as a process of its own, that can be signalled and killed.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly List<string> _output = [];

    private HostProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>All lines of both streams.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output)
                return [.. _output];
        }
    }

    public Uri Url => new(ManagementLine().Match(string.Join('\n', Output)).Groups["url"].Value);

    /// <summary>The worker's process: the child that runs the app.</summary>
    public int WorkerId =>
        Children(_process.Id)
            .Single(child => File.ReadAllText($"/proc/{child}/cmdline").Contains("Host.Tests.App", StringComparison.Ordinal));

    /// <param name="arguments">What the command line has beyond settings; null: the sample app on a free port.</param>
    public static HostProcess Launch(TestApp app, string[]? arguments = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] settings = [.. app.Settings.Select(setting => $"--{setting.Key}={setting.Value}")];
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(FunctionsHost).Assembly.Location, .. arguments ?? ["--app", TestApp.Folder, "--port", "0"], .. settings]
        )
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new(start);
    }

    /// <summary>Waits until the host says that it is ready.</summary>
    public async Task<HostProcess> ReadyAsync()
    {
        await Eventually.TrueAsync(
            () => _process.HasExited || Output.Any(line => line.Contains("Ctrl-C stops it", StringComparison.Ordinal)),
            "the host is ready",
            seconds: 60
        );
        Assert.False(_process.HasExited, string.Join('\n', Output));
        return this;
    }

    /// <summary>Ends the host as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the host to stop.</summary>
    public void Terminate() => Signals.Terminate(_process);

    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(EndLimit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Terminate();
            await EndAsync();
        }

        _process.Dispose();
    }

    public static bool Runs(int processId) => Directory.Exists($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}");

    private static IEnumerable<int> Children(int parent) =>
        Directory
            .GetDirectories($"/proc/{parent}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse);

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.Add(line);
    }

    [GeneratedRegex("management +(?<url>http://[^/]+)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ManagementLine();
}
