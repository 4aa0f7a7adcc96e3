using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Harness;

/// <summary>One tab of a browser, driven over its DevTools protocol.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private int _calls;

    private Tab() { }

    /// <param name="control">Where the tab is spoken to.</param>
    public static async Task<Tab> ConnectAsync(Uri control)
    {
        var tab = new Tab();
        await tab._socket.ConnectAsync(control, CancellationToken.None);
        await tab.CallAsync("Page.enable", []);
        await tab.CallAsync("Emulation.setFocusEmulationEnabled", new JsonObject { ["enabled"] = true });
        return tab;
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
        var answer = await CallAsync(
            "Runtime.evaluate",
            new JsonObject
            {
                ["expression"] = script,
                ["returnByValue"] = true,
                ["awaitPromise"] = true,
            }
        );
        return answer["exceptionDetails"] is { } error
            ? throw new InvalidOperationException($"{script}: {error.ToJsonString()}")
            : answer["result"]!["value"];
    }

    public async Task<string> TextAsync(string selector = "body") =>
        (string)(await EvaluateAsync($"document.querySelector({Quote(selector)}).innerText"))!;

    /// <summary>Clicks with the mouse on the middle of an element, as a person would.</summary>
    public async Task ClickAsync(string selector)
    {
        var at = (JsonArray)
            (
                await EvaluateAsync(
                    $"(() => {{ const e = document.querySelector({Quote(selector)}); e.scrollIntoView({{ block: 'center', "
                        + $"behavior: 'instant' }}); const r = e.getBoundingClientRect(); "
                        + $"return [r.x + r.width / 2, r.y + r.height / 2]; }})()"
                )
            )!;
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
            await CallAsync(
                "Input.dispatchMouseEvent",
                new JsonObject
                {
                    ["type"] = type,
                    ["x"] = (double)at[0]!,
                    ["y"] = (double)at[1]!,
                    ["button"] = "left",
                    ["clickCount"] = 1,
                }
            );
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
        var node = await CallAsync(
            "DOM.querySelector",
            new JsonObject { ["nodeId"] = (int)document["root"]!["nodeId"]!, ["selector"] = selector }
        );
        await CallAsync(
            "DOM.setFileInputFiles",
            new JsonObject
            {
                ["nodeId"] = (int)node["nodeId"]!,
                ["files"] = new JsonArray([.. paths.Select(path => JsonValue.Create(path))]),
            }
        );
    }

    /// <summary>A picture of the whole page, as PNG.</summary>
    public async Task<byte[]> PictureAsync() =>
        Convert.FromBase64String(
            (string)
                (await CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true }))[
                    "data"
                ]!
        );

    public async ValueTask DisposeAsync()
    {
        await CallAsync("Page.close", []);
        _socket.Dispose();
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private async Task LoadedAsync(string? url = null) =>
        await Eventually.TrueAsync(
            async () =>
                (bool)
                    (
                        await EvaluateAsync(
                            "document.readyState === 'complete' && !window.before && "
                                + $"{(url is null ? "true" : $"location.href !== 'about:blank'")}"
                        )
                    )!,
            () => $"The page {url} loads.",
            TimeSpan.FromSeconds(20)
        );

    private async Task<JsonObject> CallAsync(string method, JsonObject parameters)
    {
        var id = ++_calls;
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(
                new JsonObject
                {
                    ["id"] = id,
                    ["method"] = method,
                    ["params"] = parameters,
                }
            ),
            WebSocketMessageType.Text,
            endOfMessage: true,
            CancellationToken.None
        );
        while (true)
        {
            var message = (JsonObject)JsonNode.Parse(await ReceiveAsync())!;
            if ((int?)message["id"] != id)
                continue;

            // A page that goes away while it is asked is asked again.
            if (message["error"] is { } error)
                return method == "Runtime.evaluate"
                    ? new JsonObject { ["result"] = new JsonObject { ["value"] = false } }
                    : throw new InvalidOperationException($"{method}: {error.ToJsonString()}");
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
            await message.WriteAsync(buffer.AsMemory(0, part.Count));
        } while (!part.EndOfMessage);
        return message.ToArray();
    }
}
