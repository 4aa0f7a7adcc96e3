using LocalRuntime.DurableTask.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Worker;

/// <summary>Adds the worker: the hosted service that runs orchestrations and activities.</summary>
public static class ServiceCollectionExtensions
{
    public static IDurableTaskWorkerBuilder AddDurableTaskWorker(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return HubServices.AddWorker(services, name);
    }

    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, Action<IDurableTaskWorkerBuilder> configure) =>
        AddDurableTaskWorker(services, Extensions.Options.Options.DefaultName, configure);

    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, string name, Action<IDurableTaskWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(AddDurableTaskWorker(services, name));
        return services;
    }
}
