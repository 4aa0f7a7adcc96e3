using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orders.Functions.Queues;

internal static class QueueServices
{
    /// <summary>The watchdog's parts.</summary>
    /// <exception cref="Orders.SettingException">A setting of the watchdog is wrong.</exception>
    public static IServiceCollection AddWatchdog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(WatchdogOptions.Read(configuration));
        services.AddSingleton<CaseWatch>();
        services.AddSingleton<OrderWatch>();
        return services;
    }
}
