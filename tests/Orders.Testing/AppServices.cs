using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Orchestrations;
using Orders.Functions.Storage;
using Orders.Functions.Storage.Tables;
using Orders.Testing.Companies;

namespace Orders.Testing;

/// <summary>The app as its Program puts it together, on the emulator and without its companies.</summary>
internal static class AppServices
{
    /// <summary>What is added afterwards takes the place of the same thing.</summary>
    public static IServiceCollection AddApp(this IServiceCollection services, AzuriteFixture azurite, TimeProvider time) =>
        services
            .AddLogging()
            .AddSingleton(time)
            .AddStorage(Settings(azurite))
            .AddDomain(Settings(azurite))
            .AddOrchestrations()
            .AddCommands()
            // The connections of all tests are shared ones.
            .AddSingleton(azurite.Tables)
            .AddSingleton(azurite.Queues)
            .AddSingleton(azurite.Blobs)
            // Its pauses pass on the real clock: nobody moves the test's while a store waits.
            .AddSingleton(new OptimisticRetry(TimeProvider.System, new Random(1)));

    /// <summary>
    /// Companies that do what the test says. The first of those for payments takes new orders, if the routing says nothing else.
    /// </summary>
    /// <param name="routing">Settings <c>Payments:ProviderFor:…</c>.</param>
    public static IServiceCollection AddCompanies(
        this IServiceCollection services,
        ScriptedCarrier carrier,
        IReadOnlyList<ScriptedPayments> payments,
        params IReadOnlyList<KeyValuePair<string, string?>> routing
    )
    {
        foreach (var company in payments)
            services.AddSingleton<IPaymentProvider>(company);
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Payments:Provider", payments[0].Name), .. routing]).Build();
        return services
            .AddSingleton(PaymentRouting.Read(settings, [.. payments.Select(company => company.Name)]))
            .AddTransient<PaymentProviderRegistry>()
            .AddSingleton<ICarrier>(carrier)
            .AddSingleton(CarrierRouting.None)
            .AddTransient<CarrierRegistry>();
    }

    /// <summary>The settings that the app does not start without.</summary>
    public static IConfiguration Settings(AzuriteFixture azurite) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?> { ["AzureWebJobsStorage"] = azurite.ConnectionString, ["Ops:Key"] = "ops" }
            )
            .AddInMemoryCollection(TestKeys.Settings)
            .Build();
}
