using System.Text.RegularExpressions;
using LocalRuntime.DurableTask.Engine;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRuntime.Functions.Durable;

/// <summary>The app's task hub, in the storage account that host.json names.</summary>
internal static partial class DurableHub
{
    public static void AddDurableHub(this WebApplicationBuilder builder, HostSettings settings)
    {
        var hub = settings.DurableTask;
        var services = builder.Services;
        services.AddAzureHub(provider => LocalStorage.Connection(provider.GetRequiredService<IConfiguration>(), hub.StorageProvider.ConnectionName), _ => hub.HubName);
        services.Configure<HubSettings>(engine => engine.HubName = hub.HubName);
        services.AddDurableTaskWorker(worker => worker.Configure(options =>
        {
            options.Concurrency.MaximumConcurrentActivityWorkItems = hub.MaxConcurrentActivityFunctions;
            options.Concurrency.MaximumConcurrentOrchestrationWorkItems = hub.MaxConcurrentOrchestratorFunctions;
            if (hub.DefaultVersion is { Length: > 0 } version)
                options.Versioning = new() { Version = version, DefaultVersion = version, MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder };
        }));
        services.AddDurableTaskClient(client => client.Configure(options => options.DefaultVersion = hub.DefaultVersion));
        services.AddOptions<DurableTaskRegistry>().Configure<FunctionCatalog, FunctionInvoker, IServiceProvider>(DurableFunctionBinder.Register);
    }

    /// <exception cref="HostStartException">The hub's name is not one.</exception>
    public static void CheckName(HostSettings settings)
    {
        if (!ValidName().IsMatch(settings.DurableTask.HubName))
            throw new HostStartException($"host.json: extensions.durableTask.hubName must be a letter followed by 2 to 44 letters and digits, not '{settings.DurableTask.HubName}'.");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}
