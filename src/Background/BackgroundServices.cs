using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orders.Functions.Background;

internal static class BackgroundServices
{
    /// <summary>What the queue and timer functions need beyond the stores and companies.</summary>
    /// <exception cref="Domain.Ordering.SettingException">A setting of the watchdog or of the webhook pump is wrong.</exception>
    public static IServiceCollection AddBackground(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(WatchdogOptions.Read(configuration));
        services.AddSingleton(WebhookOptions.Read(configuration));
        services.AddSingleton<CaseWatch>();
        services.AddHostedService<EventDesk>();
        services.AddSingleton<MailDelivery>();
        services.AddSingleton<MailDesk>();
        services.AddSingleton<OrderWatch>();
        services.AddSingleton<SweptPayments>();
        services.AddSingleton<StorefrontDelivery>();
        services.AddSingleton<StorefrontDesk>();
        services.AddHostedService<CalendarWatch>();
        services.AddHostedService<EndpointWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<MailDesk>());
        services.AddHostedService(provider => provider.GetRequiredService<StorefrontDesk>());
        return services;
    }
}
