using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Domain.Views;
using Orders.Functions.Integrations.Mail;
using Orders.Functions.Integrations.Partners;
using Orders.Functions.Integrations.Payments;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Storefront;
using Orders.Functions.Integrations.Webhooks;

namespace Orders.Functions.Integrations;

internal static class IntegrationServices
{
    /// <summary>The outside companies: who takes payments, carries parcels and sends mail.</summary>
    /// <exception cref="SettingException">One of them is not set up, or a setting is wrong.</exception>
    public static IServiceCollection AddIntegrations(this IServiceCollection services, IConfiguration configuration) =>
        services.AddPayments(configuration).AddCarriers(configuration).AddMail(configuration).AddStorefront(configuration);

    /// <summary>The providers that payments are asked from, and which of them takes which orders.</summary>
    /// <exception cref="SettingException">There is no provider, or a setting names one that is not set up.</exception>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<OnceOnly>();
        List<string> providers = [];
        if (StripeSettings.Read(configuration) is { } stripe)
        {
            services.AddPartnerClient(StripeApi.Client);
            services
                .AddSingleton(stripe)
                .AddSingleton<StripeApi>()
                .AddSingleton<StripeAttempts>()
                .AddSingleton<StripeRefunds>()
                .AddSingleton<IPaymentProvider, StripePayments>()
                .AddSingleton<IWebhookAdapter, StripeWebhook>();
            providers.Add(StripePayments.ProviderName);
        }

        if (services.AddSandbox(configuration).Enabled)
        {
            services.AddTransient<IPaymentProvider, SandboxPayments>().AddSingleton<IWebhookAdapter, SandboxPaymentWebhook>();
            providers.Add(SandboxPayments.ProviderName);
        }

        // Read here and not when the first order comes, so that a wrong setting stops the start.
        return services
            .AddSingleton(PaymentRouting.Read(configuration, providers, StripeSettings.Company))
            .AddTransient<PaymentProviderRegistry>();
    }

    /// <summary>The carriers that parcels are booked with.</summary>
    /// <exception cref="SettingException">There is no carrier to book with.</exception>
    public static IServiceCollection AddCarriers(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSandbox(configuration).Enabled
            ? services
                .AddTransient<ICarrier, SandboxCarrier>()
                .AddTransient<CarrierRegistry>()
                .AddSingleton<IWebhookAdapter, SandboxCarrierWebhook>()
            : throw new SettingException("No carrier is configured: set Sandbox:Enabled to true for the sandbox's carrier.");

    /// <summary>What posts to the storefront.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static IServiceCollection AddStorefront(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddHttpClient(WebhookPost.Client, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectCallback = provider.GetRequiredService<WebhookAddresses>().ConnectAsync,
                MaxResponseHeadersLength = 16,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
                // A proxy would look the name up in our place.
                UseProxy = false,
            });
        return services
            .AddSingleton(WebhookPostOptions.Read(configuration))
            .AddSingleton<WebhookAddresses>()
            .AddSingleton<IWebhookPost, WebhookPost>();
    }

    /// <exception cref="SettingException">There is no way to send mail, or a setting is wrong.</exception>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        var sandbox = services.AddSandbox(configuration);
        services.AddHttpClient(SendGridMailer.HttpClientName, http => http.Timeout = MailOptions.Timeout);
        services.TryAddSingleton(PageLinks.Read(configuration, sandbox.AppUrl));
        return services.AddSingleton(MailOptions.Read(configuration, sandbox)).AddSingleton<MailRenderer>().AddSingleton<SendGridMailer>();
    }
}
