using LocalRuntime.DurableTask.Storage;
using LocalRuntime.Functions.Durable;
using LocalRuntime.Functions.Http;
using LocalRuntime.Functions.Invocation;
using LocalRuntime.Functions.Management;
using LocalRuntime.Functions.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Hosting;

/// <summary>Puts the host together under the official builder.</summary>
internal sealed class AppHostBuilder
{
    private readonly AppHostOptions _options;
    private readonly WebApplicationBuilder _web;
    private readonly HostState _state = new();
    private HostStartException? _refusal;

    public AppHostBuilder(AppHostOptions options)
    {
        _options = options;
        _web = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = options.Args,
            ApplicationName = options.Functions.GetName().Name,
            ContentRootPath = options.ContentRoot,
        });
        Try(() => SettingsFiles.AddTo(_web.Configuration, options.ContentRoot, options.BaseDirectory));
        _web.Configuration.AddInMemoryCollection(options.Settings);
        _web.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
        _web.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = true);
        _web.Services.TryAddSingleton(TimeProvider.System);
        _web.Services.AddOptions<WorkerOptions>();
        _web.Services.AddSingleton(_state);
        _web.Services.AddSingleton(services => new StorageStarter(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>()));
        _web.Services.AddHostedService(services => services.GetRequiredService<StorageStarter>());
        SilenceStart();
    }

    public IHostApplicationBuilder Inner => _web;

    public ConfigurationManager Configuration => _web.Configuration;

    /// <summary>The app's own steps around each run, outermost first.</summary>
    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>Whether the app asked for ASP.NET Core.</summary>
    public bool ServesHttp { get; set; }

    /// <summary>The host. What keeps it from starting is said by its start, in one sentence.</summary>
    public IHost Build()
    {
        var settings = new HostSettings();
        var catalog = new FunctionCatalog([]);
        ListenAddresses? addresses = null;
        Try(() =>
        {
            settings = HostSettings.Read(Configuration);
            DurableHub.CheckName(settings);
            LocalStorage.Connection(Configuration, HostSettings.DefaultConnection);
            LocalStorage.Connection(Configuration, settings.DurableTask.StorageProvider.ConnectionName);
            catalog = FunctionCatalog.Discover(_options.Functions, _options.Only);
            addresses = ListenAddresses.Read(Configuration);
            _web.WebHost.UseUrls(addresses.Urls);
            if (!ServesHttp && catalog.TriggeredBy<HttpTriggerAttribute>().Any())
                throw new HostStartException("The app has HTTP functions: call builder.ConfigureFunctionsWebApplication().");
        });

        _web.Services.AddMvcCore();
        _web.Services.AddSingleton(settings);
        _web.Services.AddSingleton(catalog);
        _web.Services.AddSingleton(new FunctionInvoker(Middleware));
        _web.Services.AddSingleton<TriggerFactory>();
        _web.Services.AddSingleton(services => services.GetRequiredService<TriggerFactory>().Create());
        _web.AddDurableHub(settings);
        _web.AddTelemetry();

        var app = _web.Build();
        Try(() => app.Services.GetRequiredService<TriggerListeners>());
        Try(() => DurableFunctionBinder.Register(new DurableTaskRegistry(), catalog, app.Services.GetRequiredService<FunctionInvoker>(), app.Services));
        if (addresses is not null)
            Try(() => Map(app, settings, catalog, addresses));
        return new FunctionsHost(app, _options, _refusal);
    }

    private void Map(WebApplication app, HostSettings settings, FunctionCatalog catalog, ListenAddresses addresses)
    {
        var keys = new FunctionKeys(app.Configuration, addresses.IsReachable);
        if (addresses.IsReachable && !keys.Any)
            throw new HostStartException($"The host would listen beyond this machine ({addresses.Urls}) without keys: configure FunctionKeys:<name>, or listen on 127.0.0.1.");
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("LocalRuntime.Functions.Http");
        app.MapHealth(_state, app.Services.GetRequiredService<StorageStarter>());
        app.MapFunctions(
            catalog,
            settings.Http.RoutePrefix,
            app.Services.GetRequiredService<FunctionInvoker>(),
            keys,
            _state,
            logger);
        var orchestrators = catalog.TriggeredBy<OrchestrationTriggerAttribute>().Select(found => found.Trigger.Orchestration ?? found.Function.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.MapManagement(
            () => new ManagementApi(app.Services.GetRequiredService<DurableTaskClient>(), app.Services.GetRequiredService<IHubStore>(), settings.DurableTask.HubName, orchestrators),
            keys,
            _state,
            logger);
    }

    /// <summary>What keeps the host from starting is said once, by <see cref="FunctionsHost"/>, not by each layer with its stack.</summary>
    private void SilenceStart()
    {
        foreach (var category in new[] { "Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel" })
            _web.Logging.AddFilter(category, level => _state.HasStarted && level >= LogLevel.Warning);
    }

    /// <summary>The first thing that keeps the host from starting is kept for its start to say.</summary>
    private void Try(Action step)
    {
        try
        {
            step();
        }
        catch (HostStartException e)
        {
            _refusal ??= e;
        }
    }
}
