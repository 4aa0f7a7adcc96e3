using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.DurableTask.Worker;

/// <summary>Configures the worker.</summary>
public interface IDurableTaskWorkerBuilder
{
    string Name { get; }

    IServiceCollection Services { get; }

    /// <summary>The type of the worker; null for the one of this process's hub.</summary>
    Type? BuildTarget { get; set; }

    IHostedService Build(IServiceProvider serviceProvider);
}

/// <summary>Makes orchestrators and activities by name.</summary>
public interface IDurableTaskFactory
{
    bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ITaskActivity? activity);

    bool TryCreateOrchestrator(
        TaskName name,
        IServiceProvider serviceProvider,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ITaskOrchestrator? orchestrator);
}
