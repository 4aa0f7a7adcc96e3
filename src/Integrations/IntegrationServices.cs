using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Domain.Views;
using Orders.Functions.Integrations.Carriers;
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
        services.TryAddSingleton<OnceOnly>();
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

        if (BtcPaySettings.Read(configuration) is { } btcPay)
        {
            services.AddPartnerClient(BtcPayApi.Client);
            services
                .AddSingleton(btcPay)
                .AddSingleton<BtcPayApi>()
                .AddSingleton<BtcPayInvoices>()
                .AddSingleton<BtcPayRefunds>()
                .AddSingleton<IPaymentProvider, BtcPayPayments>()
                .AddSingleton<IPaymentNews, BtcPayNews>()
                .AddSingleton<IWebhookAdapter, BtcPayWebhook>();
            providers.Add(BtcPayPayments.ProviderName);
        }

        if (services.AddSandbox(configuration).Enabled)
        {
            services.AddTransient<IPaymentProvider, SandboxPayments>().AddSingleton<IWebhookAdapter, SandboxPaymentWebhook>();
            providers.Add(SandboxPayments.ProviderName);
        }

        // Read here and not when the first order comes, so that a wrong setting stops the start.
        return services
            .AddSingleton(PaymentRouting.Read(configuration, providers, BtcPaySettings.Company, StripeSettings.Company))
            .AddTransient<PaymentProviderRegistry>();
    }

    /// <summary>The carriers that parcels are booked with, and which of them takes which parcels.</summary>
    /// <exception cref="SettingException">There is no carrier to book with, or a setting is wrong or names one that is not set up.</exception>
    public static IServiceCollection AddCarriers(this IServiceCollection services, IConfiguration configuration)
    {
        List<string> carriers = [];
        var sandbox = services.AddSandbox(configuration);
        if (Kuaidi100Settings.Read(configuration, sandbox.AppUrl) is { } kuaidi)
        {
            services.AddPartnerClient(Kuaidi100Api.Client);
            services
                .AddSingleton(kuaidi)
                .AddSingleton<Kuaidi100Api>()
                .AddSingleton<ICarrier, Kuaidi100Carrier>()
                .AddSingleton<IWebhookAdapter, Kuaidi100Webhook>();
            carriers.Add(Kuaidi100Carrier.CarrierName);
        }

        if (EasyPostSettings.Read(configuration) is { } easyPost)
        {
            services.AddPartnerClient(EasyPostApi.Client);
            services
                .AddSingleton(easyPost)
                .AddSingleton<EasyPostApi>()
                .AddSingleton<EasyPostDrafts>()
                .AddSingleton<ICarrier, EasyPostCarrier>()
                .AddSingleton<IWebhookAdapter, EasyPostWebhook>();
            carriers.Add(EasyPostCarrier.CarrierName);
        }

        if (carriers.Count > 0)
            services.AddSingleton(ShipperSettings.Read(configuration));
        if (sandbox.Enabled)
        {
            services.AddTransient<ICarrier, SandboxCarrier>().AddSingleton<IWebhookAdapter, SandboxCarrierWebhook>();
            carriers.Add(SandboxCarrier.CarrierName);
        }

        if (carriers.Count == 0)
            throw new SettingException(
                "No carrier is configured: set Carriers:EasyPost:… or Carriers:Kuaidi100:…, or Sandbox:Enabled to true for the sandbox's carrier."
            );
        var routing = CarrierRouting.Read(configuration);
        routing.CheckCarriers(carriers);
        CarrierRouting.CheckSettings(configuration, Kuaidi100Settings.Company, EasyPostSettings.Company);
        services.TryAddSingleton<OnceOnly>();
        return services.AddSingleton(routing).AddTransient<CarrierRegistry>();
    }

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
