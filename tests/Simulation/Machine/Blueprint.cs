using System.Text.Json;
using LocalRuntime.Functions.Durable;
using LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Functions.Activities;
using Orders.Functions.Calendar;
using Orders.Functions.Carriers;
using Orders.Functions.Cases;
using Orders.Functions.Http;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Mail;
using Orders.Functions.Orders;
using Orders.Functions.Queues;
using Orders.Functions.Sandbox;
using Orders.Functions.Storage;
using Simulation.Defects;

namespace Simulation.Machine;

/// <summary>
/// How the app is put together: as its Program does, from the settings of local.settings.sample.json, without the companies and the storage, which are the simulation's. Read once; what is only ever read
/// (tables, templates) is shared by all processes.
/// </summary>
internal sealed class Blueprint
{
    private static readonly FunctionCatalog _functions = FunctionCatalog.Discover(typeof(RecordProgress).Assembly);

    private static readonly FunctionInvoker _invoker = new([]);

    private readonly ServiceDescriptor[] _services;

    /// <param name="settings">In place of those in the sample.</param>
    public Blueprint(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Sample()).AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build();
        Sandbox = SandboxSettings.From(configuration);
        var services = new ServiceCollection();
        services
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddStorage(configuration)
            .AddOrders(configuration)
            .AddCalendar(configuration)
            .AddCases()
            .AddMail(configuration)
            .AddHttpFace(configuration)
            .AddWebhooks(configuration)
            .AddWatchdog(configuration)
            .AddSingleton<LabelPrinter>();
        using var template = services.BuildServiceProvider();
        services.AddSingleton(template.GetRequiredService<MailRenderer>());
        services.AddSingleton(template.GetRequiredService<OrderWindowsOptions>());
        _services = [.. services];
    }

    public SandboxSettings Sandbox { get; }

    /// <summary>The services of one process; storage, companies, clock and randomness are still to be added.</summary>
    public ServiceCollection NewServices()
    {
        var services = new ServiceCollection();
        foreach (var service in _services)
            ((ICollection<ServiceDescriptor>)services).Add(service);
        return services;
    }

    /// <summary>Registers the app's orchestrators and activities.</summary>
    /// <param name="defect">Spoils each of them.</param>
    public static void AddTasks(DurableTaskRegistry registry, IServiceProvider services, Defect? defect = null)
    {
        var invoker = defect is null ? _invoker : new FunctionInvoker([next => context => defect.RunAsync((InvocationContext)context, next)]);
        foreach (var (function, trigger) in _functions.TriggeredBy<OrchestrationTriggerAttribute>())
        {
            ITaskOrchestrator orchestrator = new FunctionOrchestrator(function);
            registry.AddOrchestrator(trigger.Orchestration ?? function.Name, defect?.Spoil(orchestrator) ?? orchestrator);
        }

        foreach (var (function, trigger) in _functions.TriggeredBy<ActivityTriggerAttribute>())
            registry.AddActivity(trigger.Activity ?? function.Name, new FunctionActivity(function, invoker, services));
    }

    private static Dictionary<string, string?> Sample()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json")));
        return sample.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(setting => setting.Name, setting => setting.Value.GetString(), StringComparer.OrdinalIgnoreCase);
    }
}
