using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Sandbox;

namespace Orders.Functions.Http.Sandbox;

internal static class SandboxCompanies
{
    /// <summary>The sandbox's carrier company, its webhook's adapter, the mailbox and the autopilot.</summary>
    public static IServiceCollection AddSandboxCompanies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSandbox(configuration);
        return services
            .AddSingleton<IWebhookAdapter, SandboxCarrierWebhook>()
            .AddSingleton<SandboxCarrierBooks>()
            .AddTransient<SandboxCarrierDesk>()
            .AddSingleton<Autopilot>();
    }
}
