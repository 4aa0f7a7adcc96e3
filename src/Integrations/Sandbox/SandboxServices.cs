using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orders.Functions.Integrations.Sandbox;

internal static class SandboxServices
{
    /// <summary>What the sandbox's companies share; safe to call more than once.</summary>
    public static SandboxSettings AddSandbox(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = SandboxSettings.From(configuration);
        services.TryAddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient<SandboxClient>(http => http.Timeout = TimeSpan.FromSeconds(10));
        return settings;
    }
}
