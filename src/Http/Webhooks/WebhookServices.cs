using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orders.Functions.Http.Webhooks;

internal static class WebhookServices
{
    /// <summary>The way of webhooks into the inbox.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddTransient<WebhookReceiver>();
        return services;
    }
}
