using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Orders;
using Orders.Functions.Sandbox;

namespace Orders.Functions.Carriers;

internal static class CarrierServices
{
    /// <summary>The carrier that parcels are booked with, and the labels.</summary>
    /// <exception cref="InvalidOperationException">There is no carrier to book with.</exception>
    public static IServiceCollection AddCarriers(this IServiceCollection services, IConfiguration configuration) => services.AddSandbox(configuration).Enabled
        ? services.AddSingleton<LabelPrinter>().AddTransient<ICarrier, SandboxCarrier>().AddTransient<CarrierRegistry>()
        : throw new SettingException("No carrier is configured: set Sandbox:Enabled to true for the sandbox's carrier.");
}
