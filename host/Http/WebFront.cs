using LocalHost.Configuration;
using LocalHost.Functions;
using LocalHost.Jobs;
using LocalHost.Worker;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Yarp.ReverseProxy.Forwarder;

namespace LocalHost.Http;

/// <summary>The web server that callers see.</summary>
internal sealed class WebFront : IAsyncDisposable
{
    /// <summary>As on Azure.</summary>
    private const long MaxRequestBytes = 104_857_600;

    /// <summary>How long open requests may go on when the server stops; functions have had their time then.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly HostSettings _settings;
    private readonly RunningFunctions _running;
    private readonly WebApplication _app;
    private readonly WorkerForwarder _forwarder;

    public WebFront(HostSettings settings, ILoggerFactory loggers, RunningFunctions running)
    {
        _settings = settings;
        _running = running;
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Production, ContentRootPath = settings.App.Folder }
        );
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddHttpForwarder();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = StopLimit);
        builder
            .WebHost.UseUrls(settings.Addresses.Urls)
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            });
        _app = builder.Build();
        _forwarder = new(_app.Services.GetRequiredService<IHttpForwarder>());
    }

    /// <summary>The first address, with the port that the server has.</summary>
    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Maps all routes.</summary>
    /// <returns>The type that the WebJobs SDK is to index.</returns>
    /// <exception cref="HostStartException">A function cannot be served.</exception>
    public Type Serve(
        IReadOnlyList<FunctionDescription> functions,
        AccessKeys keys,
        HostState state,
        WorkerSupervisor workers,
        JobsHost jobs
    )
    {
        _app.MapHealth(state, workers);
        _app.MapDurable(keys, state, jobs);
        _app.MapAdmin(keys, state, workers, jobs, functions);
        new FunctionRoutes(keys, state, workers, jobs).Map(_app, functions, _settings.RoutePrefix);
        return new FunctionInvoker(workers, _forwarder, _running).Serve(functions);
    }

    /// <exception cref="HostStartException">It cannot listen.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await _app.StartAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new HostStartException(
                $"The port is taken: another program listens on {_settings.Addresses.Urls}. Stop it, or choose another port with --port.",
                e
            );
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            throw new HostStartException($"The host cannot listen on {_settings.Addresses.Urls}: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _forwarder.Dispose();
    }
}
