using System.Text.Json;
using Durable.Testing.Functions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orders.Functions;
using Orders.Functions.Activities;
using Orders.Functions.Background;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Http;
using Orders.Functions.Http.Pages;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Integrations;
using Orders.Functions.Integrations.Mail;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Orchestrations;
using Orders.Functions.Storage;
using Orders.Functions.Storage.Tables;

namespace Lives.Machine;

/// <summary>
/// How the app is put together: as its Program does, from the settings of local.settings.sample.json, without the companies and the
/// storage, which are the simulation's. Read once; what is only ever read (tables, templates) is shared by all processes.
/// </summary>
internal sealed class Blueprint
{
    /// <summary>The app's orchestrators and activities.</summary>
    public static readonly HubFunctions Functions = HubFunctions.Of(typeof(RecordProgress).Assembly);

    /// <summary>
    /// How the app writes what travels to and from them: as its Program has it (<see cref="OrchestrationServices"/>), made once.
    /// </summary>
    public static readonly DataConverter Payloads = new JsonDataConverter(OrderJson.Options);

    private readonly ServiceDescriptor[] _services;

    /// <param name="settings">In place of those in the sample.</param>
    public Blueprint(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Sample())
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>())
            .Build();
        Sandbox = SandboxSettings.From(configuration);
        Queues = QueueRules.Read();
        var services = new ServiceCollection();
        services
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddStorage(configuration)
            .AddDomain(configuration)
            .AddOrchestrations()
            .AddCommands()
            .AddMail(configuration)
            .AddHttpFace(configuration)
            .AddWebhooks()
            .AddBackground(configuration)
            .AddSingleton(PaymentRouting.Read(configuration, [SandboxPayments.ProviderName]))
            .AddTransient<PaymentProviderRegistry>();
        using var template = services.BuildServiceProvider();
        services.AddSingleton(template.GetRequiredService<MailRenderer>());
        services.AddSingleton(Pages = template.GetRequiredService<PageRenderer>());
        services.AddSingleton(template.GetRequiredService<OrderWindowsOptions>());
        _services = [.. services];
    }

    public SandboxSettings Sandbox { get; }

    /// <summary>Writes the orders' pages.</summary>
    public PageRenderer Pages { get; }

    /// <summary>How the host treats queue messages.</summary>
    public QueueRules Queues { get; }

    /// <summary>The services of one process; storage, companies, clock and randomness are still to be added.</summary>
    public ServiceCollection NewServices()
    {
        var services = new ServiceCollection();
        foreach (var service in _services)
            ((ICollection<ServiceDescriptor>)services).Add(service);
        return services;
    }

    private static Dictionary<string, string?> Sample()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json")));
        return sample
            .RootElement.GetProperty("Values")
            .EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => setting.Value.GetString(), StringComparer.OrdinalIgnoreCase);
    }
}
