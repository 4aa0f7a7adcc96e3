using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Sandbox;

namespace Orders.Functions.Mail;

internal static class MailServices
{
    /// <exception cref="InvalidOperationException">There is no way to send mail, or a setting is wrong.</exception>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        var options = MailOptions.Read(configuration, services.AddSandbox(configuration));
        services.AddHttpClient(SendGridMailer.HttpClientName, http => http.Timeout = MailOptions.Timeout);
        return services
            .AddSingleton(options)
            .AddSingleton<LicenceIssuer>()
            .AddSingleton<MailDelivery>()
            .AddSingleton<MailRenderer>()
            .AddSingleton<SendGridMailer>();
    }
}
