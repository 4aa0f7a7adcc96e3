using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>
/// Puts worker, clients and the engine under them together. The host supplies the <see cref="IHubStore"/>, and may supply an <see cref="IHubLease"/>, a <see cref="TimeProvider"/>
/// and <see cref="HubSettings"/>. One process runs one hub.
/// </summary>
internal static class HubServices
{
    public static DefaultDurableTaskWorkerBuilder AddWorker(IServiceCollection services, string? name)
    {
        var builder = services
            .Where(service => service.ServiceType == typeof(DefaultDurableTaskWorkerBuilder))
            .Select(service => service.ImplementationInstance)
            .OfType<DefaultDurableTaskWorkerBuilder>()
            .FirstOrDefault();
        if (builder is not null)
        {
            return builder.Name == (name ?? Options.DefaultName)
                ? builder
                : throw new InvalidOperationException($"One process runs one task hub: worker '{builder.Name}' is added already.");
        }

        builder = new DefaultDurableTaskWorkerBuilder(name, services);
        AddEngine(services);
        services.AddSingleton(builder);
        services.AddSingleton<IHostedService>(provider => builder.Build(provider));
        return builder;
    }

    public static DefaultDurableTaskClientBuilder AddClient(IServiceCollection services, string? name)
    {
        var known = services
            .Select(service => service.ImplementationInstance)
            .OfType<DefaultDurableTaskClientBuilder>()
            .FirstOrDefault(builder => builder.Name == (name ?? Options.DefaultName));
        if (known is not null)
            return known;

        var added = new DefaultDurableTaskClientBuilder(name, services);
        AddEngine(services);
        services.AddSingleton(added);
        services.TryAddSingleton<IDurableTaskClientProvider, ClientProvider>();
        if (added.Name == Options.DefaultName)
            added.RegisterDirectly();
        return added;
    }

    public static HubWorker CreateWorker(IServiceProvider services) => new(services.GetRequiredService<HubEngine>(), services.GetService<IHubLease>());

    private static void AddEngine(IServiceCollection services)
    {
        services.AddOptions();
        services.TryAddSingleton(CreateEngine);
    }

    private static HubEngine CreateEngine(IServiceProvider services)
    {
        var name = services.GetService<DefaultDurableTaskWorkerBuilder>()?.Name ?? Options.DefaultName;
        var worker = services.GetRequiredService<IOptionsMonitor<DurableTaskWorkerOptions>>().Get(name);
        var hub = services.GetRequiredService<IOptions<HubSettings>>().Value;
        var registry = services.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>().Get(name);
        var options = new EngineOptions
        {
            HubName = hub.HubName,
            MaxConcurrentActivities = worker.Concurrency.MaximumConcurrentActivityWorkItems,
            MaxConcurrentOrchestrations = worker.Concurrency.MaximumConcurrentOrchestrationWorkItems,
            MaximumTimerInterval = worker.MaximumTimerInterval,
            DataConverter = worker.DataConverter,
            Versioning = worker.Versioning,
            MaxLiveSessions = hub.MaxLiveSessions,
            SessionIdleTime = hub.SessionIdleTime,
            DrainTime = hub.DrainTime,
        };
        return new HubEngine(
            services.GetRequiredService<IHubStore>(),
            registry,
            services,
            options,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
    }

    private sealed class ClientProvider(IServiceProvider services, IEnumerable<DefaultDurableTaskClientBuilder> builders) : IDurableTaskClientProvider
    {
        private readonly Dictionary<string, Lazy<DurableTaskClient>> _clients =
            builders.ToDictionary(builder => builder.Name, builder => new Lazy<DurableTaskClient>(() => builder.Build(services)), StringComparer.Ordinal);

        public DurableTaskClient GetClient(string? name = null) =>
            _clients.TryGetValue(name ?? Options.DefaultName, out var client)
                ? client.Value
                : throw new ArgumentOutOfRangeException(nameof(name), name, "No client of that name was added.");
    }
}

/// <summary>What the host decides about the hub (host.json: extensions.durableTask).</summary>
internal sealed class HubSettings
{
    public string HubName { get; set; } = "TestHubName";

    public int MaxLiveSessions { get; set; } = 1000;

    public TimeSpan SessionIdleTime { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(20);
}
