using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orders.Functions.Sandbox;

namespace Orders.Functions.Mail;

internal static class MailServices
{
    /// <exception cref="InvalidOperationException">There is no way to send mail, or a setting is wrong.</exception>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        var sandbox = services.AddSandbox(configuration);
        var options = MailOptions.Read(configuration, sandbox);
        services.AddHttpClient(SendGridMailer.HttpClientName, http => http.Timeout = MailOptions.Timeout);
        services.TryAddSingleton(PageLinks.Read(configuration, sandbox.AppUrl));
        return services
            .AddSingleton(options)
            .AddSingleton<LicenceIssuer>()
            .AddSingleton<MailDelivery>()
            .AddSingleton<MailRenderer>()
            .AddSingleton<SendGridMailer>();
    }
}
