using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orders.Functions.Background;
using Orders.Functions.Http;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Integrations;
using Orders.Functions.Storage;
using Orders.Functions.Storage.Tables;

namespace Integration.Tests.Integrations.Sandbox;

/// <summary>The sandbox's mailbox and carrier behind a real socket, with our side's webhook played by the test.</summary>
internal sealed class SandboxSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly LossyWire _mailboxWire;

    private SandboxSite(WebApplication app, Uri url, ShiftedClock clock, LossyWire mailboxWire) =>
        (_app, Url, Clock, _mailboxWire) = (app, url, clock, mailboxWire);

    public Uri Url { get; }

    public ShiftedClock Clock { get; }

    /// <summary>What was posted to the carrier's webhook: signature and body.</summary>
    public ConcurrentQueue<(string Signature, byte[] Body)> Webhooks { get; } = new();

    public int WebhookStatus { get; set; } = 202;

    /// <summary>Answers in the place of the mailbox; null lets it answer itself.</summary>
    public Func<HttpContext, bool>? Trouble { get; set; }

    /// <summary>The mailbox does its work, and its answers get lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>The storage keeps what the mailbox hands it, and its answers get lost.</summary>
    public bool StorageLosesAnswers
    {
        get => _mailboxWire.LosesAnswers;
        set => _mailboxWire.LosesAnswers = value;
    }

    public static async Task<SandboxSite> StartAsync(AzuriteFixture azurite, params (string Name, string Value)[] settings)
    {
        var url = FreeUrl();
        var clock = new ShiftedClock();
        var mailboxWire = new LossyWire();
        var mailboxTables = new TableClientOptions();
        mailboxTables.AddPolicy(mailboxWire, HttpPipelinePosition.PerCall);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url.ToString());
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["App:Url"] = url.ToString(),
                ["AzureWebJobsStorage"] = azurite.ConnectionString,
                ["Mail:From"] = "orders@shop.example",
                ["Sandbox:Enabled"] = "true",
                ["Sandbox:Secret"] = "test-secret",
            }
        );
        builder.Configuration.AddInMemoryCollection(TestKeys.Settings);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        builder
            .Services.AddSingleton<TimeProvider>(clock)
            .AddRouting()
            .AddTransient<Mailbox>()
            .AddTransient<SandboxCarrierCompany>()
            .AddStorage(builder.Configuration)
            .AddCarriers(builder.Configuration)
            .AddMail(builder.Configuration)
            .AddSandboxCompanies(builder.Configuration)
            .AddSingleton<MailDelivery>()
            .AddSingleton<MailDesk>()
            .AddSingleton(new MailboxStore(new TableServiceClient(azurite.ConnectionString, mailboxTables)));

        var app = builder.Build();
        var site = new SandboxSite(app, url, clock, mailboxWire);
        site.Map();
        await app.StartAsync();
        return site;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map()
    {
        _app.Use(
            async (context, next) =>
            {
                if (
                    context.Request.Path.StartsWithSegments("/api/sandbox/mailbox", StringComparison.Ordinal)
                    && Trouble?.Invoke(context) == true
                )
                    return;
                try
                {
                    await next(context);
                }
                catch (Exception e) when (StorageFailure.IsOutage(e, context.RequestAborted))
                {
                    await Problem.Unavailable.ExecuteAsync(context);
                }

                if (LosesAnswers)
                    context.Abort();
            }
        );
        _app.MapPost(
            "/api/sandbox/mailbox/v3/mail/send",
            (HttpRequest request, Mailbox mailbox) => mailbox.SendAsync(request, request.HttpContext.RequestAborted)
        );
        _app.MapGet(
            "/api/sandbox/mailbox/v3/messages",
            (HttpRequest request, Mailbox mailbox) => mailbox.MessagesAsync(request, request.HttpContext.RequestAborted)
        );
        _app.MapGet(
            "/api/sandbox/mails",
            (HttpRequest request, Mailbox mailbox) => mailbox.ListAsync(request, request.HttpContext.RequestAborted)
        );
        _app.MapGet(
            "/api/sandbox/mails/{id}",
            (HttpRequest request, Mailbox mailbox, string id) => mailbox.ShowAsync(request, id, request.HttpContext.RequestAborted)
        );
        _app.MapPost(
            "/api/sandbox/carrier/waybills",
            (HttpRequest request, SandboxCarrierCompany company) => company.BookAsync(request, request.HttpContext.RequestAborted)
        );
        _app.MapPost(
            "/api/sandbox/carrier/waybills/{waybill}/void",
            (HttpRequest request, SandboxCarrierCompany company, string waybill) =>
                company.VoidAsync(request, waybill, request.HttpContext.RequestAborted)
        );
        _app.MapPost(
            "/api/webhooks/carriers/sandbox",
            async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                Webhooks.Enqueue((request.Headers["Sandbox-Signature"].ToString(), body.ToArray()));
                return Results.StatusCode(WebhookStatus);
            }
        );
    }

    private static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    private sealed class LossyWire : HttpPipelinePolicy
    {
        public bool LosesAnswers { get; set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The stores are asynchronous.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (LosesAnswers)
                throw new RequestFailedException("The storage did not answer.");
        }
    }
}
