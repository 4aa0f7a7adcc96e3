using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Bench.Orders;
using Fuzz.Wire;
using LocalHost.Azurite;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Mail;
using Orders.Functions.Sandbox;
using Orders.Functions.Storage;

namespace Fuzz.App;

/// <summary>The whole app in this process on an emulator of its own, reached over its socket only.</summary>
internal sealed class FuzzedShop : IAsyncDisposable
{
    public const string OpsKey = "fuzz-ops-key";

    private const int MostTries = 60;

    private readonly AzuriteProcess _azurite;
    private readonly OrderApp _app;
    private readonly IServiceProvider _services;

    private FuzzedShop(AzuriteProcess azurite, OrderApp app, WriteLog writes, IServiceProvider services)
    {
        _azurite = azurite;
        _app = app;
        _services = services;
        Writes = writes;
    }

    public Uri Url => _app.Url;

    public WriteLog Writes { get; }

    /// <summary>What no answer may show.</summary>
    public static IReadOnlyList<string> Secrets { get; } = [OpsKey, OrderApp.SandboxSecret, OrderApp.StorefrontKey];

    public string MailboxKey => _services.GetRequiredService<SandboxSettings>().MailboxKey;

    public static async Task<FuzzedShop> OpenAsync()
    {
        var azurite = await AzuriteProcess.StartAsync(Directory.CreateTempSubdirectory("fuzz-").FullName, AzuritePorts.Free());
        var writes = new WriteLog(azurite.Ports.Blob, azurite.Ports.Queue, azurite.Ports.Table);
        try
        {
            // Long windows: the orders that are fuzzed stay open. What is refused is refused by the thousand, and need not be told each time.
            var app = await OrderApp.StartAsync(
                azurite.ConnectionString,
                $"--Ops:Key={OpsKey}", "--Orders:Windows:Claim=P7D", "--Orders:Windows:Return=P14D", "--Logging:LogLevel:Orders.Functions=Error", "--Logging:LogLevel:LocalRuntime=Error");
            return new(azurite, app, writes, await app.ServicesAsync());
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
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
        var (answer, _) = await SendAsync(request);
        for (var again = 0; answer.Status == 503 && again < MostTries; again++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            (answer, _) = await SendAsync(request);
        }

        return answer.Status is >= 200 and < 300
            ? answer.Body.Length == 0 || answer.ContentType != "application/json" ? null : JsonNode.Parse(answer.Text)
            : throw new InvalidOperationException($"{request.Method} {request.Target}: {answer.Status} {answer.Text}");
    }

    /// <summary>The headers that are made when a request is sent.</summary>
    public IReadOnlyList<(string Name, string Value)> Late(FuzzRequest request)
    {
        List<(string, string)> late = [.. Signatures(request.Signing, request.Body ?? [], DateTimeOffset.UtcNow).Select(value => (SandboxSignature.Header, value))];
        if (request.ShowsMailboxKey)
            late.Add(("Authorization", $"Bearer {MailboxKey}"));
        return late;
    }

    /// <summary>The token that opens an order's page.</summary>
    public string TokenOf(string orderId) => _services.GetRequiredService<PageLinks>().UrlOf(orderId, DateTimeOffset.UtcNow).Segments[^1];

    /// <summary>Takes all free units off the shelf.</summary>
    public async Task SellOutAsync(string sku)
    {
        var stock = _services.GetRequiredService<StockStore>();
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
        var queues = new QueueServiceClient(_azurite.ConnectionString);
        await foreach (var queue in queues.GetQueuesAsync())
        {
            if (!queue.Name.EndsWith("-poison", StringComparison.Ordinal))
                continue;
            foreach (var message in (await queues.GetQueueClient(queue.Name).PeekMessagesAsync(32)).Value)
                poisoned.Add($"{queue.Name}: {message.Body}");
        }

        return poisoned;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Writes.Dispose();
        await _azurite.DisposeAsync();
        Directory.Delete(_azurite.Folder, recursive: true);
    }

    private static IEnumerable<string> Signatures(Signing signing, byte[] body, DateTimeOffset now) => signing switch
    {
        Signing.None => [],
        Signing.Right => [SandboxSignature.Sign(OrderApp.SandboxSecret, body, now)],
        Signing.Wrong => [SandboxSignature.Sign(OrderApp.SandboxSecret, [.. body, 0], now)],
        Signing.Old => [SandboxSignature.Sign(OrderApp.SandboxSecret, body, now.AddMinutes(-10))],
        Signing.Future => [SandboxSignature.Sign(OrderApp.SandboxSecret, body, now.AddMinutes(10))],
        Signing.OtherSecret => [SandboxSignature.Sign("another-secret", body, now)],
        Signing.Doubled => [SandboxSignature.Sign(OrderApp.SandboxSecret, body, now), SandboxSignature.Sign("another-secret", body, now)],
        Signing.Malformed => [Encoding.Latin1.GetString([.. "t=,v1="u8, .. "zz"u8])],
        _ => throw new ArgumentOutOfRangeException(nameof(signing), signing, "Not a way to sign."),
    };
}
