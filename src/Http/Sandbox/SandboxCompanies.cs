using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;

namespace Orders.Functions.Http.Sandbox;

internal static class SandboxCompanies
{
    /// <summary>The sandbox's companies, their webhooks' adapters, the mailbox and the autopilot.</summary>
    public static IServiceCollection AddSandboxCompanies(this IServiceCollection services, IConfiguration configuration)
    {
        // Where the sandbox is off, nobody of that name posts webhooks.
        if (services.AddSandbox(configuration).Enabled)
        {
            services.AddSingleton<IWebhookAdapter, SandboxCarrierWebhook>().AddSingleton<IWebhookAdapter, SandboxPaymentWebhook>();
        }

        return services
            .AddSingleton<SandboxBooks>()
            .AddSingleton<SandboxCarrierBooks>()
            .AddTransient<SandboxCarrierDesk>()
            .AddSingleton<MailboxStore>()
            .AddSingleton<Autopilot>();
    }
}
