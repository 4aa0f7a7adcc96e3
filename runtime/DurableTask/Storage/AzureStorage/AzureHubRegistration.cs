using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>Puts the hub into a storage account.</summary>
internal static class AzureHubRegistration
{
    /// <param name="connectionString">Of the storage account that holds the hub; resolved when the store is first asked for.</param>
    /// <param name="hubName">A letter followed by 2 to 44 letters and digits.</param>
    public static IServiceCollection AddAzureHub(this IServiceCollection services, Func<IServiceProvider, string> connectionString, Func<IServiceProvider, string> hubName)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            var connection = connectionString(provider);
            return new AzureHub(hubName(provider), AzureHubClients.Tables(connection), AzureHubClients.Blobs(connection));
        });
        services.AddSingleton<IHubStore, AzureHubStore>();
        services.AddSingleton<IHubLease, AzureHubLease>();
        return services;
    }
}
