using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Orders;
using Orders.Functions.Sandbox;

namespace Orders.Functions.Payments;

internal static class PaymentServices
{
    /// <summary>The provider that payments are asked from.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration) => services.AddSandbox(configuration).Enabled
        ? services.AddTransient<IPaymentProvider, SandboxPayments>()
        : throw new SettingException("No payment provider is configured: set Sandbox:Enabled to true for the sandbox's payments.");
}
