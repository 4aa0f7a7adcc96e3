using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Doubles.BtcPay;

/// <summary>
/// One webhook of a store: deliveries leave in order, and a later one waits behind one that fails. Tried again after no answer, 5xx, 408
/// and 429 only, each time as a delivery of its own with other bytes (Greenfield API, tag Webhooks).
/// </summary>
public sealed class BtcPayWebhooks : IAsyncDisposable
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    // 10 seconds, a minute, and six times ten minutes.
    private static readonly int[] _pauses = [10, 60, 600, 600, 600, 600, 600, 600];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<JsonObject> _queue = Channel.CreateUnbounded<JsonObject>();
    private readonly List<JsonObject> _held = [];
    private readonly Lock _lock = new();
    private readonly Task _pump;
    private int _deliveries;

    internal BtcPayWebhooks() => _pump = Task.Run(PumpAsync);

    /// <summary>Where they go; null: nowhere, and they are lost.</summary>
    public Uri? Url { get; set; }

    /// <summary>What they are signed with.</summary>
    public string Secret { get; set; } = "btcpay-double-secret";

    /// <summary>How fast the clock of the pauses is: 0.01 makes ten seconds a tenth of one.</summary>
    public double Factor { get; set; } = 0.01;

    /// <summary>Each is redelivered so often after it arrived, as somebody may do by hand.</summary>
    public int Redeliveries { get; set; }

    /// <summary>They are kept back until <see cref="Release"/>.</summary>
    public bool Hold { get; set; }

    /// <summary>The bodies that arrived, and the status with which each was answered.</summary>
    public IReadOnlyList<(string Body, int Status)> Log
    {
        get
        {
            lock (_lock)
                return [.. _log];
        }
    }

    private readonly List<(string Body, int Status)> _log = [];

    /// <summary>Sends what was kept back, the last first.</summary>
    public void Release()
    {
        JsonObject[] held;
        lock (_lock)
        {
            held = [.. _held];
            _held.Clear();
        }

        Hold = false;
        foreach (var told in held.Reverse())
            _queue.Writer.TryWrite(told);
    }

    /// <summary>The header of a body.</summary>
    public static string Sign(string secret, byte[] body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>The body of a delivery: indented, as BTCPay writes it.</summary>
    public static byte[] Body(JsonObject told, string newLine = "\n")
    {
        var text = told.ToJsonString(new JsonSerializerOptions(_indented) { NewLine = newLine });
        return Encoding.UTF8.GetBytes(text);
    }

    internal void Post(JsonObject told)
    {
        lock (_lock)
        {
            if (Hold)
            {
                _held.Add(told);
                return;
            }
        }

        _queue.Writer.TryWrite(told);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task PumpAsync()
    {
        await foreach (var told in _queue.Reader.ReadAllAsync(_stop.Token))
        {
            var first = NextId();
            for (var attempt = 0; ; attempt++)
            {
                var status = await TryAsync(told, first, attempt == 0 ? first : NextId());
                var isRepeated = status is 0 or >= 500 or 408 or 429;
                if (!isRepeated && attempt >= Redeliveries)
                    break;
                if (isRepeated && attempt >= _pauses.Length)
                    break;
                if (isRepeated)
                    await Task.Delay(TimeSpan.FromSeconds(_pauses[attempt]) * Factor, _stop.Token);
            }
        }
    }

    private string NextId() => FormattableString.Invariant($"DLV{Interlocked.Increment(ref _deliveries):D6}");

    /// <returns>The status of the answer; 0 for none.</returns>
    private async Task<int> TryAsync(JsonObject told, string original, string delivery)
    {
        if (Url is not { } url)
            return 200;
        var body = Body(Numbered(told, original, delivery));
        var status = 0;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            request.Headers.TryAddWithoutValidation("BTCPay-Sig", Sign(Secret, body));
            using var answer = await _http.SendAsync(request, _stop.Token);
            status = (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !_stop.IsCancellationRequested)
        {
            // No answer.
        }

        lock (_lock)
            _log.Add((Encoding.UTF8.GetString(body), status));
        return status;
    }

    private static JsonObject Numbered(JsonObject told, string original, string delivery)
    {
        JsonObject numbered = new()
        {
            ["deliveryId"] = delivery,
            ["webhookId"] = "WHDOUBLE",
            ["originalDeliveryId"] = original,
            ["isRedelivery"] = delivery != original,
        };
        foreach (var (name, value) in told)
            numbered[name] = value?.DeepClone();
        return numbered;
    }
}
