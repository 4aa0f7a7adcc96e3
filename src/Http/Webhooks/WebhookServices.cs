using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Queues;

namespace Orders.Functions.Http.Webhooks;

internal static class WebhookServices
{
    /// <summary>The way of webhooks into the inbox, and the pump's settings.</summary>
    /// <exception cref="InvalidOperationException">Settings are wrong.</exception>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(WebhookOptions.Read(configuration));
        services.AddSingleton<WebhookReceiver>();
        return services;
    }
}
