using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Harness;

/// <summary>A headless Chromium with one tab, driven over its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string? Chromium = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/bin")
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private int _calls;

    private Browser(Process process, DirectoryInfo profile) => (_process, _profile) = (process, profile);

    public static bool IsInstalled => Chromium is not null;

    /// <param name="language">What its reader speaks.</param>
    public static async Task<Browser> OpenAsync(string language = "en")
    {
        var profile = Directory.CreateTempSubdirectory("chromium-");
        var start = new ProcessStartInfo(
            Chromium!,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync",
                $"--user-data-dir={profile.FullName}", $"--accept-lang={language}", "--remote-debugging-port=0", "about:blank",
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var browser = new Browser(Process.Start(start)!, profile);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a page and waits until it has loaded.</summary>
    public async Task GoAsync(Uri url)
    {
        await CallAsync("Page.navigate", new JsonObject { ["url"] = url.AbsoluteUri });
        await LoadedAsync(url.AbsoluteUri);
    }

    /// <summary>The value of an expression in the page, as JSON.</summary>
    public async Task<JsonNode?> EvaluateAsync(string script)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = script, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } error ? throw new InvalidOperationException($"{script}: {error.ToJsonString()}") : answer["result"]!["value"];
    }

    public async Task<string> TextAsync(string selector = "body") => (string)(await EvaluateAsync($"document.querySelector({Quote(selector)}).innerText"))!;

    /// <summary>Clicks with the mouse on the middle of an element, as a person would.</summary>
    public async Task ClickAsync(string selector)
    {
        var at = (JsonArray)(await EvaluateAsync(
            $"(() => {{ const e = document.querySelector({Quote(selector)}); e.scrollIntoView({{ block: 'center', behavior: 'instant' }}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()"))!;
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
            await CallAsync("Input.dispatchMouseEvent", new JsonObject { ["type"] = type, ["x"] = (double)at[0]!, ["y"] = (double)at[1]!, ["button"] = "left", ["clickCount"] = 1 });
    }

    /// <summary>Clicks on what opens another page, and waits for that.</summary>
    public async Task FollowAsync(string selector)
    {
        await EvaluateAsync("window.before = true");
        await ClickAsync(selector);
        await LoadedAsync();
    }

    public async Task TypeAsync(string selector, string text)
    {
        await EvaluateAsync($"document.querySelector({Quote(selector)}).focus()");
        await CallAsync("Input.insertText", new JsonObject { ["text"] = text });
    }

    /// <summary>Chooses files in a file field.</summary>
    public async Task ChooseFilesAsync(string selector, params string[] paths)
    {
        var document = await CallAsync("DOM.getDocument", []);
        var node = await CallAsync("DOM.querySelector", new JsonObject { ["nodeId"] = (int)document["root"]!["nodeId"]!, ["selector"] = selector });
        await CallAsync("DOM.setFileInputFiles", new JsonObject { ["nodeId"] = (int)node["nodeId"]!, ["files"] = new JsonArray([.. paths.Select(path => JsonValue.Create(path))]) });
    }

    /// <summary>A picture of the whole page, as PNG.</summary>
    public async Task<byte[]> PictureAsync() =>
        Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true }))["data"]!);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Eventually.TrueAsync(() => Task.FromResult(TryDelete()), () => "Chromium lets go of its folder.", TimeSpan.FromSeconds(10));
    }

    public static string Quote(string text) => JsonSerializer.Serialize(text);

    private async Task LoadedAsync(string? url = null) => await Eventually.TrueAsync(
        async () => (bool)(await EvaluateAsync($"document.readyState === 'complete' && !window.before && {(url is null ? "true" : $"location.href !== 'about:blank'")}"))!,
        () => $"The page {url} loads.",
        TimeSpan.FromSeconds(20));

    private async Task ConnectAsync()
    {
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        var file = Path.Combine(_profile.FullName, "DevToolsActivePort");
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(file) && File.ReadLines(file).Any()), () => "Chromium tells its port.", TimeSpan.FromSeconds(30));
        var port = File.ReadLines(file).First();
        using var http = new HttpClient();
        var tab = await Eventually.GetAsync(
            async () => JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/json")))!.AsArray().FirstOrDefault(target => (string?)target!["type"] == "page"),
            target => target is not null,
            "Chromium opens a tab");
        await _socket.ConnectAsync(new Uri((string)tab!["webSocketDebuggerUrl"]!), CancellationToken.None);
        await CallAsync("Page.enable", []);
        await CallAsync("Emulation.setFocusEmulationEnabled", new JsonObject { ["enabled"] = true });
    }

    private async Task<JsonObject> CallAsync(string method, JsonObject parameters)
    {
        var id = ++_calls;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (true)
        {
            var message = (JsonObject)JsonNode.Parse(await ReceiveAsync())!;
            if ((int?)message["id"] != id)
                continue;

            // A page that goes away while it is asked is asked again.
            if (message["error"] is { } error)
                return method == "Runtime.evaluate" ? new JsonObject { ["result"] = new JsonObject { ["value"] = false } } : throw new InvalidOperationException($"{method}: {error.ToJsonString()}");
            return (JsonObject)message["result"]!;
        }
    }

    private async Task<byte[]> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[32 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return message.ToArray();
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
