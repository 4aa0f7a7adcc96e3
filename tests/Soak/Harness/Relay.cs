using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Soak.Harness;

/// <summary>What a relay does with a call: <paramref name="forward"/> passes it on and its answer back.</summary>
internal delegate Task Passing(HttpContext call, Func<Task> forward);

/// <summary>
/// A line between the app and somebody it calls: it listens on a free port of this machine, passes every call on, and can be cut for some
/// of them or all. Whoever calls over a line that is cut has the connection reset, as with a company that cannot be reached.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly HttpMessageInvoker _client;
    private readonly Lock _cuts = new();
    private readonly List<Cut> _all = [];

    private Relay(WebApplication web, HttpMessageInvoker client)
    {
        _web = web;
        _client = client;
    }

    public Uri Url => new(_web.Urls.First() + "/");

    /// <param name="target">Where calls are passed on to.</param>
    /// <param name="passing">Looks at calls on their way; null passes them on.</param>
    public static async Task<Relay> StartAsync(Uri target, Passing? passing = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });

        // Headers go through as they are, the trace's among them.
        var client = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                UseCookies = false,
                ActivityHeadersPropagator = null,
            }
        );
        var relay = new Relay(builder.Build(), client);
        var forwarder = relay._web.Services.GetRequiredService<IHttpForwarder>();
        var config = new ForwarderRequestConfig { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        relay._web.Run(call =>
        {
            if (!relay.IsCut(call.Request))
                return passing is null ? ForwardAsync() : passing(call, ForwardAsync);
            call.Abort();
            return Task.CompletedTask;

            // What goes wrong beyond the line, the caller is told by the forwarder itself: 502.
            async Task ForwardAsync() =>
                _ = await forwarder.SendAsync(call, target.GetLeftPart(UriPartial.Authority), client, config, new AsItCame());
        });
        await relay._web.StartAsync();
        return relay;
    }

    /// <summary>Cuts the line for some calls until the answer is disposed.</summary>
    /// <param name="concerns">By method and path, for example <c>POST /api/sandbox/carrier/waybills</c>.</param>
    public Cut CutOff(Predicate<string> concerns)
    {
        var cut = new Cut(concerns, Mend);
        lock (_cuts)
            _all.Add(cut);
        return cut;

        void Mend(Cut mended)
        {
            lock (_cuts)
                _all.Remove(mended);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _client.Dispose();
    }

    private bool IsCut(HttpRequest request)
    {
        var call = string.Create(CultureInfo.InvariantCulture, $"{request.Method} {request.Path}");
        lock (_cuts)
            return _all.Exists(cut => cut.Refuses(call));
    }

    /// <summary>The address goes on as it came, letter by letter: storage calls are signed over it.</summary>
    private sealed class AsItCame : HttpTransformer
    {
        private static readonly UriCreationOptions Untouched = new() { DangerousDisablePathAndQueryCanonicalization = true };

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext,
            HttpRequestMessage proxyRequest,
            string destinationPrefix,
            CancellationToken cancellationToken
        )
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.RequestUri = new Uri(
                destinationPrefix + httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                Untouched
            );
        }
    }

    /// <summary>A line that is cut for some calls.</summary>
    internal sealed class Cut(Predicate<string> concerns, Action<Cut> mend) : IDisposable
    {
        private int _refused;

        /// <summary>How many calls were refused.</summary>
        public int Refused => Volatile.Read(ref _refused);

        public bool Refuses(string call)
        {
            var refuses = concerns(call);
            if (refuses)
                Interlocked.Increment(ref _refused);
            return refuses;
        }

        public void Dispose() => mend(this);
    }
}
