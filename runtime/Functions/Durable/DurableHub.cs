using System.Text.RegularExpressions;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using LocalRuntime.Functions.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRuntime.Functions.Durable;

/// <summary>The app's task hub, in the storage account that host.json names.</summary>
internal static partial class DurableHub
{
    public static void AddDurableHub(this WebApplicationBuilder builder, HostSettings settings)
    {
        var hub = settings.DurableTask;
        builder.Services.AddAzureHub(services => Connection(services, hub.StorageProvider.ConnectionName), _ => hub.HubName);
        builder.Services.AddSingleton(services => new HubOwnership(services.GetRequiredService<IHubLease>().AcquireAsync));
    }

    /// <exception cref="HostStartException">The hub's name is not one.</exception>
    public static void CheckName(HostSettings settings)
    {
        if (!ValidName().IsMatch(settings.DurableTask.HubName))
            throw new HostStartException($"host.json: extensions.durableTask.hubName must be a letter followed by 2 to 44 letters and digits, not '{settings.DurableTask.HubName}'.");
    }

    private static string Connection(IServiceProvider services, string name)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        return configuration[name] ?? configuration.GetConnectionString(name) ?? throw new HostStartException($"The task hub needs the storage connection {name}, which is not configured.");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}
