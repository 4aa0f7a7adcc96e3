using System.Net;
using System.Threading.Channels;
using Doubles.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Integrations.Carriers;

/// <summary>Takes what a company's double posts, as it comes over the wire.</summary>
internal sealed class PostedWebhooks(WebApplication web) : IAsyncDisposable
{
    private readonly Channel<(Dictionary<string, string> Headers, byte[] Body)> _posted = Channel.CreateUnbounded<(
        Dictionary<string, string>,
        byte[]
    )>();

    public static async Task<PostedWebhooks> OpenAsync(Deliveries from)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var inbox = new PostedWebhooks(builder.Build());
        inbox.Listen();
        await inbox.StartAsync();
        from.Url = inbox.Url;
        return inbox;
    }

    private Uri Url { get; set; } = null!;

    /// <summary>What our adapter reads in the next deliveries.</summary>
    public async Task<IReadOnlyList<WebhookReading>> ReadAsync(IWebhookAdapter adapter, int count)
    {
        List<WebhookReading> readings = [];
        while (readings.Count < count)
        {
            var (headers, body) = await _posted.Reader.ReadAsync(TestContext.Current.CancellationToken);
            readings.Add(adapter.Read(headers, body, DateTimeOffset.UtcNow));
        }

        return readings;
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private void Listen() =>
        web.MapPost(
            "/",
            async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                var headers = request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                );
                await _posted.Writer.WriteAsync((headers, body.ToArray()));
            }
        );

    private async Task StartAsync()
    {
        await web.StartAsync(TestContext.Current.CancellationToken);
        var server = web.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>();
        Url = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }
}
