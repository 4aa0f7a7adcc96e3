using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Orchestrations;

internal static class OrchestrationServices
{
    /// <summary>
    /// What travels to and from orchestrations and activities is written as everything else is: enum values by name, so that a value that
    /// is added between others changes no history. The worker's serializer and with it the one data converter of Durable Functions' worker
    /// and client are made from these options.
    /// </summary>
    public static IServiceCollection AddOrchestrations(this IServiceCollection services) =>
        services
            .Configure<JsonSerializerOptions>(OrderJson.Configure)
            .AddSingleton<StepRecorder>()
            .AddSingleton<CarrierChoice>()
            .AddSingleton<PaymentCollector>();
}
