using LocalRuntime.DurableTask.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.DurableTask.Worker;

/// <summary>Builds the worker of this process's hub, unless another target is named.</summary>
public class DefaultDurableTaskWorkerBuilder : IDurableTaskWorkerBuilder
{
    private Type? _buildTarget;

    public DefaultDurableTaskWorkerBuilder(string? name, IServiceCollection services)
    {
        Name = name ?? Extensions.Options.Options.DefaultName;
        Services = services;
    }

    public string Name { get; }

    public IServiceCollection Services { get; }

    public Type? BuildTarget
    {
        get => _buildTarget;
        set => _buildTarget = value is null || typeof(IHostedService).IsAssignableFrom(value)
            ? value
            : throw new ArgumentException($"{value} is not a hosted service.", nameof(value));
    }

    public IHostedService Build(IServiceProvider serviceProvider) =>
        BuildTarget is null
            ? HubServices.CreateWorker(serviceProvider)
            : (IHostedService)ActivatorUtilities.CreateInstance(serviceProvider, BuildTarget, Name);
}
