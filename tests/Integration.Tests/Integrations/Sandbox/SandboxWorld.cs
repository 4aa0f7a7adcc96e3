using System.Net;
using System.Text;
using Integration.Tests.Background;
using Integration.Tests.Http;
using Integration.Tests.Http.Webhooks;
using Integration.Tests.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Functions.Commands;
using Orders.Functions.Commands.Payments;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Http.Operations;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Messaging;

namespace Integration.Tests.Integrations.Sandbox;

/// <summary>The shop and the sandbox's payment provider, speaking to each other over HTTP messages without a network.</summary>
internal sealed class SandboxWorld
{
    public const string Secret = "test-secret";
    public const string OpsKey = "test-ops-key";

    private static readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

    private readonly SandboxPaymentCompany _company;
    private readonly SandboxCheckout _checkout;
    private readonly WebhookFunctions _webhooks;
    private readonly QuarantineOperations _quarantine;

    public SandboxWorld(AzuriteFixture azurite, bool enabled = true, bool autopilot = false)
    {
        Stores = new Stores(azurite);
        var settings = new SandboxSettings
        {
            Enabled = enabled,
            Secret = Secret,
            Autopilot = autopilot,
            Pace = TimeSpan.Zero,
            AppUrl = new("http://shop.example/"),
        };
        var client = new SandboxClient(new HttpClient(new Line(this)), settings, Stores.Clock);
        Books = new SandboxBooks(Stores.Tables, Stores.Retry);
        Payments = new SandboxPayments(client);
        _company = new SandboxPaymentCompany(Books, new Autopilot(Stores.Queues, settings), settings, Stores.Clock);
        _checkout = new SandboxCheckout(Books, client, settings, Stores.Clock);
        IWebhookAdapter[] adapters = enabled
            ?
            [
                new SandboxPaymentWebhook(settings),
                new RenamedWebhook("other", new SandboxPaymentWebhook(settings)),
                new SandboxCarrierWebhook(settings),
            ]
            : [];
        Events = new OutsideEvents(Stores.Orders, Stores.Inbox, Tray, Stores.Clock, NullLogger<OutsideEvents>.Instance);
        var receiver = new WebhookReceiver(
            adapters,
            Stores.Waybills,
            Events,
            new TakePaymentNewsCommand(Stores.Orders, Events),
            Stores.Quarantine,
            Stores.Doubted,
            new PaymentProviderRegistry([Payments], PaymentRouting.Read(new ConfigurationBuilder().Build(), [Payments.Name])),
            [],
            NullLogger<WebhookReceiver>.Instance
        );
        _webhooks = new WebhookFunctions(receiver, Stores.Clock);
        _quarantine = new QuarantineOperations(Stores.Quarantine, Stores.Inbox, receiver);
    }

    public Stores Stores { get; }

    /// <summary>In which no order runs, unless a test says so.</summary>
    public ScriptedDurableClient Hub { get; } = new();

    /// <summary>Closed, unless a test opens it.</summary>
    public Tray<OutsideEvent> Tray { get; } = new();

    public OutsideEvents Events { get; }

    public SandboxBooks Books { get; }

    public SandboxPayments Payments { get; }

    /// <summary>Posts a body with a signature made now.</summary>
    public Task<(int Status, string Body)> PostSignedAsync(
        string path,
        string body,
        DateTimeOffset? signedAt = null,
        string secret = Secret
    ) =>
        CallAsync(
            "POST",
            path,
            Encoding.UTF8.GetBytes(body),
            new()
            {
                [SandboxSettings.SignatureHeader] = TimedSignature.Sign(secret, Encoding.UTF8.GetBytes(body), signedAt ?? Stores.Clock.Now),
            }
        );

    public async Task<(int Status, string Body)> CallAsync(string method, string path, byte[] body, Dictionary<string, string> headers)
    {
        using var answer = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = _services };
        http.Request.Method = method;
        http.Request.Body = new MemoryStream(body);
        http.Request.ContentLength = body.Length;
        http.Response.Body = answer;
        foreach (var (name, value) in headers)
            http.Request.Headers[name] = value;
        var result = await DispatchAsync(http.Request, path.Trim('/').Split('/'));
        await result.ExecuteAsync(http);
        return (http.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }

    private Task<IResult> DispatchAsync(HttpRequest request, string[] path) =>
        (request.Method, path) switch
        {
            ("POST", ["api", "sandbox", "payments"]) => _company.RequestAsync(request, default),
            ("POST", ["api", "sandbox", "payments", var order, "refunds"]) => _company.RefundAsync(request, order, default),
            ("POST", ["api", "sandbox", "payments", var order, "cancel"]) => _company.CancelAsync(request, order, default),
            ("POST", ["api", "sandbox", "payments", var order, "pay"]) => _checkout.PayAsync(request, order, default),
            ("GET", ["api", "sandbox", "payments", var order]) => _checkout.BooksAsync(request, order, default),
            ("GET", ["api", "sandbox", "payments", var order, "checkout"]) => _checkout.CheckoutAsync(request, order, default),
            ("POST", ["api", "webhooks", "payments", var provider]) => _webhooks.PaymentAsync(request, provider, Hub, default),
            ("POST", ["api", "webhooks", "carriers", var carrier]) => _webhooks.CarrierAsync(request, carrier, Hub, default),
            ("GET", ["api", "ops", "quarantine"]) => BehindDoorAsync(
                "OpsQuarantine",
                request,
                () => _quarantine.ListAsync(request, default)
            ),
            ("POST", ["api", "ops", "quarantine", var id, "discard"]) => BehindDoorAsync(
                "OpsQuarantineDiscard",
                request,
                () => _quarantine.DiscardAsync(request, id, default)
            ),
            ("POST", ["api", "ops", "quarantine", var id, "replay"]) => BehindDoorAsync(
                "OpsQuarantineReplay",
                request,
                () => _quarantine.ReplayAsync(request, id, Hub, default)
            ),
            _ => throw new InvalidOperationException($"Nobody answers {request.Method} {string.Join('/', path)}."),
        };

    private static Task<IResult> BehindDoorAsync(string function, HttpRequest request, Func<Task<IResult>> call) =>
        CalledFunction.BehindDoorAsync(OpsKey, function, request, call);

    private sealed class Line(SandboxWorld world) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value));
            var (status, body) = await world.CallAsync(
                request.Method.Method,
                request.RequestUri!.AbsolutePath,
                await request.Content!.ReadAsByteArrayAsync(cancellationToken),
                headers
            );
            return new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
