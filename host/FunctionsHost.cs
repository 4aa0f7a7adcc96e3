using System.Diagnostics;
using LocalHost.Azurite;
using LocalHost.Configuration;
using LocalHost.Functions;
using LocalHost.Http;
using LocalHost.Jobs;
using LocalHost.Worker;
using OpenTelemetry.Trace;

namespace LocalHost;

/// <summary>
/// A Functions app that runs on this machine: storage, the worker process, the WebJobs host with the official extensions, and the web
/// server, started in this order and stopped in the reverse one. Several can run in one process.
/// </summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly HostSettings _settings;
    private readonly ILoggerFactory _loggers;
    private readonly HostState _state = new();
    private readonly RunningFunctions _running = new();
    private readonly TracerProvider? _telemetry;
    private WorkerEndpoint? _endpoint;
    private LocalStorage? _storage;
    private WorkerSupervisor? _workers;
    private JobsHost? _jobs;
    private WebFront? _web;
    private Task? _stop;

    private FunctionsHost(HostSettings settings, ILoggerFactory loggers)
    {
        _settings = settings;
        _loggers = loggers;
        _telemetry = Telemetry.Start(settings);
    }

    /// <summary>The app's name.</summary>
    public string Name => _settings.App.Name;

    /// <summary>Where the host listens: its first address, with the port that it has.</summary>
    public string Url => Up(_web).Url;

    /// <summary>Where the HTTP functions are.</summary>
    public string FunctionsUrl => $"{Url}/{_settings.RoutePrefix}";

    /// <summary>The storage account and where its data lies, for people.</summary>
    public string Storage => Up(_storage).Where;

    /// <summary>The process of the worker that is up; null between two of them.</summary>
    public int? WorkerProcessId => _workers?.Current?.ProcessId;

    /// <summary>How long the start took.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Starts a host and returns when it serves.</summary>
    /// <exception cref="HostStartException">It cannot start; whatever was started is stopped again.</exception>
    public static async Task<FunctionsHost> StartAsync(HostOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = HostSettings.Read(options);
        var host = new FunctionsHost(settings, HostLog.Create(settings, options.Log));
        try
        {
            await host.StartAsync(cancellation);
            return host;
        }
        catch
        {
            await host.StopAsync();
            throw;
        }
    }

    /// <summary>Waits until the host is asked to stop, or cannot go on; it has to be stopped then.</summary>
    /// <returns>Why it cannot go on; null when it was asked.</returns>
    public async Task<string?> RunAsync(CancellationToken stop)
    {
        try
        {
            return await Up(_workers).GaveUp.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Takes no more work, finishes what runs within <see cref="HostOptions.DrainLimit"/>, and ends worker and storage.</summary>
    public Task StopAsync() => _stop ??= StopCoreAsync();

    public async ValueTask DisposeAsync() => await StopAsync();

    private static T Up<T>(T? part)
        where T : class => part ?? throw new InvalidOperationException("The host is not up.");

    private async Task StartAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var logger = _loggers.CreateLogger<FunctionsHost>();
        _endpoint = await WorkerEndpoint.StartAsync(cancellation);
        var keys = new AccessKeys(_settings.Configuration, _settings.Addresses.IsReachable);
        _storage = await LocalStorage.OpenAsync(_settings.Configuration, cancellation);
        _workers = new(_settings, _endpoint, new(_loggers), logger);
        var functions = (await _workers.StartAsync(cancellation)).Functions.Select(FunctionDescription.From).ToList();
        _jobs = new(_state, _running, () => _workers.Current?.Kill(), logger);
        _web = new(_settings, _loggers, _running);
        var type = _web.Serve(functions, keys, _state, _workers, _jobs);
        await _web.StartAsync(cancellation);
        await _jobs.StartAsync(new(_settings, type, new(Url), keys.System, _loggers), cancellation);
        _state.Serve();
        StartTime = Stopwatch.GetElapsedTime(began);
    }

    private async Task StopCoreAsync()
    {
        _state.Drain();
        if (_jobs is not null)
            await _jobs.DrainAsync(_settings.DrainLimit);
        if (_web is not null)
            await _web.DisposeAsync();
        if (_jobs is not null)
            await _jobs.DisposeAsync();
        if (_workers is not null)
            await _workers.DisposeAsync();
        if (_endpoint is not null)
            await _endpoint.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
        _telemetry?.Dispose();
        _loggers.Dispose();
    }
}
