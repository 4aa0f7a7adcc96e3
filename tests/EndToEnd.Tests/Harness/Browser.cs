using System.Diagnostics;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Harness;

[assembly: AssemblyFixture(typeof(Browser))]

namespace EndToEnd.Tests.Harness;

/// <summary>One headless Chromium for all tests, started by the first that wants it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string? Chromium = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Append("/usr/bin")
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("chromium-");
    private readonly SemaphoreSlim _starting = new(1);
    private Process? _process;
    private string? _port;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens a page in a tab of its own; the test is skipped where there is no Chromium.</summary>
    internal async Task<Tab> OpenAsync(Uri url)
    {
        Assert.SkipUnless(Chromium is not null, "Chromium is not installed.");
        await _starting.WaitAsync();
        try
        {
            _port ??= await StartAsync();
        }
        finally
        {
            _starting.Release();
        }

        using var http = new HttpClient();
        using var answer = await http.PutAsync(new Uri($"http://127.0.0.1:{_port}/json/new?about:blank"), content: null);
        var target = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var tab = await Tab.ConnectAsync(new Uri((string)target["webSocketDebuggerUrl"]!));
        await tab.GoAsync(url);
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        await Eventually.TrueAsync(() => Task.FromResult(TryDelete()), () => "Chromium lets go of its folder.", TimeSpan.FromSeconds(10));
        _starting.Dispose();
    }

    private async Task<string> StartAsync()
    {
        var start = new ProcessStartInfo(
            Chromium!,
            [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--disable-component-update",
                "--disable-sync",
                $"--user-data-dir={_profile.FullName}",
                "--remote-debugging-port=0",
                "about:blank",
            ]
        )
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        var file = Path.Combine(_profile.FullName, "DevToolsActivePort");
        var lines = await Eventually.GetAsync(
            async () => File.Exists(file) ? await File.ReadAllLinesAsync(file) : [],
            lines => lines.Length > 0,
            "Chromium tells its port",
            TimeSpan.FromSeconds(30)
        );
        return lines[0];
    }

    private bool TryDelete()
    {
        try
        {
            _profile.Delete(recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
