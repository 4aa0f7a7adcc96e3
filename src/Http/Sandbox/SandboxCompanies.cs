using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Integrations.Sandbox;

namespace Orders.Functions.Http.Sandbox;

internal static class SandboxCompanies
{
    /// <summary>The sandbox's companies, the mailbox and the autopilot.</summary>
    public static IServiceCollection AddSandboxCompanies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSandbox(configuration);
        return services
            .AddSingleton<SandboxBooks>()
            .AddSingleton<SandboxCarrierBooks>()
            .AddTransient<SandboxCarrierDesk>()
            .AddSingleton<MailboxStore>()
            .AddSingleton<Autopilot>();
    }
}
