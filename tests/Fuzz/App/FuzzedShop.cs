using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Fuzz.Wire;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Views;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;
using Soak.Harness;
using RunningApp = Soak.Harness.App;

namespace Fuzz.App;

/// <summary>The whole app, host and worker, on an emulator of its own; reached over its socket only.</summary>
internal sealed class FuzzedShop : IAsyncDisposable
{
    public const string OpsKey = RunningApp.OpsKey;
    public const string StorefrontKey = RunningApp.StorefrontKey;

    private const int MostTries = 60;

    // Long windows: the orders that are fuzzed stay open. What is refused is refused by the thousand, and need not be told each time.
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["AzureFunctionsJobHost__logging__logLevel__Orders.Functions"] = "Error",

        // Host and worker carry a trace to the storage only while they tell somebody of it; nobody listens there.
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1",
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["Orders__Windows__Claim"] = "P7D",
        ["Orders__Windows__CryptoGrace"] = "PT6H",
        ["Orders__Windows__Payment"] = "PT24H",
        ["Orders__Windows__PaymentCrypto"] = "PT2H",
        ["Orders__Windows__Return"] = "P14D",
        ["Orders__Windows__ReturnParcel"] = "P14D",
    };

    private readonly Shop _shop;
    private readonly PageLinks _links;

    private FuzzedShop(Shop shop, WriteLog writes)
    {
        _shop = shop;
        Writes = writes;

        // The app's own keys: what it signs, we can sign.
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("App:LinkKey", RunningApp.MasterKey),
                new("App:Url", shop.App.Url.AbsoluteUri),
                new("Sandbox:Enabled", "true"),
                new("Sandbox:Secret", RunningApp.SandboxSecret),
            ])
            .Build();
        var sandbox = SandboxSettings.From(configuration);
        MailboxKey = sandbox.MailboxKey;
        _links = PageLinks.Read(configuration, sandbox.AppUrl);
    }

    public Uri Url => _shop.App.Url;

    public Management Management => _shop.Management;

    public WriteLog Writes { get; }

    /// <summary>What no answer may show.</summary>
    public static IReadOnlyList<string> Secrets { get; } = [OpsKey, RunningApp.SandboxSecret, StorefrontKey, RunningApp.SystemKey];

    public string MailboxKey { get; }

    public static async Task<FuzzedShop> OpenAsync()
    {
        var writes = new WriteLog();
        return new(await Shop.OpenAsync(new ShopOptions { Settings = Settings, Storage = writes.PassAsync }), writes);
    }

    /// <summary>Sends a request under a trace of its own.</summary>
    public async Task<(FuzzAnswer Answer, string TraceId)> SendAsync(FuzzRequest request)
    {
        var traceId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Writes.Watch(traceId);
        var bytes = request.ToBytes(Url.Authority, [.. Late(request), ("traceparent", $"00-{traceId}-{traceId[..16]}-01")]);
        return (await Connection.SendAsync(Url, bytes, endsEarly: request.Framing == Framing.Short), traceId);
    }

    /// <summary>Sends a request that has to go well, as often as the storage of a busy machine wants.</summary>
    public async Task<JsonNode?> AskAsync(FuzzRequest request)
    {
        var answer = await AnswerAsync(request);
        return answer.Body.Length == 0 || answer.ContentType != "application/json" ? null : JsonNode.Parse(answer.Text);
    }

    /// <summary>
    /// The last part of the answer's <c>Location</c>: the id of what was made, also where nobody knows yet what becomes of it.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was not answered with yes.</exception>
    public async Task<string> MadeAsync(FuzzRequest request) => (await AnswerAsync(request)).Headers["location"].Split('/')[^1];

    private async Task<FuzzAnswer> AnswerAsync(FuzzRequest request)
    {
        var (answer, _) = await SendAsync(request);
        for (var again = 0; answer.Status == 503 && again < MostTries; again++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            (answer, _) = await SendAsync(request);
        }

        return answer.Status is >= 200 and < 300
            ? answer
            : throw new InvalidOperationException($"{request.Method} {request.Target}: {answer.Status} {answer.Text}");
    }

    /// <summary>The headers that are made when a request is sent.</summary>
    public IReadOnlyList<(string Name, string Value)> Late(FuzzRequest request)
    {
        List<(string, string)> late =
        [
            .. Signatures(request.Signing, request.Body ?? [], DateTimeOffset.UtcNow)
                .Select(value => (SandboxSettings.SignatureHeader, value)),
        ];
        if (request.ShowsMailboxKey)
            late.Add(("Authorization", $"Bearer {MailboxKey}"));
        return late;
    }

    /// <summary>The token that opens an order's page.</summary>
    public string TokenOf(string orderId) => _links.UrlOf(orderId, DateTimeOffset.UtcNow).Segments[^1];

    /// <summary>Takes all free units off the shelf.</summary>
    public async Task SellOutAsync(string sku)
    {
        var stock = _shop.Books.Stock;
        var level = await stock.LevelAsync(sku);
        if (level.Available <= 0)
            return;
        var sale = $"sold-elsewhere-{Guid.NewGuid():N}";
        await stock.ReserveAsync(sale, sku, [new(sku, level.Available)]);
        await stock.ShipAsync(sale, sku);
    }

    /// <summary>The messages that no function could work off.</summary>
    public async Task<IReadOnlyList<string>> PoisonedAsync()
    {
        List<string> poisoned = [];
        var queues = new QueueServiceClient(_shop.ConnectionString);
        await foreach (var queue in queues.GetQueuesAsync())
        {
            if (!queue.Name.EndsWith("-poison", StringComparison.Ordinal))
                continue;
            foreach (var message in (await queues.GetQueueClient(queue.Name).PeekMessagesAsync(32)).Value)
                poisoned.Add($"{queue.Name}: {message.Body}");
        }

        return poisoned;
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private static IEnumerable<string> Signatures(Signing signing, byte[] body, DateTimeOffset now) =>
        signing switch
        {
            Signing.None => [],
            Signing.Right => [TimedSignature.Sign(RunningApp.SandboxSecret, body, now)],
            Signing.Wrong => [TimedSignature.Sign(RunningApp.SandboxSecret, [.. body, 0], now)],
            Signing.Old => [TimedSignature.Sign(RunningApp.SandboxSecret, body, now.AddMinutes(-10))],
            Signing.Future => [TimedSignature.Sign(RunningApp.SandboxSecret, body, now.AddMinutes(10))],
            Signing.OtherSecret => [TimedSignature.Sign("another-secret", body, now)],
            Signing.Doubled => [TimedSignature.Sign(RunningApp.SandboxSecret, body, now), TimedSignature.Sign("another-secret", body, now)],
            Signing.Malformed => [Encoding.Latin1.GetString([.. "t=,v1="u8, .. "zz"u8])],
            _ => throw new ArgumentOutOfRangeException(nameof(signing), signing, "Not a way to sign."),
        };
}
