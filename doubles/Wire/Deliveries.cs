using System.Net.Http.Headers;

namespace Doubles.Wire;

/// <summary>
/// Posts webhooks to one address until it says 2xx, in the company's rhythm with a faster clock. Deliveries do not wait for each other
/// unless the company keeps them in order.
/// </summary>
public sealed class Deliveries : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _underWay = [];
    private readonly List<(byte[] Body, Func<byte[], IReadOnlyDictionary<string, string>> Sign, string Type)> _held = [];

    /// <summary>Where they go; null: nowhere, and they are lost.</summary>
    public Uri? Url { get; set; }

    /// <summary>The pauses before each further try.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; set; } =
    [
        TimeSpan.FromMilliseconds(200),
        TimeSpan.FromMilliseconds(500),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(20),
        TimeSpan.FromSeconds(40),
    ];

    /// <summary>Each is posted so many times.</summary>
    public int Times { get; set; } = 1;

    /// <summary>They are kept back until <see cref="Release"/>.</summary>
    public bool Hold { get; set; }

    /// <summary>Posts what was kept back, the last first.</summary>
    public void Release()
    {
        (byte[], Func<byte[], IReadOnlyDictionary<string, string>>, string)[] held;
        lock (_lock)
        {
            held = [.. _held];
            _held.Clear();
        }

        Hold = false;
        foreach (var (body, sign, type) in held.Reverse())
            Post(body, sign, type);
    }

    /// <param name="sign">The headers of a body, made anew for each try.</param>
    internal void Post(byte[] body, Func<byte[], IReadOnlyDictionary<string, string>> sign, string type = "application/json")
    {
        lock (_lock)
        {
            if (Hold)
            {
                _held.Add((body, sign, type));
                return;
            }

            _underWay.RemoveAll(done => done.IsCompleted);
            for (var time = 0; time < Times; time++)
                _underWay.Add(Task.Run(() => DeliverAsync(body, sign, type)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] rest;
        lock (_lock)
            rest = [.. _underWay];
        await Task.WhenAll(rest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task DeliverAsync(byte[] body, Func<byte[], IReadOnlyDictionary<string, string>> sign, string type)
    {
        foreach (var pause in Pauses.Prepend(TimeSpan.Zero))
        {
            await Task.Delay(pause, _stop.Token);
            if (Url is not { } url || await TryAsync(url, body, sign(body), type))
                return;
        }
    }

    private async Task<bool> TryAsync(Uri url, byte[] body, IReadOnlyDictionary<string, string> headers, string type)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type) { CharSet = "utf-8" };
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await _http.SendAsync(request, _stop.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !_stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
